"""The history engine: an order's status, and the stock, points and money that follow it (store-api 16.5)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from opencart_proxy.database import Row
from opencart_proxy.orders import announcements, stock
from opencart_proxy.orders.booking import book, unbook
from opencart_proxy.orders.fraud import suspicious_status
from opencart_proxy.subscriptions.from_orders import start_subscriptions, suspend_subscriptions

if TYPE_CHECKING:
    from opencart_proxy.call import Call

__all__ = ["change_status"]


def change_status(
    call: Call,
    order_id: int,
    status_id: int,
    *,
    comment: str = "",
    notify: bool = False,
    override: bool = False,
    announce: bool = True,
) -> bool:
    """Give an order a status and a history row; return whether the order exists.

    ``override`` skips the fraud checks, ``announce`` is off for the silent void of a rewrite or deletion. The
    order, its products and option values stay locked until the call is over.
    """
    order = call.db.locked("order", order_id=order_id)
    if order is None:
        return False
    complete = frozenset(call.settings.integers("config_complete_status"))
    active = complete | frozenset(call.settings.integers("config_processing_status"))
    before, requested = order["order_status_id"], status_id
    if announce:
        announcements.note_alert(call, order, status_id)
    if status_id in active and not override:
        status_id = suspicious_status(call, order) or status_id
    was_active = before in active
    if not was_active and status_id in active:
        stock.take(call, order_id)
        held = book(call, order)
        if call.rules.early_commission:
            _grant_commission(call, order)
        status_id = held or status_id
    elif was_active and status_id not in active:
        stock.give_back(call, order_id)
        unbook(call, order)
        if call.rules.early_commission:
            _withdraw_commission(call, order)
    _follow_completion(call, order, was=before in complete, now=status_id in complete)
    changed = {"date_modified": call.stamp} if call.rules.touches_order else {}
    call.db.update("order", {"order_id": order_id}, order_status_id=status_id, **changed)
    call.db.insert(
        "order_history",
        order_id=order_id,
        order_status_id=status_id,
        notify=int(notify),
        comment=comment,
        date_added=call.stamp,
    )
    if announce:
        announcements.announce(call, order, requested=requested, status_id=status_id, notify=notify)
    return True


def _follow_completion(call: Call, order: Row, *, was: bool, now: bool) -> None:
    if now and not was:
        if not call.rules.early_commission:
            _grant_commission(call, order)
        if call.rules.subscriptions:
            start_subscriptions(call, order)
    elif was and not now:
        if call.rules.subscriptions:
            suspend_subscriptions(call, order)
        if not call.rules.early_commission:
            _withdraw_commission(call, order)


def _grant_commission(call: Call, order: Row) -> None:
    if not order["affiliate_id"] or not call.settings.flag("config_affiliate_auto"):
        return
    if call.db.count("customer_transaction", order_id=order["order_id"]):
        return
    call.db.insert(
        "customer_transaction",
        customer_id=order["affiliate_id"],
        order_id=order["order_id"],
        description=f"{_commission_text(call)} #{order['order_id']}",
        amount=Decimal(order["commission"]),
        date_added=call.stamp,
    )


def _commission_text(call: Call) -> str:
    """Return the text that the releases, which share one table of texts within a call, end up with (16.7)."""
    if call.points_booked or (call.credit_computed and not call.alert_sent):
        return "Order ID: #%s"
    return "Order ID:" if call.alert_sent else "text_order_id"


def _withdraw_commission(call: Call, order: Row) -> None:
    if order["affiliate_id"]:
        own = {"customer_id": order["customer_id"]} if call.rules.keeps_foreign_transactions else {}
        call.db.delete("customer_transaction", order_id=order["order_id"], **own)
