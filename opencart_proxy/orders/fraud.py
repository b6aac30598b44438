"""Orders held back because of their origin (store-api 16.5, step 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opencart_proxy.database import Row

if TYPE_CHECKING:
    from opencart_proxy.call import Call

__all__ = ["suspicious_status"]


def suspicious_status(call: Call, order: Row) -> int:
    """Return the status that the ``ip`` fraud extension gives the order, or 0.

    A customer marked safe is never suspected.
    """
    if "ip" not in call.installed("fraud") or not call.db.has("fraud_ip"):
        return 0
    customer_id, addresses = order["customer_id"], [order["ip"]]
    if customer_id:
        customer = call.db.row("customer", customer_id=customer_id)
        if customer and customer["safe"]:
            return 0
        addresses = [row["ip"] for row in call.db.rows("customer_ip", customer_id=customer_id)]
    listed = bool(addresses) and call.db.count("fraud_ip", ip=addresses) > 0
    return call.settings.integer("fraud_ip_order_status_id") if listed else 0
