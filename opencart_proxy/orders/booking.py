"""What coupons, gift vouchers, points and credit book when an order becomes active (store-api 16.6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from opencart_proxy.database import Row
from opencart_proxy.php import as_int
from opencart_proxy.shop import rewards, vouchers
from opencart_proxy.shop.coupons import exhausted

if TYPE_CHECKING:
    from opencart_proxy.call import Call

__all__ = ["book", "bracketed", "unbook"]


def bracketed(title: str) -> str | None:
    """Return the text between the first ``(`` and the last ``)``; ``None`` without brackets."""
    found = re.search(r"\((.*)\)", title, re.DOTALL)
    return found[1] if found else None


def book(call: Call, order: Row) -> int:
    """Book the order's totals; return the status for orders whose totals do not hold any more, or 0."""
    held = 0
    for total in call.db.rows("order_total", "sort_order", "order_total_id", order_id=order["order_id"]):
        booking = BOOKINGS.get(total["code"])
        if booking is not None and not booking(call, order, total):
            held = call.settings.integer("config_fraud_status_id")
    return held


def _coupon(call: Call, order: Row, total: Row) -> bool:
    coupon = call.db.locked("coupon", code=bracketed(total["title"]) or "", status=1)
    if coupon is None or exhausted(call, coupon, order["customer_id"]):
        return False
    call.db.insert(
        "coupon_history",
        coupon_id=coupon["coupon_id"],
        order_id=order["order_id"],
        customer_id=order["customer_id"],
        amount=total["value"],
        date_added=call.stamp,
    )
    return True


def _voucher(call: Call, order: Row, total: Row) -> bool:
    usable = vouchers.balance(call, bracketed(total["title"]) or "", lock=True)
    if usable is None:
        return False
    call.db.insert(
        "voucher_history",
        voucher_id=usable[0],
        order_id=order["order_id"],
        amount=total["value"],
        date_added=call.stamp,
    )
    return True


def _reward(call: Call, order: Row, total: Row) -> bool:
    points = abs(as_int(bracketed(total["title"]) or ""))
    customer_id = order["customer_id"]
    if not customer_id:
        return False
    call.db.lock("customer", "customer_id", [customer_id])
    if call.rules.reward_needs_points and (rewards.owned_points(call, customer_id) or 0) < points:
        return False
    call.points_booked = call.rewards_booked = True
    call.db.insert(
        "customer_reward",
        customer_id=customer_id,
        order_id=order["order_id"],
        description=f"Order ID: #{order['order_id']}",
        points=-points,
        date_added=call.stamp,
    )
    return True


def _credit(call: Call, order: Row, total: Row) -> bool:
    if order["customer_id"]:
        call.points_booked = True
        call.db.insert(
            "customer_transaction",
            customer_id=order["customer_id"],
            order_id=order["order_id"],
            description=f"Order ID: #{order['order_id']}",
            amount=total["value"],
            date_added=call.stamp,
        )
    return True


BOOKINGS: Mapping[str, Callable[[Call, Row, Row], bool]] = {
    "coupon": _coupon,
    "voucher": _voucher,
    "reward": _reward,
    "credit": _credit,
}


def unbook(call: Call, order: Row) -> None:
    """Take back what the order's totals booked."""
    order_id = order["order_id"]
    codes = {total["code"] for total in call.db.rows("order_total", order_id=order_id)}
    for code, name in (("coupon", "coupon_history"), ("voucher", "voucher_history")):
        if code in codes and call.db.has(name):
            call.db.delete(name, order_id=order_id)
    if "reward" in codes:
        points = call.db.table("customer_reward").c.points
        call.db.delete("customer_reward", points < 0, order_id=order_id)
    if "credit" in codes:
        spent = call.db.table("customer_transaction").c.amount < 0
        call.db.delete(
            "customer_transaction", *([spent] if call.rules.keeps_foreign_transactions else []), order_id=order_id
        )
