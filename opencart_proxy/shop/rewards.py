"""Reward points and store credit of the logged-in customer (store-api 10.4, 10.5)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from opencart_proxy import texts
from opencart_proxy.php import as_number

if TYPE_CHECKING:
    from opencart_proxy.call import Call

__all__ = ["credit", "owned", "owned_points", "refused_reward"]


def owned_points(call: Call, customer_id: int) -> Decimal | None:
    """Return a customer's points; ``None`` without any row."""
    table = call.db.table("customer_reward")
    found = call.db.scalar(select(func.sum(table.c.points)).where(table.c.customer_id == customer_id))
    return None if found is None else as_number(found)


def owned(call: Call) -> int:
    """Return the logged-in customer's points, 0 for nobody."""
    return int(owned_points(call, call.customer_id) or 0) if call.customer_id else 0


def credit(call: Call) -> Decimal:
    """Return the logged-in customer's credit, 0 for nobody."""
    if not call.customer_id:
        return Decimal(0)
    table = call.db.table("customer_transaction")
    found = call.db.scalar(select(func.sum(table.c.amount)).where(table.c.customer_id == call.customer_id))
    return as_number(found or 0)


def refused_reward(call: Call, points: int, posted: str) -> str:
    """Return why so many points cannot be used, not owned or more than the cart takes, in the words of 4.x."""
    if points > call.cart.points:
        return texts.REWARD_MAXIMUM % call.cart.points
    return texts.REWARD_NOT_OWNED % posted if points > owned(call) else ""
