"""What several dialects do in the same way with the parts of an order."""

from __future__ import annotations

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.orders.status import change_status
from opencart_proxy.php import as_int, truthy

__all__ = ["missing_parts", "set_posted_status", "stock_tolerated"]


def missing_parts(call: Call) -> dict[str, str]:
    """Return the addresses and methods that the session lacks for an order, in the words of 4.x."""
    data, ships, errors = call.data, call.cart.ships, {}
    if call.settings.flag("config_checkout_payment_address") and "payment_address" not in data:
        errors["payment_address"] = texts.PAYMENT_ADDRESS_REQUIRED
    if ships and "shipping_address" not in data:
        errors["shipping_address"] = texts.SHIPPING_ADDRESS_REQUIRED
    if ships and "shipping_method" not in data:
        errors["shipping_method"] = texts.SHIPPING_METHOD_REQUIRED
    if "payment_method" not in data:
        errors["payment_method"] = texts.PAYMENT_METHOD_REQUIRED
    return errors


def set_posted_status(call: Call, order_id: int) -> bool:
    """Give an order the posted status; return whether the order exists."""
    post = call.request.post
    return change_status(
        call,
        order_id,
        as_int(post("order_status_id")),
        comment=post("comment"),
        notify=truthy(post("notify")),
        override=truthy(post("override")),
    )


def stock_tolerated(call: Call) -> bool:
    """Whether lines out of stock are shown as if they were in stock."""
    return call.settings.flag("config_stock_checkout") and not call.settings.flag("config_stock_warning")
