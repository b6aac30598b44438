"""``api/shipping/methods``, ``api/payment/methods`` and the choice among them (store-api 13.8)."""

from __future__ import annotations

from typing import Any

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.php import fields
from opencart_proxy.shop import payment, shipping

__all__ = [
    "choose_payment",
    "choose_shipping",
    "payment_method",
    "payment_methods",
    "shipping_method",
    "shipping_methods",
]


def shipping_methods(call: Call) -> Any:
    """List the shipping methods, and keep the list in the session."""
    call.session.forget("shipping_method", "shipping_methods")
    if not call.cart.ships:
        return {"shipping_methods": []}
    if "shipping_address" not in call.data:
        return {"error": texts.SHIPPING_ADDRESS_REQUIRED}
    offered = shipping.quotes(call, fields(call.data["shipping_address"]))
    if not offered:
        return {"shipping_methods": [], "error": texts.NO_SHIPPING_OPTIONS}
    call.data["shipping_methods"] = offered
    return {"shipping_methods": offered}


def choose_shipping(call: Call) -> str:
    """Choose the posted method among the listed ones; return what is wrong with it."""
    if not call.data.get("shipping_methods"):
        return texts.NO_SHIPPING_OPTIONS
    quote = shipping.chosen_quote(call.data["shipping_methods"], call.request.post("shipping_method"))
    if quote is None:
        return texts.SHIPPING_METHOD_REQUIRED
    call.data["shipping_method"] = quote
    return ""


def shipping_method(call: Call) -> Any:
    """Choose a shipping method."""
    call.session.forget("shipping_method")
    if not call.cart.ships:
        call.session.forget("shipping_address", "shipping_methods")
        return []
    error = "" if "shipping_address" in call.data else texts.SHIPPING_ADDRESS_REQUIRED
    error = choose_shipping(call) or error
    if error:
        call.session.forget("shipping_method")
        return {"error": error}
    return {"success": texts.SHIPPING_METHOD_SET}


def payment_methods(call: Call) -> Any:
    """List the payment methods, and keep the list in the session."""
    call.session.forget("payment_method", "payment_methods")
    if "payment_address" not in call.data:
        return {"error": texts.PAYMENT_ADDRESS_REQUIRED}
    offered = payment.methods(call, fields(call.data["payment_address"]))
    if not offered:
        return {"payment_methods": [], "error": texts.NO_PAYMENT_OPTIONS_OC3}
    call.data["payment_methods"] = offered
    return {"payment_methods": offered}


def choose_payment(call: Call) -> str:
    """Choose the posted method among the listed ones; return what is wrong with it."""
    if not call.data.get("payment_methods"):
        return texts.NO_PAYMENT_OPTIONS_OC3
    code = call.request.post("payment_method")
    method = payment.chosen_method(call.data["payment_methods"], code, options=False)
    if method is None:
        return texts.PAYMENT_METHOD_REQUIRED
    call.data["payment_method"] = method
    return ""


def payment_method(call: Call) -> Any:
    """Choose a payment method."""
    call.session.forget("payment_method")
    error = "" if "payment_address" in call.data else texts.PAYMENT_ADDRESS_REQUIRED
    error = choose_payment(call) or error
    if error:
        call.session.forget("payment_method")
        return {"error": error}
    return {"success": texts.PAYMENT_METHOD_SET}
