"""Orders under load, crashes in the middle, repeated requests, and hostile input."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pytest_django import Settings

from migrator import settings as project
from opencart_proxy.dialects.oc3 import orders as orders3
from opencart_proxy.routes import OC3_ROUTES, OC40_ROUTES
from opencart_proxy.signals import store_event
from tests.opencart_proxy.shop import ADDRESS, COD, FLAT, GUEST, KEY, LAMP, MUG, Shop

FAILED = {"error": "Warning: The request could not be completed!"}


def _form(product_id: int, **more: Any) -> dict[str, Any]:
    return {
        **GUEST,
        "product": [{"product_id": product_id, "quantity": 1}],
        **{f"shipping_{name}": value for name, value in ADDRESS.items()},
        "shipping_method": FLAT,
        "payment_method": COD,
        "order_status_id": 1,
        **more,
    }


def _session(shop: Shop, product_id: int) -> str:
    """Return the token of an OpenCart 3 session that is ready to order."""
    token = shop.log_in()
    shop.call("api/customer", GUEST)
    shop.call("api/cart/add", {"product_id": product_id, "quantity": 1})
    shop.call("api/shipping/address", ADDRESS)
    shop.call("api/payment/address", ADDRESS)
    shop.call("api/shipping/methods", {})
    shop.call("api/shipping/method", {"shipping_method": "flat.flat"})
    shop.call("api/payment/methods", {})
    shop.call("api/payment/method", {"payment_method": "cod"})
    return token


def test_the_last_item_is_sold_once(busy_shop: Shop) -> None:
    """Six callers of two dialects confirm the only lamp at the same moment."""
    tokens = [_session(busy_shop, LAMP) for _ in range(3)]
    calls = [({"route": "api/order/add", "api_token": token}, {"x": 1}) for token in tokens]
    for number in range(3):
        form = _form(LAMP, comment=f"caller {number}")
        calls.append((busy_shop.sign({"route": "api/order", "call": "confirm"}, form), form))
    start = threading.Barrier(len(calls))

    def order(query: dict[str, Any], form: dict[str, Any]) -> Any:
        own = Shop(busy_shop.store)
        start.wait()
        return own.raw(query, form).json()

    with ThreadPoolExecutor(len(calls)) as pool:
        answers = list(pool.map(lambda call: order(*call), calls))
    assert sum("order_id" in answer for answer in answers) == 1
    assert busy_shop.sql("SELECT quantity FROM oc_product WHERE product_id = 901") == [(0,)]
    assert busy_shop.sql("SELECT COUNT(*) FROM oc_order") == [(1,)]


def test_the_same_key_at_the_same_moment_makes_one_order(busy_shop: Shop) -> None:
    form = _form(MUG)
    query = busy_shop.sign({"route": "api/order", "call": "confirm"}, form)
    start = threading.Barrier(4)

    def order(_: int) -> Any:
        own = Shop(busy_shop.store)
        start.wait()
        return own.raw(query, form, **{"Idempotency-Key": "abc"}).json()["order_id"]

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(order, range(4)))) == 1
    assert busy_shop.sql("SELECT COUNT(*) FROM oc_order") == [(1,)]


def test_a_crash_in_the_middle_of_an_order_leaves_none(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    token = _session(shop, MUG)

    def crash(*_: Any, **__: Any) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(orders3, "change_status", crash)
    response = shop.raw({"route": "api/order/add", "api_token": token}, {"x": 1})
    assert (response.status_code, response.json()) == (500, FAILED)
    for table in ("order", "order_product", "order_total", "order_history"):
        assert shop.sql(f"SELECT COUNT(*) FROM oc_{table}") == [(0,)], table
    assert len(shop.call("api/cart/products")["products"]) == 1
    monkeypatch.undo()
    assert "order_id" in shop.call("api/order/add", {})


def test_a_repeated_key_gets_the_first_answer(shop: Shop) -> None:
    token = _session(shop, MUG)
    query, key = {"route": "api/order/add", "api_token": token}, {"Idempotency-Key": "order-1"}
    first = shop.raw(query, {"comment": "a"}, **key)
    again = shop.raw(query, {"comment": "a"}, **key)
    assert again.json() == first.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    other = shop.raw(query, {"comment": "b"}, **key)
    assert other.status_code == 422
    assert shop.sql("SELECT comment FROM oc_order") == [("a",)]


def test_a_refused_order_can_be_corrected_under_the_same_key(shop: Shop) -> None:
    token = _session(shop, LAMP)
    query, key = {"route": "api/order/add", "api_token": token}, {"Idempotency-Key": "order-2"}
    shop.sql("UPDATE oc_product SET quantity = 0 WHERE product_id = 901")
    assert "error" in shop.raw(query, {"x": 1}, **key).json()
    shop.sql("UPDATE oc_product SET quantity = 1 WHERE product_id = 901")
    assert "order_id" in shop.raw(query, {"x": 1}, **key).json()


def test_others_are_told_after_the_order_is_committed(shop40: Shop) -> None:
    heard = []

    def hear(sender: str, **data: Any) -> None:
        del data["signal"]
        heard.append((sender, data, shop40.sql("SELECT COUNT(*) FROM oc_order")))

    store_event.connect(hear)
    try:
        _session(shop40, MUG)
        order_id = shop40.call("api/order/add", {})["order_id"]
        shop40.call("api/order/history", {"order_status_id": 5, "notify": "1"}, order_id=order_id)
    finally:
        store_event.disconnect(hear)
    created = {"order_id": order_id, "from": 0, "to": 1, "notify": False}
    changed = {"order_id": order_id, "from": 1, "to": 5, "notify": True}
    assert heard == [("order.created", created, [(1,)]), ("order.status_changed", changed, [(1,)])]


HOSTILE: list[Any] = [
    "'; DROP TABLE oc_order; --",
    '" OR 1=1 #',
    "%00%ff",
    "9" * 400 + "\\",
    "-1e99999",
    "☃" * 300,
    {"a": {"b": ["c"]}},
    ["x"] * 20,
]
NAMES = (
    *("product_id", "quantity", "option", "product", "key", "coupon", "voucher", "reward", "currency", "customer_id"),
    *("customer_group_id", "firstname", "email", "telephone", "custom_field", "country_id", "zone_id", "city"),
    *("payment_method", "shipping_method", "order_status_id", "affiliate_id", "order_id", "amount", "selected"),
    *("subscription_plan_id", "comment", "to_name", "to_email", "from_email", "language", "store_id"),
)


def _attack(shop: Shop, values: list[Any]) -> None:
    shop.log_in()
    shop.call("api/cart/add", {"product_id": MUG})
    for route in sorted({*OC3_ROUTES, *OC40_ROUTES} - {"api/login", "api/account/login"}):
        for value in values:
            order_id = value if isinstance(value, str) else "x"
            query = {"route": route, "api_token": shop.token, "order_id": order_id}
            response = shop.raw(query, dict.fromkeys(NAMES, value))
            assert response.status_code == 200, (route, value)
            assert response.json() is not None


def test_hostile_values_in_every_field_get_an_answer(shop40: Shop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    _attack(shop40, HOSTILE)
    assert caplog.text == ""


def test_hostile_values_do_no_harm_to_mariadb(busy_shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    _attack(busy_shop, [HOSTILE[0], HOSTILE[3], HOSTILE[5]])
    assert caplog.text == ""


def test_hostile_values_in_signed_calls_get_an_answer(shop41: Shop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    calls = {
        "api/order": ("cart", "product_add", "confirm", "extension", "affiliate"),
        "api/subscription": ("confirm",),
    }
    for route, names in calls.items():
        for name in names:
            for value in HOSTILE[:6]:
                form = {**_form(MUG), **dict.fromkeys(("option", "quantity", "reward", "coupon", "order_id"), value)}
                form["product"] = [{"product_id": MUG, "quantity": value, "option": {"300": value}}]
                assert "error" in shop41.signed(name, form, route=route) or name != "confirm"
    assert caplog.text == ""


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{", "application/json"),
        (b"[1]", "application/json"),
        (b'{"a":' * 100_000, "application/json"),
        (b"&".join([b"a[]=1"] * 10_001), "application/x-www-form-urlencoded"),
        (b"a=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"),
    ],
)
def test_a_body_that_cannot_be_read_is_a_400(shop40: Shop, body: bytes, content_type: str) -> None:
    response = shop40.client.post("/index.php?route=api/login", body, content_type=content_type)
    assert (response.status_code, response.json()) == (400, FAILED)


def test_multipart_and_json_bodies_are_read_like_forms(shop40: Shop) -> None:
    path = "/index.php?route=api/login"
    form = {"username": "Shop", "key": KEY}
    assert "api_token" in shop40.client.post(path, form).json()
    assert "api_token" in shop40.client.post(path, form, content_type="application/json").json()
    many = {f"field{number}": "x" for number in range(1_100)}
    assert shop40.client.post(path, many).status_code == 400


def test_an_unreachable_database_is_a_500_without_details(shop40: Shop, settings: Settings) -> None:
    settings.TARGET_DATABASE_URL = "mysql://root:secret@127.0.0.1:1/none"
    response = shop40.raw({"route": "api/login"}, {"key": "x"})
    assert (response.status_code, response.json()) == (500, FAILED)


def test_the_store_api_is_answered_before_any_other_middleware() -> None:
    assert project.MIDDLEWARE[0] == "opencart_proxy.views.StoreApiMiddleware"


def test_a_browser_is_told_what_it_may_send(shop40: Shop) -> None:
    response = shop40.client.options("/index.php?route=api/sale/cart")
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
