"""Lists, details and catalogue calls: what no release had."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from pytest_django import Settings

from opencart_proxy.dialects.listings import passwords
from tests.opencart_proxy.shop import ADDRESS, COD, FLAT, GUEST, KEY, LAMP, MUG, PAPER, Shop

OURS = "900,901,902"


def _get(shop: Shop, route: str, **query: Any) -> Any:
    return shop.raw({"route": f"api/{route}", "api_token": shop.token, **query}).json()


def _order(shop: Shop, **more: Any) -> int:
    form = {
        **GUEST,
        "product": [{"product_id": MUG, "quantity": 1}],
        **{f"shipping_{name}": value for name, value in ADDRESS.items()},
        "shipping_method": FLAT,
        "payment_method": COD,
        "order_status_id": 1,
        **more,
    }
    return shop.signed("confirm", form)["order_id"]


def test_a_product_is_shown_with_numbers_plain_texts_and_money(shop: Shop) -> None:
    shop.log_in()
    shop.sql("UPDATE oc_product_description SET name = 'Cup &amp; Saucer' WHERE product_id = 900")
    special = {"product_id": MUG, "customer_group_id": 1, "priority": 1, "price": 8}
    if shop.store.schema.has("product_special"):
        shop.sql("DELETE FROM oc_product_special WHERE product_id = 900")
        shop.insert("product_special", **special)
    else:
        shop.sql("DELETE FROM oc_product_discount WHERE product_id = 900")
        shop.insert("product_discount", **special, quantity=1, special=1, type="F")
    product = _get(shop, "product/info", product_id=MUG)["product"]
    expected = {
        "product_id": 900,
        "name": "Cup & Saucer",
        "model": "MUG",
        "quantity": 20,
        "price": {"value": "10.0000", "text": "$10.00"},
        "special": {"value": "8.0000", "text": "$8.00"},
        "status": True,
        "date_available": "2020-01-01",
        "date_added": None,
        "stores": [0],
        "rewards": [{"customer_group_id": 1, "points": 7}],
        "options": [],
    }
    assert {name: product[name] for name in expected} == expected
    answer = _get(shop, "product/info", product_id=MUG, currency="EUR", fields="price")
    assert answer == {"product": {"price": {"value": "10.0000", "text": "7.85€"}}}


def test_products_are_filtered_sorted_and_paged(shop: Shop) -> None:
    shop.log_in()
    shop.sql("UPDATE oc_product SET date_modified = '2030-01-01 12:00:00' WHERE product_id IN (900, 901, 902)")
    query = {"modified_since": "2030-01-01", "sort": "price", "order": "DESC", "fields": "product_id"}
    first = _get(shop, "product", limit=2, **query)
    assert first == {
        "products": [{"product_id": LAMP}, {"product_id": MUG}],
        "pagination": {"page": 1, "limit": 2, "total": 3, "pages": 2},
    }
    assert _get(shop, "product", limit=2, page=2, **query)["products"] == [{"product_id": PAPER}]
    found = _get(shop, "product", modified_since="2030-01-01 12:00:01")
    assert found["pagination"] == {"page": 1, "limit": 20, "total": 0, "pages": 0}
    assert [row["name"] for row in _get(shop, "product", filter_name="-pape")["products"]] == ["E-Paper"]
    assert [row["name"] for row in _get(shop, "product", filter_model="LA")["products"]] == ["Lamp"]
    assert _get(shop, "product", filter_name="%")["products"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"page": "0"}, "page"),
        ({"limit": "101"}, "limit"),
        ({"sort": "password"}, "sort"),
        ({"order": "UP"}, "order"),
        ({"modified_since": "yesterday"}, "modified_since"),
        ({"filter_category_id": "1 OR 1"}, "filter_category_id"),
        ({"currency": "XXX"}, "currency"),
        ({"fields": "password"}, "fields"),
    ],
)
def test_a_bad_parameter_is_named(shop40: Shop, query: dict[str, str], field: str) -> None:
    shop40.log_in()
    response = shop40.raw({"route": "api/product", "api_token": shop40.token, **query})
    assert response.status_code == 400
    assert set(response.json()["error"]) == {field, "warning"}


def test_status_codes_tell_what_is_wrong(shop40: Shop) -> None:
    shop40.log_in()
    assert shop40.raw({"route": "api/product"}).status_code == 401
    assert shop40.raw({"route": "api/product"}).headers["WWW-Authenticate"] == "Bearer"
    good = {"api_token": shop40.token}
    assert shop40.raw({"route": "api/product/info", "product_id": 1_000_000, **good}).status_code == 404
    assert shop40.raw({"route": "api/category/info", "category_id": "x", **good}).status_code == 404
    response = shop40.raw({"route": "api/product", **good}, {"x": 1})
    assert (response.status_code, response.headers["Allow"]) == (405, "GET")
    assert shop40.raw({"route": "api/product/add", **good}, {"name": "x"}).status_code == 403
    shop40.sql("UPDATE oc_api_ip SET ip = '10.9.8.7'")
    response = shop40.raw({"route": "api/product", **good})
    assert (response.status_code, response.json()) == (
        403,
        {"error": "Warning: Your IP 127.0.0.1 is not allowed to access this API!"},
    )


def test_categories_come_as_tree_and_as_list(shop: Shop) -> None:
    shop.log_in()
    tree = _get(shop, "category")["categories"]
    parent = next(node for node in tree if node["children"])
    child = parent["children"][0]
    flat = _get(shop, "category", flat=1)["categories"]
    shown = next(node for node in flat if node["category_id"] == child["category_id"])
    assert (shown["level"], shown["path"]) == (1, f"{parent['name']} > {child['name']}")
    info = _get(shop, "category/info", category_id=child["category_id"])["category"]
    assert (info["path"], info["stores"]) == (f"{parent['name']} > {child['name']}", [0])


def test_orders_are_found_by_status_date_and_customer(shop: Shop) -> None:
    shop.log_in()
    first, second = _order(shop), _order(shop, firstname="Anna", order_status_id=0)
    listed = _get(shop, "order")
    assert [row["order_id"] for row in listed["orders"]] == [first]
    order = listed["orders"][0]
    assert order["customer"] == "Gwen Guest"
    assert order["payment_method"] == {"name": "Cash On Delivery", "code": "cod.cod"}
    # 10 and 5 for shipping; VAT 3, Eco Tax 2 for the line and 2 for shipping.
    assert order["total"] == {"value": "22.0000", "text": "$22.00"}
    assert [row["order_id"] for row in _get(shop, "order", filter_order_status_id="any")["orders"]] == [second, first]
    assert _get(shop, "order", filter_order_status_id="0", filter_customer="nna")["pagination"]["total"] == 1
    assert _get(shop, "order", filter_date_added_to="2020-01-01")["orders"] == []
    assert _get(shop, "order", filter_total_min="22", filter_total_max="22.5")["pagination"]["total"] == 1


def test_an_order_includes_what_is_asked_for(shop: Shop) -> None:
    shop.log_in()
    order_id = _order(shop)
    answer = _get(shop, "order/info", order_id=order_id, include="products,histories")
    assert set(answer) == {"order", "success", "products", "histories"}
    assert [(line["name"], line["quantity"], line["option"]) for line in answer["products"]] == [("Mug", "1", [])]
    assert [(row["status"], row["notify"]) for row in answer["histories"]] == [("Pending", "0")]


def test_customers_are_shown_without_their_secrets(shop: Shop) -> None:
    shop.log_in()
    shop.sql("UPDATE oc_customer SET password = 'canary-password', token = 'canary-token'")
    response = shop.raw({"route": "api/customer", "api_token": shop.token, "filter_email": "rita"})
    assert b"canary" not in response.content
    assert [row["customer_id"] for row in response.json()["customers"]] == [70]


def test_a_writer_adds_and_edits_products(shop: Shop, settings: Settings) -> None:
    settings.STORE_API_WRITERS = ["shop"]
    shop.log_in()
    response = shop.raw(
        {"route": "api/product/add", "api_token": shop.token},
        {"name": "Bowl <large>", "model": "BOWL", "price": "7.5", "quantity": 3, "sku": "B-1", "status": 1},
    )
    product_id = response.json()["product_id"]
    assert (response.status_code, response.json()["success"]) == (201, "Success: You have modified products!")
    shown = _get(shop, "product/info", product_id=product_id)["product"]
    assert (shown["name"], shown["meta_title"], shown["sku"]) == ("Bowl <large>", "Bowl <large>", "B-1")
    edit = {"route": "api/product/edit", "api_token": shop.token, "product_id": product_id}
    assert shop.raw(edit, {"price": "8"}).json() == {"success": "Success: You have modified products!"}
    shown = _get(shop, "product/info", product_id=product_id)["product"]
    assert (shown["name"], shown["price"]["value"], shown["quantity"]) == ("Bowl <large>", "8.0000", 3)
    refused = shop.raw(edit, {"model": " ", "manufacturer_id": 999_999})
    assert refused.status_code == 400
    assert set(refused.json()["error"]) == {"model", "manufacturer_id", "warning"}


def test_a_writer_registers_a_customer_who_can_log_in(shop: Shop, settings: Settings) -> None:
    settings.STORE_API_WRITERS = "Shop"
    shop.log_in()
    form = {**GUEST, "email": "new@example.com", "password": "Secret1&more", "address": ADDRESS}
    response = shop.raw({"route": "api/customer/add", "api_token": shop.token}, form)
    assert response.status_code == 201, response.json()
    again = shop.raw({"route": "api/customer/add", "api_token": shop.token}, form)
    assert "email" in again.json()["error"]
    login = {"route": "api/customer/login", "api_token": shop.token}
    wrong = shop.raw(login, {"email": "new@example.com", "password": "other"})
    assert (wrong.status_code, wrong.json()) == (
        401,
        {"error": "Warning: No match for E-Mail Address and/or Password."},
    )
    good = shop.raw(login, {"email": "NEW@example.com", "password": "Secret1&more"})
    assert good.json()["customer"]["customer_id"] == str(response.json()["customer_id"])
    assert "password" not in str(good.json())


def test_five_wrong_passwords_close_the_account_for_an_hour(shop40: Shop) -> None:
    shop40.log_in()
    shop40.sql("UPDATE oc_setting SET value = '5' WHERE `key` = 'config_login_attempts'")
    login = {"route": "api/customer/login", "api_token": shop40.token}
    wrong = {"email": "rita@example.com", "password": "x"}
    assert [shop40.raw(login, wrong).status_code for _ in range(6)] == [401] * 5 + [403]


def test_old_passwords_fit_and_are_outdated() -> None:
    def sha1(value: str) -> str:
        return hashlib.sha1(value.encode()).hexdigest()

    salted = sha1("salt" + sha1("salt" + sha1("secret")))
    assert passwords.matches("secret", salted, "salt")
    assert not passwords.matches("secret", salted, None)
    assert passwords.matches("secret", hashlib.md5(b"secret").hexdigest(), None)
    fresh = passwords.hashed("secret")
    assert passwords.matches("secret", fresh, None)
    assert not passwords.matches("Secret", fresh, None)
    assert (passwords.outdated(salted), passwords.outdated(fresh)) == (True, False)


def test_the_key_is_no_token(shop40: Shop) -> None:
    assert shop40.raw({"route": "api/product", "api_token": KEY[:26]}).status_code == 401
