"""Statistics, customer activity, and the events that tell others about orders (store-api 16.8)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from opencart_proxy.database import Row
from opencart_proxy.php import dumps

if TYPE_CHECKING:
    from opencart_proxy.call import Call

__all__ = ["announce", "note_alert"]


def note_alert(call: Call, order: Row, status_id: int) -> None:
    """Remember that the shop is alerted to a new order: a later text depends on it (store-api 16.7)."""
    new = not order["order_status_id"] and status_id
    if new and "order" in call.settings.names("config_mail_alert"):
        call.alert_sent = True


def announce(call: Call, order: Row, *, requested: int, status_id: int, notify: bool) -> None:
    """Count the change, note the customer's activity, and leave the event for others.

    4.x counts the ``requested`` status, OpenCart 3 the one the order got. Called last: every order waits for the
    rows of ``statistics``.
    """
    old = order["order_status_id"]
    if not old and status_id and call.settings.flag("config_customer_activity"):
        _note_activity(call, order)
    name = "order.created" if not old and status_id else "order.status_changed"
    call.announce(name, {"order_id": order["order_id"], "from": old, "to": status_id, "notify": notify})
    _count(call, order, requested if call.rules.statistics_by_change else status_id)


def _count(call: Call, order: Row, status_id: int) -> None:
    processing = frozenset(call.settings.integers("config_processing_status"))
    complete = frozenset(call.settings.integers("config_complete_status"))
    active, old = processing | complete, order["order_status_id"]
    if not call.rules.statistics_by_change:
        sale = order["total"] if status_id in active else -order["total"]
        call.db.add("statistics", {"code": "order_sale"}, value=sale)
        return
    for code, statuses, amount in (
        ("order_complete", complete, Decimal(1)),
        ("order_processing", processing, Decimal(1)),
        ("order_sale", active, order["total"]),
    ):
        step = (status_id in statuses) - (old in statuses)
        if step:
            call.db.add("statistics", {"code": code}, value=step * amount)


def _note_activity(call: Call, order: Row) -> None:
    name, order_id = f"{order['firstname']} {order['lastname']}", order["order_id"]
    guest = {"name": name, "order_id": order_id}
    known = {"customer_id": order["customer_id"], **guest}
    call.db.insert(
        "customer_activity",
        customer_id=order["customer_id"],
        key="order_account" if order["customer_id"] else "order_guest",
        data=dumps(known if order["customer_id"] else guest),
        ip=call.ip,
        date_added=call.stamp,
    )
