"""``api/sale/shipping_method…``, ``api/sale/payment_method…`` (store-api 14.6, 14.7)."""

from __future__ import annotations

from typing import Any

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.php import fields
from opencart_proxy.shop import payment, shipping, vouchers

__all__ = ["payment_methods", "save_payment", "save_shipping", "shipping_methods"]


def shipping_methods(call: Call) -> Any:
    """List the shipping methods, and keep the list in the session."""
    if not call.cart.ships:
        return {"error": texts.NOTHING_TO_SHIP}
    if "shipping_address" not in call.data:
        return {"error": texts.SHIPPING_ADDRESS_REQUIRED}
    offered = shipping.quotes(call, fields(call.data["shipping_address"]))
    if not offered:
        return {"error": texts.NO_SHIPPING_OPTIONS}
    call.data["shipping_methods"] = offered
    return {"shipping_methods": offered}


def save_shipping(call: Call) -> Any:
    """Choose a shipping method among the listed ones."""
    if not call.cart.ships:
        return {"error": texts.NOTHING_TO_SHIP}
    quote = shipping.chosen_quote(call.data.get("shipping_methods"), call.request.post("shipping_method"))
    if quote is None:
        return {"error": texts.SHIPPING_METHOD_REQUIRED}
    if "shipping_address" not in call.data:
        return {"error": texts.SHIPPING_ADDRESS_REQUIRED}
    call.data["shipping_method"] = quote
    return {"success": texts.SHIPPING_METHOD_SET}


def _lacks_address(call: Call) -> bool:
    return call.settings.flag("config_checkout_payment_address") and "payment_address" not in call.data


def payment_methods(call: Call) -> Any:
    """List the payment methods, and keep the list in the session."""
    if _lacks_address(call):
        return {"error": texts.PAYMENT_ADDRESS_REQUIRED}
    if not call.cart.lines and not vouchers.bought(call):
        return {"error": texts.PRODUCTS_REQUIRED}
    offered = payment.methods(call, _address(call))
    if not offered:
        return {"error": texts.NO_PAYMENT_OPTIONS}
    call.data["payment_methods"] = offered
    return {"payment_methods": offered}


def _address(call: Call) -> dict[str, Any]:
    payment_address = fields(call.data.get("payment_address"))
    if payment_address or not call.settings.flag("config_checkout_shipping_address"):
        return payment_address
    return fields(call.data.get("shipping_address"))


def save_payment(call: Call) -> Any:
    """Choose a payment method among the listed ones.

    A call spelled with ``|``, as 4.0.1.1 and older did, may name a method that has one option by its plain code.
    """
    stored, code = call.data.get("payment_methods"), call.request.post("payment_method")
    if "|" in call.request.route and "." not in code:
        options = fields(fields(fields(stored).get(code)).get("option"))
        code = f"{code}.{next(iter(options))}" if len(options) == 1 else code
    method = payment.chosen_method(stored, code, options=True)
    if method is None:
        return {"error": texts.PAYMENT_METHOD_REQUIRED}
    if _lacks_address(call):
        return {"error": texts.PAYMENT_ADDRESS_REQUIRED}
    call.data["payment_method"] = method
    return {"success": texts.PAYMENT_METHOD_SET}
