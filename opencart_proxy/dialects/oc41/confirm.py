"""``api/order&call=confirm`` (store-api 15.5)."""

from __future__ import annotations

from typing import Any

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.dialects.oc41 import steps
from opencart_proxy.dialects.oc41.calls import payment_address, shipping_address
from opencart_proxy.dialects.oc41.cart_part import cart_part
from opencart_proxy.dialects.oc41.cart_step import cart
from opencart_proxy.dialects.shared import missing_parts
from opencart_proxy.orders.draft import draft
from opencart_proxy.orders.status import change_status
from opencart_proxy.orders.write import create, rewrite
from opencart_proxy.php import as_int, text, truthy

__all__ = ["book_order", "confirm", "refused"]

FORMS = {"coupon": texts.COUPON_FORM, "reward": texts.REWARD_FORM}


def confirm(call: Call) -> dict[str, Any]:
    """Create or rewrite the order that the body describes, and give it the posted status, 0 by default."""
    order_id = as_int(call.request.post("order_id"))
    if order_id:
        call.db.lock("order", "order_id", [order_id])
    steps.customer(call)
    found = cart(call)
    if "error" in found:
        return found
    for step in (payment_address, shipping_address, steps.shipping_method, steps.payment_method, steps.affiliate):
        step(call)
    if not call.cart.ships:
        call.session.forget("shipping_address", "shipping_method")
    errors = refused(call)
    for code, answer in steps.extensions(call).items():
        if "error" in answer:
            errors[code] = FORMS[code]
    if errors:
        return {"error": errors, **cart_part(call)}
    return book_order(call, order_id, as_int(call.request.post("order_status_id")))


def refused(call: Call) -> dict[str, str]:
    """Return what keeps the session from becoming an order."""
    cart_, data, errors = call.cart, call.data, {}
    if "customer" not in data:
        errors["customer"] = texts.CUSTOMER_REQUIRED
    if not cart_.lines:
        errors["product"] = texts.PRODUCTS_REQUIRED
    elif not all(line.reaches_minimum for line in cart_.lines):
        errors["product"] = texts.STOCK_WARNING
    errors |= missing_parts(call)
    if truthy(call.request.post("affiliate_id")) and not data.get("affiliate_id"):
        errors["affiliate"] = texts.AFFILIATE_REQUIRED
    return errors


def book_order(call: Call, order_id: int, status_id: int) -> dict[str, Any]:
    """Write the order and its status, and return the answer with the cart as it is afterwards."""
    affiliate_id = as_int(text(call.data.get("affiliate_id")))
    order = draft(call, comment=call.request.post("comment"), affiliate_id=affiliate_id)
    if order_id:
        rewrite(call, order_id, order)
    else:
        order_id = create(call, order)
    change_status(call, order_id, status_id)
    answer = {"order_id": order_id, "success": texts.ORDERS_MODIFIED, "points": order.points}
    if affiliate_id:
        default = call.settings.text("config_currency")
        answer["commission"] = call.money(order.values["commission"], default)
    return {**answer, **cart_part(call)}
