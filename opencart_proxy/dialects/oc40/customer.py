"""``api/sale/customer``, ``api/sale/payment_address``, ``api/sale/shipping_address`` (store-api 14.4, 14.5)."""

from __future__ import annotations

from typing import Any

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.php import as_int, truthy
from opencart_proxy.shop import addresses, customers

__all__ = ["customer", "payment_address", "shipping_address"]


def customer(call: Call) -> Any:
    """Set the session's customer; nobody is logged in."""
    post, errors = call.request.post, {}
    if truthy(post("customer_id")) and call.db.row("customer", customer_id=as_int(post("customer_id"))) is None:
        errors["warning"] = texts.NO_CUSTOMER
    group_id = customers.resolved_group(call)
    if not customers.group_exists(call, group_id):
        errors["warning"] = texts.CUSTOMER_GROUP
    required = call.settings.flag("config_telephone_required")
    errors |= customers.refuse(call, group_id, telephone_required=required)
    if errors:
        return {"error": errors}
    call.data["customer"] = customers.posted_customer(call, post("customer_group_id"))
    call.session.forget("reward")
    return {"success": texts.CUSTOMER_MODIFIED}


def payment_address(call: Call) -> Any:
    """Set the payment address."""
    return _address(call, "payment", texts.PAYMENT_ADDRESS_SET)


def shipping_address(call: Call) -> Any:
    """Set the shipping address of a cart that ships."""
    if not call.cart.ships:
        return {"error": {"warning": texts.NOTHING_TO_SHIP}}
    return _address(call, "shipping", texts.SHIPPING_ADDRESS_SET)


def _address(call: Call, kind: str, success: str) -> Any:
    country = call.geography.country(as_int(call.request.post("country_id")))
    errors = addresses.check(call, country)
    if errors:
        return {"error": errors}
    address_id = call.request.body.get(f"{kind}_address_id")
    call.data[f"{kind}_address"] = addresses.posted_address(call, country, address_id=address_id)
    return {"success": success}
