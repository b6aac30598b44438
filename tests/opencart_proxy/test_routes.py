"""Which operation a request means, and that the document names them all."""

from __future__ import annotations

from typing import Any

import pytest

from opencart_proxy.dialects.listings.routes import CUSTOMERS, ORDERS
from opencart_proxy.dialects.listings.routes import ROUTES as LISTING_ROUTES
from opencart_proxy.dialects.oc41.routes import CALLS, NO_CALL
from opencart_proxy.dialects.openapi.routes import MOUNT_ONLY, ORDER_CONFIRM
from opencart_proxy.dialects.openapi.routes import PATHS as OPENAPI_PATHS
from opencart_proxy.routes import OC3_ROUTES, OC40_ROUTES, resolve
from opencart_proxy.schema import LISTS, PATHS, add_store_api
from opencart_proxy.wire.request import Request


def _request(query: dict[str, Any], body: dict[str, Any] | None = None, operation: str | None = None) -> Request:
    method = "GET" if body is None else "POST"
    return Request(method, "http", "shop.example", "/", "127.0.0.1", query, body or {}, {}, operation)


@pytest.mark.parametrize("spelled", ["api/sale/cart.add", "api/sale/cart|add", "api/sale/cart.add/"])
def test_both_separators_of_40_mean_the_same(spelled: str) -> None:
    assert resolve(_request({"route": spelled})) is OC40_ROUTES["api/sale/cart.add"]


def test_the_default_method_of_40_may_be_named() -> None:
    assert resolve(_request({"route": "api/sale/cart.index"})) is OC40_ROUTES["api/sale/cart"]
    assert resolve(_request({"route": "api/sale/cart/add"})) is None


def test_a_signature_makes_a_call_of_41() -> None:
    signed = {"signature": "x", "call": "cart"}
    assert resolve(_request({"route": "api/order", **signed})) is CALLS["api/order", "cart"]
    assert resolve(_request({"route": "API/Subscription", **signed})) is CALLS["api/subscription", "cart"]
    assert resolve(_request({"route": "api/order", "signature": "x", "call": "nope"})) is NO_CALL
    assert resolve(_request({"route": "api/cart.addProduct", **signed})) is None


def test_a_call_without_signature_is_the_openapi_one() -> None:
    assert resolve(_request({"route": "api/order", "call": "cart"}, {})) is OPENAPI_PATHS["order"]
    assert resolve(_request({"route": "api/order", "call": "confirm"}, {})) is ORDER_CONFIRM


def test_what_is_only_read_is_a_list() -> None:
    assert resolve(_request({"route": "api/order"})) is ORDERS
    assert resolve(_request({"route": "api/customer"})) is CUSTOMERS
    assert resolve(_request({"route": "api/order"}, {"x": "1"})) is None
    assert resolve(_request({"route": "api/customer"}, {"x": "1"})) is OC3_ROUTES["api/customer"]


def test_login_and_customer_differ_below_the_mount() -> None:
    for path in ("login", "customer"):
        assert resolve(_request({}, {"x": "1"}, path)) is MOUNT_ONLY[path]
        assert resolve(_request({"route": f"api/{path}"}, {"x": "1"})) is OC3_ROUTES[f"api/{path}"]


@pytest.mark.parametrize("route", ["", "common/home", "api/", "api/cart/Add", "api/order.index", "api/sale/nothing"])
def test_other_routes_mean_nothing(route: str) -> None:
    assert resolve(_request({"route": route})) is None


def test_every_path_is_documented() -> None:
    assert set(PATHS) == {*OPENAPI_PATHS, *MOUNT_ONLY, *LISTING_ROUTES}
    assert set(LISTS) == {"order", "customer"}
    document = add_store_api({"paths": {}}, None, None, public=True)
    assert set(document["paths"]["/store-api/order"]) == {"get", "post"}
    names = [operation["operationId"] for methods in document["paths"].values() for operation in methods.values()]
    assert len(names) == len(set(names)) == len(PATHS) + len(LISTS)


def test_the_document_says_which_paths_are_routes_too() -> None:
    document = add_store_api({"paths": {}}, None, None, public=True)
    for path, methods in document["paths"].items():
        name = path.removeprefix("/store-api/")
        for method, operation in methods.items():
            body = None if method == "get" else {"x": "1"}
            query = {"call": "cart"} if "&call=" in operation["description"] else {}
            same = resolve(_request({"route": f"api/{name}", **query}, body)) is resolve(_request(query, body, name))
            assert same == operation["description"].startswith("Also as "), (path, method)
