"""``api/sale/order.…`` (store-api 14.12)."""

from __future__ import annotations

from typing import Any

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.dialects.shared import missing_parts, set_posted_status
from opencart_proxy.orders.draft import draft
from opencart_proxy.orders.status import change_status
from opencart_proxy.orders.write import create, rewrite
from opencart_proxy.orders.write import delete as delete_order
from opencart_proxy.php import as_int, entries, text
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
    cart, errors = call.cart, {}
    filled = bool(cart.lines or vouchers.bought(call))
    if not filled:
        errors["product"] = texts.PRODUCTS_REQUIRED
    elif not cart.in_stock and not call.settings.flag("config_stock_checkout"):
        errors["stock"] = texts.STOCK_WARNING
    short = next((line for line in cart.lines if not line.reaches_minimum), None)
    if short:
        errors["minimum"] = texts.MINIMUM_WARNING % (short.name, "")
    if "customer" not in call.data:
        errors["customer"] = texts.CUSTOMER_REQUIRED
    return {**errors, **missing_parts(call)}


def delete(call: Call) -> Any:
    """Delete the selected orders; unknown ones are passed over."""
    selected = [as_int(order_id) for _, order_id in entries(call.request.body.get("selected"))]
    for order_id in sorted({*selected, as_int(call.request.param("order_id"))} - {0}):
        delete_order(call, order_id)
    return SUCCESS


def add_history(call: Call) -> Any:
    """Give an order a status."""
    if not set_posted_status(call, as_int(call.request.post("order_id"))):
        return {"error": texts.NO_ORDER}
    return {"success": texts.REWARD_APPLIED} if call.rewards_booked else SUCCESS
