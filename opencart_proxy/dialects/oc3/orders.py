"""``api/order/…`` (store-api 13.12 to 13.14)."""

from __future__ import annotations

from typing import Any

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.dialects.listings.orders import included
from opencart_proxy.dialects.oc3.methods import choose_payment, choose_shipping
from opencart_proxy.dialects.shared import set_posted_status
from opencart_proxy.orders.draft import Draft, draft
from opencart_proxy.orders.info import order_info
from opencart_proxy.orders.status import change_status
from opencart_proxy.orders.write import create, rewrite
from opencart_proxy.orders.write import delete as delete_order
from opencart_proxy.php import as_int, truthy
from opencart_proxy.shop import vouchers

__all__ = ["add", "delete", "edit", "history", "info"]

NOT_FOUND = {"error": texts.NO_ORDER}
SUCCESS = {"success": texts.ORDERS_MODIFIED}


def _order_id(call: Call) -> int:
    return as_int(call.request.param("order_id"))


def add(call: Call) -> Any:
    """Create an order from the session, give it its status, and empty the cart."""
    error = _refused(call)
    if error:
        return {"error": error}
    order_id = create(call, _draft(call))
    _set_status(call, order_id)
    call.cart.clear()
    return {**SUCCESS, "order_id": order_id}


def edit(call: Call) -> Any:
    """Rewrite an order from the session; the cart stays."""
    order_id = _order_id(call)
    if call.db.locked("order", order_id=order_id) is None:
        return NOT_FOUND
    error = _refused(call)
    if error:
        return {"error": error}
    rewrite(call, order_id, _draft(call))
    if _set_status(call, order_id):
        call.db.delete("order_history", order_id=order_id, order_status_id=0)
    return SUCCESS


def delete(call: Call) -> Any:
    """Delete an order."""
    if call.db.row("order", order_id=_order_id(call)) is None:
        return NOT_FOUND
    delete_order(call, _order_id(call))
    return SUCCESS


def info(call: Call) -> Any:
    """Return an order, and the parts of it that ``include`` names."""
    order = order_info(call, _order_id(call))
    return NOT_FOUND if order is None else {"order": order, **included(call, _order_id(call)), **SUCCESS}


def history(call: Call) -> Any:
    """Give an order a status."""
    if not set_posted_status(call, _order_id(call)):
        return NOT_FOUND
    return {"success": texts.REWARD_APPLIED} if call.rewards_booked else SUCCESS


def _draft(call: Call) -> Draft:
    affiliate_id = as_int(call.request.post("affiliate_id"))
    return draft(call, comment=call.request.post("comment"), affiliate_id=affiliate_id)


def _set_status(call: Call, order_id: int) -> int:
    default = call.settings.text("config_order_status_id")
    status_id = as_int(call.request.post("order_status_id", default))
    change_status(call, order_id, status_id)
    return status_id


def _refused(call: Call) -> str:
    """Return the last thing that keeps the session from becoming an order, or nothing."""
    call.cart.lock()
    error = "" if "customer" in call.data else texts.CUSTOMER_NEEDED_OC3
    if "payment_address" not in call.data:
        error = texts.PAYMENT_ADDRESS_REQUIRED
    if not error and truthy(call.request.post("payment_method")):
        error = choose_payment(call)
    if "payment_method" not in call.data:
        error = texts.PAYMENT_METHOD_REQUIRED
    error = _shipping_refused(call, error) or error
    return _cart_refused(call) or error


def _shipping_refused(call: Call, error: str) -> str:
    if not call.cart.ships:
        call.session.forget("shipping_address", "shipping_method", "shipping_methods")
        return ""
    found = "" if "shipping_address" in call.data else texts.SHIPPING_ADDRESS_REQUIRED
    if not (error or found) and truthy(call.request.post("shipping_method")):
        found = choose_shipping(call)
    return found if "shipping_method" in call.data else texts.SHIPPING_METHOD_REQUIRED


def _cart_refused(call: Call) -> str:
    short = next((line for line in call.cart.lines if not line.reaches_minimum), None)
    if short:
        return texts.MINIMUM_WARNING % (short.name, short.product["minimum"])
    empty = not call.cart.lines and not vouchers.bought(call)
    out_of_stock = not call.cart.in_stock and not call.settings.flag("config_stock_checkout")
    return texts.STOCK_WARNING if empty or out_of_stock else ""
