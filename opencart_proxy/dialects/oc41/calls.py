"""``api/order``'s calls: which steps they take, and what they answer (store-api 15.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.dialects.oc41 import steps
from opencart_proxy.dialects.oc41.cart_part import cart_part
from opencart_proxy.dialects.oc41.cart_step import cart, product_add
from opencart_proxy.dialects.shared import set_posted_status
from opencart_proxy.php import as_int, fields
from opencart_proxy.shop import payment, shipping

__all__ = [
    "ORDER_CALLS",
    "CartRefused",
    "Step",
    "composed",
    "offered_payment",
    "offered_shipping",
    "payment_address",
    "shipping_address",
    "take",
]

Step = Callable[[Call], dict[str, Any]]

payment_address: Step = partial(steps.address, kind="payment")
shipping_address: Step = partial(steps.address, kind="shipping")


def extension(call: Call) -> dict[str, Any]:
    """Run all extension steps; answer for the one that the query's ``code`` names."""
    return steps.extensions(call).get(call.request.param("code"), {})


def take(call: Call, taken: tuple[Step, ...], answering: Step | None = None) -> dict[str, Any]:
    """Take steps in order and return the answer of ``answering``; a cart with errors ends the call at once.

    The cart's errors do not end a call that answers with them.
    """
    answer: dict[str, Any] = {}
    for step in taken:
        found = step(call)
        if step is answering:
            answer = found
        elif step is cart and "error" in found:
            raise CartRefused(found)
    return answer


class CartRefused(Exception):
    """The cart step found errors; ``answer`` is the call's."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__()
        self.answer = answer


def composed(answering: Step, *taken: Step, part: bool, with_totals: bool = True) -> Step:
    """Return a call that takes ``taken``, answers for one of them, and shows the cart if ``part``."""

    def run(call: Call) -> dict[str, Any]:
        try:
            answer = take(call, taken, answering)
        except CartRefused as refused:
            return refused.answer
        return {**answer, **cart_part(call, with_totals=with_totals)} if part else answer

    return run


def offered_shipping(call: Call) -> dict[str, Any]:
    """Return the shipping methods for the session's address."""
    error = "" if "customer" in call.data else texts.CUSTOMER_REQUIRED
    if not call.cart.ships:
        error = texts.NOTHING_TO_SHIP
    elif "shipping_address" not in call.data:
        error = texts.SHIPPING_ADDRESS_REQUIRED
    if error:
        return {"error": error}
    offered = shipping.quotes(call, fields(call.data["shipping_address"]))
    return {"shipping_methods": offered} if offered else {"error": texts.NO_SHIPPING_OPTIONS}


def offered_payment(call: Call) -> dict[str, Any]:
    """Return the payment methods for the session."""
    error = steps.payment_refused(call)
    if error:
        return {"error": error}
    offered = payment.methods(call, fields(call.data.get("payment_address")))
    return {"payment_methods": offered} if offered else {"error": texts.NO_PAYMENT_OPTIONS}


def history_add(call: Call) -> dict[str, Any]:
    """Give an order a status."""
    found = set_posted_status(call, as_int(call.request.post("order_id")))
    return {"success": texts.ORDERS_MODIFIED} if found else {"error": texts.NO_ORDER}


CUSTOMER_AND_CART = (steps.customer, cart, payment_address, shipping_address)
TO_PAYMENT = (*CUSTOMER_AND_CART, steps.shipping_method)

ORDER_CALLS: Mapping[str, Step] = {
    "customer": steps.customer,
    "payment_address": payment_address,
    "shipping_address": composed(shipping_address, cart, shipping_address, part=False),
    "cart": composed(cart, *CUSTOMER_AND_CART, extension, steps.shipping_method, steps.payment_method, part=True),
    "product_add": composed(
        product_add,
        *CUSTOMER_AND_CART,
        product_add,
        steps.shipping_method,
        steps.payment_method,
        extension,
        part=True,
    ),
    "shipping_methods": composed(offered_shipping, *CUSTOMER_AND_CART, offered_shipping, part=False),
    "shipping_method": composed(
        steps.shipping_method,
        steps.customer,
        cart,
        shipping_address,
        payment_address,
        steps.shipping_method,
        extension,
        part=True,
    ),
    "payment_methods": composed(offered_payment, *TO_PAYMENT, offered_payment, part=False),
    "payment_method": composed(steps.payment_method, *TO_PAYMENT, steps.payment_method, extension, part=True),
    "extension": composed(extension, *TO_PAYMENT, steps.payment_method, steps.affiliate, extension, part=True),
    "affiliate": steps.affiliate,
    "history_add": history_add,
}
"""Calls of ``api/order`` but ``confirm``."""
