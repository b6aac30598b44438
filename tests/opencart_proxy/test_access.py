"""Who is let in, who is not, and what a refusal gives away."""

from __future__ import annotations

import time

import pytest
from django.core.cache import caches
from pytest_django import Settings

from opencart_proxy.routes import OC3_ROUTES, OC40_ROUTES
from tests.opencart_proxy.shop import KEY, Shop

TEXT = {"error": "Warning: You do not have permission to access the API!"}
AS_MAP = {"error": {"warning": "Warning: You do not have permission to access the API!"}}
NO_PAGE = {"error": "You do not have permission to access this page."}
SHAPED = {
    "api/cart/add": AS_MAP,
    "api/cart/products": AS_MAP,
    "api/voucher/add": AS_MAP,
    "api/customer": AS_MAP,
    "api/payment/address": AS_MAP,
    "api/shipping/address": [],
}


def test_every_opencart_3_route_refuses_in_its_own_shape(shop40: Shop) -> None:
    for route in sorted(set(OC3_ROUTES) - {"api/login"}):
        response = shop40.raw({"route": route, "api_token": "0" * 26}, {"x": 1})
        assert (response.status_code, response.json()) == (200, SHAPED.get(route, TEXT)), route


def test_every_opencart_40_route_refuses_with_403(shop40: Shop) -> None:
    for route in sorted(set(OC40_ROUTES) - {"api/account/login"}):
        for spelled in (route, route.replace(".", "|")):
            response = shop40.raw({"route": spelled}, {"x": 1})
            assert (response.status_code, response.json()) == (403, TEXT), spelled


@pytest.mark.parametrize(
    "route",
    [
        "api/cart",
        "api/nothing",
        "api/order",
        "api/order.index",
        "api/sale/cart/add",
        "api/cart/getTotals",
        "api/Coupon",
    ],
)
def test_unknown_and_unsigned_routes_are_refused(shop40: Shop, route: str) -> None:
    response = shop40.raw({"route": route, "call": "cart"}, {"x": 1})
    assert (response.status_code, response.json()) == (403, NO_PAGE)


def test_there_is_no_storefront(shop40: Shop) -> None:
    assert shop40.raw({"route": "common/home"}).status_code == 404
    assert shop40.raw({}).status_code == 404


def test_a_wrong_key_gets_an_empty_answer_or_a_text(shop40: Shop) -> None:
    wrong = {"username": "Shop", "key": "wrong"}
    assert shop40.raw({"route": "api/login"}, wrong).json() == []
    assert shop40.raw({"route": "api/account/login"}, wrong).json() == {"error": "Warning: Incorrect API Key!"}
    response = shop40.client.post("/store-api/login", wrong)
    assert (response.status_code, response.json()) == (400, {"error": "Warning: Incorrect API Key!"})


def test_the_user_name_is_read_without_case_and_the_key_exactly(shop40: Shop) -> None:
    assert "api_token" in shop40.raw({"route": "api/login"}, {"username": "sHOP", "key": KEY}).json()
    assert shop40.raw({"route": "api/login"}, {"username": "Shop", "key": KEY.upper()}).json() == []


def test_an_address_that_is_not_listed_is_told(shop: Shop) -> None:
    shop.sql("UPDATE oc_api_ip SET ip = '10.9.8.7'")
    answer = shop.raw({"route": "api/login"}, {"username": "Shop", "key": KEY}).json()
    assert answer == {
        "error": {
            "ip": "Warning: Your IP 127.0.0.1 is not allowed to access this API!",
            "key": "Warning: Incorrect API Key!",
        }
    }
    shop.sql("UPDATE oc_api_ip SET ip = '127.0.0.0/8'")
    assert "api_token" in shop.raw({"route": "api/login"}, {"username": "Shop", "key": KEY}).json()


def test_a_token_ends_with_its_user_its_address_and_an_hour_without_use(shop: Shop) -> None:
    table = "oc_api_session" if shop.store.schema.has("api_session") else "ocm_api_session"
    for end in (
        "UPDATE oc_api SET status = 0",
        "DELETE FROM oc_api_ip",
        f"UPDATE {table} SET date_modified = '2020-01-01 00:00:00'",
    ):
        shop.sql("UPDATE oc_api SET status = 1")
        shop.sql("DELETE FROM oc_api_ip")
        shop.sql("INSERT INTO oc_api_ip (api_id, ip) VALUES (50, '127.0.0.1')")
        shop.log_in()
        assert shop.call("api/reward/maximum") == {"maximum": 0}
        shop.sql(end)
        assert shop.call("api/reward/maximum") == TEXT
    assert shop.sql(f"SELECT COUNT(*) FROM {table} WHERE session_id = :token", token=shop.token) == [(0,)]


