"""The store API's part of the project's OpenAPI document (a drf-spectacular postprocessing hook)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from opencart_proxy import conf
from opencart_proxy.dialects.openapi.routes import MOUNT_ONLY

__all__ = ["PATHS", "Described", "add_store_api"]

PAGED = ("page", "limit", "sort", "order", "fields", "store_id", "language")
ADDRESS = ("firstname", "lastname", "company", "address_1", "address_2", "postcode", "city", "zone_id", "country_id")
CUSTOMER = ("customer_id", "customer_group_id", "firstname", "lastname", "email", "telephone", "custom_field")
PRODUCT = ("name", "description", "meta_title", "model", "price", "quantity", "status", "product_category")
BY_CALL = ("order", "subscription")
"""Paths whose route means something by its ``call`` alone."""


@dataclass(frozen=True, slots=True)
class Described:
    """One operation: query parameters, form fields, and the keys of its answer."""

    method: str
    summary: str
    query: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    answers: tuple[str, ...] = ("success",)
    statuses: tuple[int, ...] = (403,)


def _read(summary: str, answer: str, *query: str, one: bool = False) -> Described:
    statuses = (400, 401, 403, 404, 405) if one else (400, 401, 403, 405)
    return Described("get", summary, query, answers=(answer,) if one else (answer, "pagination"), statuses=statuses)


def _write(summary: str, form: tuple[str, ...], *query: str) -> Described:
    return Described("post", summary, query, form, statuses=(400, 401, 403, 404, 405))


def _step(summary: str, form: tuple[str, ...], *answers: str) -> Described:
    return Described("post", summary, form=form, answers=("success", *answers))


def _ask(summary: str, answer: str) -> Described:
    return Described("get", summary, answers=(answer,))


PATHS: Mapping[str, Described] = {
    "product": _read(
        "List products",
        "products",
        *PAGED,
        "modified_since",
        "currency",
        "filter_name",
        "filter_model",
        "filter_category_id",
        "filter_sub_category",
        "filter_manufacturer_id",
        "filter_status",
        "filter_price_min",
        "filter_price_max",
    ),
    "product/info": _read("Show a product", "product", "product_id", "currency", "fields", one=True),
    "product/add": _write("Create a product", PRODUCT),
    "product/edit": _write("Change a product", PRODUCT, "product_id"),
    "category": _read("List categories as a tree", "categories", "parent_id", "flat", "fields"),
    "category/info": _read("Show a category", "category", "category_id", "fields", one=True),
    "customer/add": _write("Register a customer", (*CUSTOMER[1:], "password", "newsletter", "status", "address")),
    "customer/edit": _write("Change a customer", (*CUSTOMER[1:], "password", "newsletter", "status"), "customer_id"),
    "customer/login": _write("Check a customer's password", ("email", "password")),
    "login": Described(
        "post", "Start a session", form=("username", "key"), answers=("success", "api_token"), statuses=(400, 429)
    ),
    "cart": _step("Add products to the cart", ("product",)),
    "cart/addProduct": _step(
        "Add one product to the cart", ("product_id", "quantity", "option", "subscription_plan_id")
    ),
    "cart/getProducts": _ask("Show the cart's lines", "products"),
    "cart/getTotals": _ask("Show the totals", "totals"),
    "customer": _step("Set the customer", CUSTOMER),
    "payment_address": _step("Set the payment address", ADDRESS),
    "payment_address/setAddress": _step("Use a saved payment address", ("payment_address_id",)),
    "shipping_address": _step("Set the shipping address", ADDRESS, "shipping_address"),
    "shipping_method": _step("Set the shipping method", ("name", "code", "cost", "tax_class_id")),
    "shipping_method/getShippingMethods": _ask("List shipping methods", "shipping_methods"),
    "payment_method": _step("Set the payment method", ("name", "code")),
    "payment_method/getPaymentMethods": _ask("List payment methods", "payment_methods"),
    "affiliate": _step("Set the affiliate", ("affiliate_id",)),
    "order": Described(
        "post", "Make an order call", ("call",), ("comment", "order_status_id"), ("success", "order_id")
    ),
    "subscription": Described("post", "Make a subscription call", ("call",), ("customer_id", "subscription_plan_id")),
}
"""Operations by path below the mount."""

LISTS: Mapping[str, Described] = {
    "order": _read(
        "List orders",
        "orders",
        *PAGED,
        "modified_since",
        "filter_order_id",
        "filter_order_status_id",
        "filter_customer_id",
        "filter_email",
        "filter_customer",
        "filter_date_added_from",
        "filter_date_added_to",
        "filter_date_modified_from",
        "filter_date_modified_to",
        "filter_total_min",
        "filter_total_max",
        "filter_store_id",
    ),
    "customer": _read(
        "List customers",
        "customers",
        *PAGED,
        "filter_name",
        "filter_email",
        "filter_customer_group_id",
        "filter_status",
        "filter_date_added_from",
        "filter_date_added_to",
    ),
}
"""Lists that share their path with an operation."""


def add_store_api(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:  # noqa: FBT001
    """Add the paths below ``STORE_API_PATH`` to the document; set as one of ``POSTPROCESSING_HOOKS``."""
    result.setdefault("components", {}).setdefault("securitySchemes", {}).update(
        {
            "storeToken": {"type": "apiKey", "in": "query", "name": "api_token"},
            "storeBearer": {"type": "http", "scheme": "bearer"},
        }
    )
    for path, described in (*PATHS.items(), *LISTS.items()):
        methods = result["paths"].setdefault(f"/{conf.mount()}/{path}", {})
        methods[described.method] = _operation(path, described)
    return result


def _operation(path: str, described: Described) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": f"store_{described.method}_{path.replace('/', '_')}",
        "summary": described.summary,
        "description": _elsewhere(path, described),
        "tags": ["Store API"],
        "security": [] if path == "login" else [{"storeToken": []}, {"storeBearer": []}],
        "parameters": [{"name": name, "in": "query", "schema": {"type": "string"}} for name in described.query],
        "responses": {"200": _response("The answer", described.answers)},
    }
    operation["responses"] |= {str(status): _response("The error", ["error"]) for status in described.statuses}
    if described.form:
        schema = {"type": "object", "properties": {name: {} for name in described.form}}
        operation["requestBody"] = {"content": {"application/x-www-form-urlencoded": {"schema": schema}}}
    return operation


def _elsewhere(path: str, described: Described) -> str:
    if path in MOUNT_ONLY and described.method != "get":
        return "Only here: the route of this name is OpenCart 3's."
    call = "&call=…" if path in BY_CALL and described.method != "get" else ""
    return f"Also as `index.php?route=api/{path}{call}`."


def _response(description: str, keys: Iterable[str]) -> dict[str, Any]:
    schema = {"type": "object", "properties": {key: {} for key in keys}}
    return {"description": description, "content": {"application/json": {"schema": schema}}}
