"""A small shop for the store API's tests, and a client that talks to it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote_plus

from django.http import HttpResponse
from django.test import Client
from sqlalchemy import event, text

from migrator.stores import Store
from opencart_proxy.database import Database, transaction

KEY = "k" * 64
ADDRESS = {
    "firstname": "Gwen",
    "lastname": "Guest",
    "company": "",
    "address_1": "1 High Street",
    "address_2": "",
    "postcode": "PR1 2AB",
    "city": "Preston",
    "zone_id": 3563,
    "country_id": 222,
}
GUEST = {
    "customer_id": 0,
    "customer_group_id": 1,
    "firstname": "Gwen",
    "lastname": "Guest",
    "email": "gwen@example.com",
    "telephone": "555 1234",
}
FLAT = {"name": "Flat Shipping Rate", "code": "flat.flat", "cost": "5.00", "tax_class_id": 9}
COD = {"name": "Cash On Delivery", "code": "cod.cod"}
MUG, LAMP, PAPER = 900, 901, 902

SETTINGS = {
    "total_sub_total": {"status": "1", "sort_order": "1"},
    "total_reward": {"status": "1", "sort_order": "2"},
    "total_shipping": {"status": "1", "sort_order": "3"},
    "total_coupon": {"status": "1", "sort_order": "4"},
    "total_tax": {"status": "1", "sort_order": "5"},
    "total_credit": {"status": "1", "sort_order": "7"},
    "total_total": {"status": "1", "sort_order": "9"},
    "shipping_flat": {"status": "1", "sort_order": "1", "cost": "5.00", "tax_class_id": "9", "geo_zone_id": "0"},
    "payment_cod": {"status": "1", "sort_order": "1", "geo_zone_id": "0", "total": "0"},
}
"""Modules that the shop has; every setting is named ``<code>_<key>``."""


WRITTEN = (
    *("api", "api_ip", "api_session", "api_history", "session", "cart", "customer", "customer_ip", "customer_login"),
    *("order", "order_product", "order_option", "order_total", "order_history", "order_subscription", "order_voucher"),
    *("coupon", "coupon_history", "customer_reward", "customer_transaction", "customer_approval", "address"),
    *(
        "voucher",
        "voucher_history",
        "subscription",
        "subscription_product",
        "subscription_history",
        "customer_affiliate",
    ),
)
PRODUCT_TABLES = (
    *("product", "product_to_store", "product_description"),
    *("product_reward", "product_discount", "product_special"),
)
"""Tables that the tests write, wholly or with rows of their products; emptied, a used shop is a fresh one."""


def fill(store: Store) -> None:
    """Add an API user, modules, three products and a customer to an OpenCart 4, installed or used by a test before."""
    with transaction(store) as db:
        for name in WRITTEN:
            if db.has(name):
                db.delete(name)
        for name in PRODUCT_TABLES:
            if db.has(name):
                db.delete(name, product_id=[MUG, LAMP, PAPER])
        db.delete("extension", type=["total", "shipping", "payment"])
        for code, values in SETTINGS.items():
            kind, _, name = code.partition("_")
            db.insert("extension", extension="opencart", type=kind, code=name)
            db.delete("setting", code=code)
            for key, value in values.items():
                db.insert("setting", store_id=0, code=code, key=f"{code}_{key}", value=value, serialized=0)
        db.insert("api", api_id=50, username="Shop", key=KEY, status=1)
        db.insert("api_ip", api_id=50, ip="127.0.0.1")
        _product(db, MUG, "Mug", price="10.0000", quantity=20, tax_class_id=9, points=40)
        _product(db, LAMP, "Lamp", price="25.0000", quantity=1, tax_class_id=9)
        _product(db, PAPER, "E-Paper", price="3.0000", quantity=9, tax_class_id=0, shipping=0)
        db.insert("product_reward", product_id=MUG, customer_group_id=1, points=7)
        db.insert(
            "customer",
            customer_id=70,
            customer_group_id=1,
            language_id=1,
            firstname="Rita",
            lastname="Regular",
            email="rita@example.com",
            telephone="12345",
            custom_field="",
            status=1,
            date_added="2026-01-01 00:00:00",
        )
        db.insert("customer_reward", customer_id=70, points=100, date_added="2026-01-01 00:00:00")
        db.insert("coupon", coupon_id=30, name="Tenth", code="TENTH", type="P", discount="10", total="0", status=1)


def _product(db: Database, product_id: int, name: str, **values: Any) -> None:
    row = {"shipping": 1, "subtract": 1, "minimum": 1, "status": 1, "date_available": "2020-01-01", "weight": "0.5"}
    db.insert("product", product_id=product_id, model=name.upper(), weight_class_id=1, **{**row, **values})
    db.insert("product_to_store", product_id=product_id, store_id=0)
    db.insert("product_description", product_id=product_id, language_id=1, name=name, meta_title=name)


class Shop:
    """The filled store with a client of the API; answers come as JSON."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.client = Client(headers={"host": "shop.example"})
        self.token = ""

    def sql(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        """Run a statement with ``oc_`` tables; return its rows as tuples."""
        with self.store.begin() as connection:
            result = connection.execute(text(statement), values)
            return [tuple(row) for row in result] if result.returns_rows else []

    def insert(self, table: str, **values: Any) -> None:
        """Insert a row; columns without a value get a neutral one."""
        with transaction(self.store) as db:
            db.insert(table, **values)

    def raw(self, query: Mapping[str, Any], form: Any = None, **headers: str) -> HttpResponse:
        """Send one request to ``index.php`` and return the response."""
        path = "/index.php?" + "&".join(f"{name}={quote_plus(str(value))}" for name, value in query.items())
        if form is None:
            return self.client.get(path, headers=headers)
        return self.client.post(path, encoded(form), content_type="application/x-www-form-urlencoded", headers=headers)

    def log_in(self, route: str = "api/login") -> str:
        """Start a session."""
        self.token = self.raw({"route": route}, {"username": "Shop", "key": KEY}).json()["api_token"]
        return self.token

    def call(self, route: str, form: Any = None, **query: Any) -> Any:
        """Call a route with the session's token."""
        return self.raw({"route": route, "api_token": self.token, **query}, form).json()

    def signed(self, call: str, form: Any = None, route: str = "api/order", **headers: str) -> Any:
        """Make a signed 4.1 call."""
        return self.raw(self.sign({"route": route, "call": call}, form or {}), form or {}, **headers).json()

    def sign(self, query: dict[str, Any], form: Any, key: str = KEY, at: float | None = None) -> dict[str, Any]:
        """Return the query of a 4.1 call with its signature."""
        query = {"username": "Shop", "store_id": 0, "language": "en-gb", "currency": "USD", **query}
        stamp = int(time.time() if at is None else at)
        body = hashlib.md5(encoded(form).encode()).hexdigest()
        values = [query["route"], query["call"], query["username"], "shop.example", "/"]
        values += [query["store_id"], query["language"], query["currency"], body, stamp]
        text_ = "".join(f"{value}\n" for value in values)
        digest = hmac.new(key.encode(), text_.encode(), hashlib.sha1).digest()
        return {**query, "time": stamp, "signature": base64.b64encode(digest).decode()}

    @contextmanager
    def counted(self) -> Iterator[list[str]]:
        """Collect the statements that are sent to the database meanwhile."""
        statements: list[str] = []

        def note(_: Any, __: Any, statement: str, *___: Any) -> None:
            statements.append(statement)

        event.listen(self.store.engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(self.store.engine, "before_cursor_execute", note)


def encoded(form: Any) -> str:
    """Write nested values as a form; what is left bare is what PHP leaves bare."""
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in _flat(form))


def _quoted(value: str) -> str:
    return quote_plus(value).replace("~", "%7E")


def _flat(value: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        name = f"{prefix}[{key}]" if prefix else str(key)
        if isinstance(item, dict | list):
            yield from _flat(item, name)
        else:
            yield name, str(item)


def to_json(response: HttpResponse) -> Any:
    """Return the JSON of a response."""
    return json.loads(response.content)
