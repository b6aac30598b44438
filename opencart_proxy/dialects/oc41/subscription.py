"""``api/subscription``'s calls (store-api 17.1, 17.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.database import Row
from opencart_proxy.dialects.oc41 import steps
from opencart_proxy.dialects.oc41.calls import CartRefused, Step, composed, offered_payment, offered_shipping, take
from opencart_proxy.dialects.oc41.cart_part import cart_part
from opencart_proxy.dialects.oc41.cart_step import cart, product_add
from opencart_proxy.dialects.shared import missing_parts
from opencart_proxy.php import as_int, cell, loads, truthy
from opencart_proxy.shop.addresses import customer_address
from opencart_proxy.subscriptions.from_orders import add_history
from opencart_proxy.subscriptions.write import write_subscription

__all__ = ["SUBSCRIPTION_CALLS"]

SECRETS = frozenset({"password", "salt", "token", "code"})


def customer(call: Call) -> dict[str, Any]:
    """Set the customer by id; they are logged in by their address."""
    row = call.db.row("customer", customer_id=as_int(call.request.post("customer_id")))
    if row is None:
        return {"error": {"warning": texts.NO_CUSTOMER}}
    steps.log_in_by_email(call, row["email"])
    shown = {name: cell(value) for name, value in row.items() if name not in SECRETS}
    call.data["customer"] = {**shown, "custom_field": loads(row["custom_field"]) or []}
    return {"success": texts.CUSTOMER_MODIFIED}


def addresses(call: Call) -> dict[str, Any]:
    """Set both addresses by id; those of other customers are passed over."""
    for kind in ("payment", "shipping"):
        found = customer_address(call, as_int(call.request.post(f"{kind}_address_id")))
        if found:
            call.data[f"{kind}_address"] = found
    return {}


def _call(answering: Step, *taken: Step, part: bool) -> Step:
    return composed(answering, customer, cart, addresses, *taken, part=part, with_totals=False)


def confirm(call: Call) -> dict[str, Any]:
    """Write the subscription that the body describes: a new one without ``subscription_id``."""
    try:
        take(call, (customer, cart, addresses, steps.shipping_method, steps.payment_method))
    except CartRefused as refused:
        return refused.answer
    part = cart_part(call, with_totals=False)
    plan = _plan(call)
    errors = _refused(call, plan)
    if errors or plan is None:
        return {"error": errors, **part}
    subscription_id = as_int(call.request.post("subscription_id"))
    written = write_subscription(call, subscription_id, plan)
    created = {} if subscription_id else {"subscription_id": written}
    return {"success": texts.ORDERS_MODIFIED, **created, **part}


def _plan(call: Call) -> Row | None:
    plan, named = call.db.table("subscription_plan"), call.db.table("subscription_plan_description")
    return call.db.one(
        select(plan)
        .join(named, named.c.subscription_plan_id == plan.c.subscription_plan_id)
        .where(
            plan.c.subscription_plan_id == as_int(call.request.post("subscription_plan_id")),
            named.c.language_id == call.language_id,
        )
    )


def _refused(call: Call, plan: Row | None) -> dict[str, str]:
    found, errors = call.cart, {}
    if "customer" not in call.data:
        errors["customer"] = texts.CUSTOMER_REQUIRED
    if plan is None:
        errors["subscription_plan"] = texts.SUBSCRIPTION_PLAN_REQUIRED
    out_of_stock = not found.in_stock and not call.settings.flag("config_stock_checkout")
    if not found.lines:
        errors["product"] = texts.PRODUCTS_REQUIRED
    elif out_of_stock or not all(line.reaches_minimum for line in found.lines):
        errors["product"] = texts.STOCK_WARNING
    return {**errors, **missing_parts(call)}


def history_add(call: Call) -> dict[str, Any]:
    """Give a subscription a status."""
    post = call.request.post
    subscription_id = as_int(post("subscription_id"))
    if call.db.row("subscription", subscription_id=subscription_id) is None:
        return {"error": texts.SUBSCRIPTION_REQUIRED}
    add_history(
        call,
        subscription_id,
        as_int(post("subscription_status_id")),
        comment=post("comment"),
        notify=truthy(post("notify")),
    )
    return {"success": texts.SUBSCRIPTIONS_MODIFIED}


SUBSCRIPTION_CALLS: Mapping[str, Step] = {
    "cart": _call(cart, steps.shipping_method, steps.payment_method, part=True),
    "product_add": _call(product_add, product_add, part=True),
    "shipping_methods": _call(offered_shipping, offered_shipping, part=False),
    "payment_methods": _call(offered_payment, steps.shipping_method, offered_payment, part=False),
    "confirm": confirm,
    "history_add": history_add,
}
"""Calls of ``api/subscription``."""
