"""The lists and catalogue calls by route (store-api 1.6, 19.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opencart_proxy import texts
from opencart_proxy.access.admission import Refused, by_token
from opencart_proxy.call import Call
from opencart_proxy.dialects.dialect import Dialect, Handler, Operation
from opencart_proxy.dialects.listings import (
    categories,
    customers,
    orders,
    page,
    products,
    write_customers,
    write_products,
)
from opencart_proxy.rules import OC41
from opencart_proxy.wire.answer import CROSS_ORIGIN, Answer

__all__ = ["CUSTOMERS", "ORDERS", "ROUTES"]

LISTINGS = Dialect(
    "listings",
    OC41,
    lambda database, request: by_token(database, request, OC41, anywhere=True),
    Answer({"error": texts.NO_PERMISSION}, 401, {"WWW-Authenticate": "Bearer"}),
    CROSS_ORIGIN,
)


class Listing(Operation):
    """A route that refuses with real status codes."""

    def refuse(self, outcome: Refused) -> Answer:
        if outcome.address:
            return Answer({"error": texts.WRONG_ADDRESS % outcome.address}, 403)
        return super().refuse(outcome)


def _listing(handler: Handler, method: str = "GET") -> Listing:
    def run(call: Call) -> Any:
        if call.request.method != method:
            return Answer({"error": texts.NOT_ALLOWED_METHOD}, 405, {"Allow": method})
        try:
            return handler(call)
        except page.InvalidError as error:
            return Answer(page.invalid(error), 400)

    return Listing(LISTINGS, run)


ROUTES: Mapping[str, Operation] = {
    "product": _listing(products.products),
    "product/info": _listing(products.info),
    "product/add": _listing(write_products.add, "POST"),
    "product/edit": _listing(write_products.edit, "POST"),
    "category": _listing(categories.categories),
    "category/info": _listing(categories.info),
    "customer/add": _listing(write_customers.add, "POST"),
    "customer/edit": _listing(write_customers.edit, "POST"),
    "customer/login": _listing(write_customers.login, "POST"),
}

ORDERS = _listing(orders.orders)
CUSTOMERS = _listing(customers.customers)
