"""The operations behind the OpenAPI paths (store-api 18.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.dialects.oc41 import steps
from opencart_proxy.dialects.oc41.calls import ORDER_CALLS, Step
from opencart_proxy.dialects.oc41.cart_part import products, totals
from opencart_proxy.dialects.oc41.confirm import confirm
from opencart_proxy.dialects.oc41.subscription import SUBSCRIPTION_CALLS
from opencart_proxy.php import as_int, cell, fields, truthy
from opencart_proxy.shop.addresses import customer_address
from opencart_proxy.shop.customers import log_in

__all__ = [
    "customer",
    "get_products",
    "get_totals",
    "order_call",
    "order_confirm",
    "payment_address",
    "payment_method",
    "set_payment_address",
    "shipping_address",
    "shipping_method",
    "subscription_call",
]


def get_products(call: Call) -> Any:
    """Return the cart's lines."""
    return {"products": products(call)}


def get_totals(call: Call) -> Any:
    """Return the totals."""
    return {"totals": totals(call)}


def customer(call: Call) -> Any:
    """Set the customer; only an id that is posted is logged in."""
    errors = steps.customer_errors(call)
    if errors:
        return {"error": errors}
    customer_id = as_int(call.request.post("customer_id"))
    row = call.db.row("customer", customer_id=customer_id, status=1) if customer_id else None
    if row is not None:
        log_in(call, row)
    return steps.keep_customer(call)


def _with_prefix(call: Call, prefix: str) -> None:
    """Let fields without the prefix count as if they had it; a prefixed one is preferred."""
    body = call.request.body
    plain = {prefix + name: value for name, value in body.items() if not name.startswith(prefix)}
    call.request = call.request.with_body({**plain, **body})


def payment_address(call: Call) -> Any:
    """Set the payment address."""
    _with_prefix(call, "payment_")
    return steps.address(call, "payment")


def set_payment_address(call: Call) -> Any:
    """Set the payment address to one that the logged-in customer has saved."""
    found = customer_address(call, as_int(call.request.post("payment_address_id")))
    if found is None:
        return {"error": texts.NO_ADDRESS}
    call.data["payment_address"] = found
    return {"success": texts.PAYMENT_ADDRESS_SET}


def shipping_address(call: Call) -> Any:
    """Set the shipping address and show it."""
    _with_prefix(call, "shipping_")
    answer = steps.address(call, "shipping")
    return answer if "error" in answer else {**answer, "shipping_address": call.data["shipping_address"]}


def _nested(call: Call, name: str, keys: tuple[str, ...]) -> None:
    """Let a method's fields stand at the top level of the body."""
    body = call.request.body
    top = {key: body[key] for key in keys if key in body}
    call.request = call.request.with_body({**body, name: {**top, **fields(body.get(name))}})


def shipping_method(call: Call) -> Any:
    """Set the shipping method, which may cost nothing."""
    _nested(call, "shipping_method", ("name", "code", "cost", "tax_class_id"))
    return steps.shipping_method(call, free=True)


def payment_method(call: Call) -> Any:
    """Set the payment method."""
    _nested(call, "payment_method", ("name", "code"))
    return steps.payment_method(call)


def _named(calls: Mapping[str, Step]) -> Callable[[Call], Any]:
    def run(call: Call) -> Any:
        step = calls.get(call.request.param("call"))
        if step is None:
            return {"error": texts.NO_CALL}
        _keep_absent(call)
        return step(call)

    return run


def _keep_absent(call: Call) -> None:
    """Take what the steps would reset when it is absent from the session."""
    body = call.request.body
    kept = {name: cell(call.data[name]) for name in ("affiliate_id", "reward") if truthy(call.data.get(name))}
    call.request = call.request.with_body({**kept, **body})


order_call = _named(ORDER_CALLS)
subscription_call = _named(SUBSCRIPTION_CALLS)


def order_confirm(call: Call) -> Any:
    """Confirm the order in the session; without a status it gets the store's, and the cart is emptied."""
    _keep_absent(call)
    call.cart.lock()
    if not call.cart.in_stock and not call.settings.flag("config_stock_checkout"):
        return {"error": {"product": texts.STOCK_WARNING}}
    default = call.settings.text("config_order_status_id")
    call.request = call.request.with_body({"order_status_id": default, **call.request.body})
    answer = confirm(call)
    if "error" not in answer:
        call.cart.clear()
    return answer
