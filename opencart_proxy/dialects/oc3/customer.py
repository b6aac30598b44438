"""``api/customer``, ``api/payment/address``, ``api/shipping/address``, ``api/currency`` (store-api 13.6, 13.7, 13.11)."""

from __future__ import annotations

from typing import Any

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.php import as_int, cell, truthy
from opencart_proxy.shop import addresses, customers

__all__ = ["currency", "customer", "payment_address", "shipping_address"]


def customer(call: Call) -> Any:
    """Set the session's customer; a known id is logged in even when the rest is refused."""
    call.session.forget("customer")
    post, errors = call.request.post, {}
    if truthy(post("customer_id")):
        row = call.db.row("customer", customer_id=as_int(post("customer_id")), status=1)
        if row is None:
            errors["warning"] = texts.SELECT_CUSTOMER
        else:
            customers.log_in(call, row)
    group_id = _group(call)
    errors |= customers.refuse(call, group_id, telephone_required=True)
    if errors:
        return {"error": errors}
    call.data["customer"] = customers.posted_customer(call, cell(group_id))
    return {"success": texts.CUSTOMER_MODIFIED}


def _group(call: Call) -> int:
    posted = call.request.post("customer_group_id")
    shown = call.settings.names("config_customer_group_display")
    return as_int(posted) if posted in shown else call.group_id


def payment_address(call: Call) -> Any:
    """Set the payment address."""
    call.session.forget("payment_address", "payment_method", "payment_methods")
    return _address(call, "payment", 32, texts.PAYMENT_ADDRESS_SET)


def shipping_address(call: Call) -> Any:
    """Set the shipping address of a cart that ships."""
    call.session.forget("shipping_address", "shipping_method", "shipping_methods")
    return _address(call, "shipping", 128, texts.SHIPPING_ADDRESS_SET) if call.cart.ships else []


def _address(call: Call, kind: str, longest_city: int, success: str) -> Any:
    country = call.geography.country(as_int(call.request.post("country_id")))
    errors = addresses.check(call, country, longest_city=longest_city)
    if errors:
        return {"error": errors}
    call.data[f"{kind}_address"] = addresses.posted_address(call, country)
    return {"success": success}


def currency(call: Call) -> Any:
    """Set the session's currency, enabled or not."""
    code = call.request.post("currency")
    if code not in call.currencies.rows:
        return {"error": texts.CURRENCY_INVALID}
    call.data["currency"] = code
    call.session.forget("shipping_method", "shipping_methods")
    return {"success": texts.CURRENCY_CHANGED}
