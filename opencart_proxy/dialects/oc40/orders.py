"""``api/sale/order.…`` (store-api 14.12)."""

from __future__ import annotations

from typing import Any

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.orders.draft import draft
from opencart_proxy.orders.status import change_status
from opencart_proxy.orders.write import create, rewrite
from opencart_proxy.orders.write import delete as delete_order
from opencart_proxy.php import as_int, entries, text, truthy
from opencart_proxy.shop import vouchers

__all__ = ["add_history", "comment", "confirm", "delete"]

SUCCESS = {"success": texts.ORDERS_MODIFIED}


def comment(call: Call) -> Any:
    """Set the order's comment."""
    if "comment" not in call.request.body:
        return {"error": texts.COMMENT_REQUIRED}
    call.data["comment"] = call.request.post("comment")
    return SUCCESS


def confirm(call: Call) -> Any:
    """Create the order, or rewrite the one that this session made or loaded, and give it its status."""
    order_id = as_int(text(call.data.get("order_id")))
    if order_id:
        call.db.lock("order", "order_id", [order_id])
    call.cart.lock()
    if not call.cart.ships:
        call.session.forget("shipping_address", "shipping_method", "shipping_methods")
    errors = _refused(call)
    if errors:
        return {"error": errors}
    affiliate_id = as_int(text(call.data.get("affiliate_id")))
    order = draft(call, comment=text(call.data.get("comment")), affiliate_id=affiliate_id)
    if order_id:
        rewrite(call, order_id, order)
    else:
        order_id = call.data["order_id"] = create(call, order)
    default = call.settings.text("config_order_status_id")
    change_status(call, order_id, as_int(call.request.post("order_status_id", default)))
    commission = call.money(order.values["commission"], call.settings.text("config_currency"))
    return {"order_id": order_id, **SUCCESS, "points": order.points, "commission": commission}


def _refused(call: Call) -> dict[str, str]:
    cart, data, errors = call.cart, call.data, {}
    filled = bool(cart.lines or vouchers.bought(call))
    if not filled:
        errors["product"] = texts.PRODUCTS_REQUIRED
    elif not cart.in_stock and not call.settings.flag("config_stock_checkout"):
        errors["stock"] = texts.STOCK_WARNING
    short = next((line for line in cart.lines if not line.reaches_minimum), None)
    if short:
        errors["minimum"] = texts.MINIMUM_WARNING % (short.name, "")
    if "customer" not in data:
        errors["customer"] = texts.CUSTOMER_REQUIRED
    if call.settings.flag("config_checkout_payment_address") and "payment_address" not in data:
        errors["payment_address"] = texts.PAYMENT_ADDRESS_REQUIRED
    if cart.ships and "shipping_address" not in data:
        errors["shipping_address"] = texts.SHIPPING_ADDRESS_REQUIRED
    if cart.ships and "shipping_method" not in data:
        errors["shipping_method"] = texts.SHIPPING_METHOD_REQUIRED
    if "payment_method" not in data:
        errors["payment_method"] = texts.PAYMENT_METHOD_REQUIRED
    return errors


def delete(call: Call) -> Any:
    """Delete the selected orders; unknown ones are passed over."""
    selected = [as_int(order_id) for _, order_id in entries(call.request.body.get("selected"))]
    for order_id in sorted({*selected, as_int(call.request.param("order_id"))} - {0}):
        delete_order(call, order_id)
    return SUCCESS


def add_history(call: Call) -> Any:
    """Give an order a status."""
    post = call.request.post
    found = change_status(
        call,
        as_int(post("order_id")),
        as_int(post("order_status_id")),
        comment=post("comment"),
        notify=truthy(post("notify")),
        override=truthy(post("override")),
    )
    if not found:
        return {"error": texts.NO_ORDER}
    return {"success": texts.REWARD_APPLIED} if call.rewards_booked else SUCCESS
