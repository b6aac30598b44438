"""Subscriptions of an order that becomes complete, or stops being so (store-api 17.3)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from opencart_proxy.database import Row
from opencart_proxy.subscriptions.schedule import schedule

if TYPE_CHECKING:
    from opencart_proxy.call import Call

__all__ = ["add_history", "start_subscriptions", "suspend_subscriptions"]

PLAN = (
    "subscription_plan_id",
    "trial_frequency",
    "trial_cycle",
    "trial_duration",
    "trial_status",
    "frequency",
    "cycle",
    "duration",
)
FROM_ORDER = (
    "order_id",
    "store_id",
    "customer_id",
    "payment_address_id",
    "payment_method",
    "shipping_address_id",
    "shipping_method",
    "comment",
    "affiliate_id",
    "marketing_id",
    "tracking",
    "language_id",
    "currency_id",
    "ip",
    "forwarded_ip",
    "user_agent",
    "accept_language",
)


def start_subscriptions(call: Call, order: Row) -> None:
    """Create the order's subscriptions that do not exist yet, and make them active."""
    if not call.db.has("order_subscription"):
        return
    planned = call.db.rows(
        "order_subscription", "subscription_plan_id", "order_subscription_id", order_id=order["order_id"]
    )
    if not planned:
        return
    lines = {row["order_product_id"]: row for row in call.db.rows("order_product", order_id=order["order_id"])}
    planned = [row for row in planned if row["order_product_id"] in lines]
    if call.db.has("subscription_product"):
        for _, rows in groupby(planned, key=lambda row: row["subscription_plan_id"]):
            _start_shared(call, order, list(rows), lines)
    else:
        for row in planned:
            _start_single(call, order, row, lines[row["order_product_id"]])


def _start_single(call: Call, order: Row, planned: Row, line: Row) -> None:
    """4.0's schema: a subscription belongs to one order line."""
    key = {"order_id": order["order_id"], "order_product_id": planned["order_product_id"]}
    if call.db.row("subscription", **key) is not None:
        return
    subscription_id = call.db.insert(
        "subscription",
        **_values(call, order, [planned]),
        order_product_id=planned["order_product_id"],
        product_id=line["product_id"],
        quantity=line["quantity"],
    )
    _activate(call, subscription_id)


def _start_shared(call: Call, order: Row, planned: list[Row], lines: dict[int, Row]) -> None:
    """4.1's schema: the lines of one plan share a subscription."""
    key = {"order_id": order["order_id"], "subscription_plan_id": planned[0]["subscription_plan_id"]}
    if call.db.row("subscription", **key) is not None:
        return
    subscription_id = call.db.insert("subscription", **_values(call, order, planned))
    for row in planned:
        line = lines[row["order_product_id"]]
        subscription_product_id = call.db.insert(
            "subscription_product",
            subscription_id=subscription_id,
            order_id=order["order_id"],
            order_product_id=row["order_product_id"],
            product_id=line["product_id"],
            name=line["name"],
            model=line["model"],
            quantity=line["quantity"],
            trial_price=row["trial_price"],
            trial_tax=row["trial_tax"],
            price=row["price"],
            tax=row["tax"],
        )
        for option in call.db.rows(
            "order_option", "order_option_id", order_id=order["order_id"], order_product_id=row["order_product_id"]
        ):
            call.db.insert(
                "subscription_option",
                **{**option, "subscription_id": subscription_id, "subscription_product_id": subscription_product_id},
            )
    _activate(call, subscription_id)


def _values(call: Call, order: Row, planned: list[Row]) -> Row:
    plan = planned[0]
    due = schedule(plan, call.now.date(), keeps_trial=not call.db.has("subscription_product"))
    sums = {name: _sum(row[name] for row in planned) for name in ("trial_price", "trial_tax", "price", "tax")}
    return {
        **{name: order[name] for name in FROM_ORDER},
        **{name: plan[name] for name in PLAN},
        **sums,
        "trial_remaining": due.trial_remaining,
        "remaining": due.remaining,
        "date_next": due.date_next.isoformat(),
        "language": order["language_code"],
        "currency": order["currency_code"],
        "date_added": call.stamp,
        "date_modified": call.stamp,
    }


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, Decimal(0))


def _activate(call: Call, subscription_id: int) -> None:
    add_history(call, subscription_id, call.settings.integer("config_subscription_active_status_id"))


def suspend_subscriptions(call: Call, order: Row) -> None:
    """Suspend the order's subscriptions."""
    suspended = call.settings.integer("config_subscription_suspended_status_id")
    for row in call.db.rows("subscription", "subscription_id", order_id=order["order_id"]):
        add_history(call, row["subscription_id"], suspended)


def add_history(call: Call, subscription_id: int, status_id: int, *, comment: str = "", notify: bool = False) -> None:
    """Give a subscription a status and a history row."""
    call.db.update("subscription", {"subscription_id": subscription_id}, subscription_status_id=status_id)
    call.db.insert(
        "subscription_history",
        subscription_id=subscription_id,
        subscription_status_id=status_id,
        notify=int(notify),
        comment=comment,
        date_added=call.stamp,
    )