def test_a_token_works_as_cookie_and_as_bearer(shop40: Shop) -> None:
    token = shop40.log_in()
    assert shop40.raw({"route": "api/reward/maximum"}, Cookie=f"OCSESSID={token}").json() == {"maximum": 0}
    assert shop40.raw({"route": "api/order"}, Authorization=f"Bearer {token}").json()["orders"] == []


def test_failures_are_limited_by_caller_and_by_user(shop40: Shop, settings: Settings) -> None:
    settings.STORE_API_FAILURES_PER_MINUTE = 3
    wrong = {"username": "Shop", "key": "wrong"}
    for _ in range(3):
        assert shop40.raw({"route": "api/login"}, wrong).status_code == 200
    response = shop40.raw({"route": "api/login"}, {"username": "Shop", "key": KEY})
    assert response.status_code == 429
    assert 1 <= int(response.headers["Retry-After"]) <= 60
    assert shop40.raw({"route": "api/order", "call": "cart", "signature": "x"}).status_code == 429


@pytest.mark.django_db
@pytest.mark.parametrize(("caches_there", "counting"), [(("default", "shared"), "shared"), (("default",), "default")])
def test_failures_are_counted_for_all_processes_where_a_cache_is_shared(
    shop40: Shop, settings: Settings, caches_there: tuple[str, ...], counting: str
) -> None:
    backends = {"default": settings.CACHES["default"], "shared": {"BACKEND": "api.cache.SharedCache"}}
    settings.CACHES = {name: backends[name] for name in caches_there}
    settings.STORE_API_FAILURES_PER_MINUTE = 1
    wrong = {"username": "Shop", "key": "wrong"}
    shop40.raw({"route": "api/login"}, wrong)
    for name in caches_there:
        if name != counting:
            caches[name].clear()
    assert shop40.raw({"route": "api/login"}, wrong).status_code == 429
    caches[counting].clear()
    assert shop40.raw({"route": "api/login"}, wrong).status_code == 200


def test_a_signed_call_leaves_a_row_and_a_wrong_one_nothing(shop41: Shop) -> None:
    assert shop41.signed("cart")["products"] == []
    good = shop41.sign({"route": "api/order", "call": "cart"}, {})
    for query in (
        {**good, "call": "confirm"},
        {**good, "username": "Default"},
        shop41.sign({"route": "api/order", "call": "cart"}, {}, key="other"),
        shop41.sign({"route": "api/order", "call": "cart"}, {}, at=time.time() - 500),
    ):
        response = shop41.raw(query, {})
        assert (response.status_code, response.json()) == (403, NO_PAGE)
    assert shop41.sql("SELECT api_id, call, ip FROM oc_api_history") == [(50, "cart", "127.0.0.1")]


def test_a_signature_can_be_made_good_for_one_call(shop41: Shop, settings: Settings) -> None:
    query = shop41.sign({"route": "api/order", "call": "cart"}, {})
    assert [shop41.raw(query, {}).status_code for _ in range(2)] == [200, 200]
    settings.STORE_API_REJECT_REPLAY = "1"
    fresh = shop41.sign({"route": "api/order", "call": "cart"}, {}, at=time.time() - 1)
    assert [shop41.raw(fresh, {}).status_code for _ in range(2)] == [200, 403]


def test_no_key_is_ever_shown_or_logged(shop40: Shop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    pages = [
        shop40.raw({"route": "api/login"}, {"username": "Shop", "key": KEY}).content,
        shop40.raw({"route": "api/login"}, {"username": "Shop", "key": f"{KEY}x"}).content,
        shop40.raw(shop40.sign({"route": "api/order", "call": "cart"}, {"a": 1}), {"a": 2}).content,
    ]
    assert not any(KEY.encode() in page for page in pages)
    assert KEY not in caplog.text
