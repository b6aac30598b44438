"""How many statements a call sends: few, and the same number however much is in the cart."""

from __future__ import annotations

import pytest

from tests.opencart_proxy.shop import ADDRESS, GUEST, LAMP, MUG, PAPER, Shop

LIMITS = {
    ("api/cart/products", "api/login"): 20,
    ("api/sale/cart", "api/account/login"): 19,
    ("api/reward/available", "api/login"): 11,
}


@pytest.mark.parametrize(("route", "login"), list(LIMITS))
def test_reading_the_cart_takes_a_fixed_number_of_statements(shop40: Shop, route: str, login: str) -> None:
    shop40.log_in(login)
    counts = []
    for product_id in (MUG, LAMP, PAPER):
        shop40.call("api/cart/add", {"product_id": product_id})
        with shop40.counted() as statements:
            shop40.call(route)
        counts.append(len(statements))
    assert len(set(counts)) == 1
    assert counts[0] <= LIMITS[route, login]


def test_a_login_takes_few_statements(shop40: Shop) -> None:
    with shop40.counted() as statements:
        shop40.log_in()
    assert len(statements) <= 8


def test_an_order_takes_a_bounded_number_of_statements(shop40: Shop) -> None:
    shop40.log_in()
    shop40.call("api/customer", GUEST)
    shop40.call("api/cart/add", {"product": [{"product_id": MUG, "quantity": 2}, {"product_id": PAPER, "quantity": 1}]})
    shop40.call("api/shipping/address", ADDRESS)
    shop40.call("api/payment/address", ADDRESS)
    shop40.call("api/shipping/methods", {})
    shop40.call("api/shipping/method", {"shipping_method": "flat.flat"})
    shop40.call("api/payment/methods", {})
    shop40.call("api/payment/method", {"payment_method": "cod"})
    with shop40.counted() as statements:
        assert "order_id" in shop40.call("api/order/add", {})
    assert len(statements) <= 60
    assert len([statement for statement in statements if statement.startswith("SELECT")]) <= 36


def test_a_list_costs_the_same_for_one_row_and_for_many(shop: Shop) -> None:
    shop.log_in()
    counts = []
    for limit in (1, 100):
        with shop.counted() as statements:
            shop.call("api/product", limit=limit)
        counts.append(len(statements))
    assert counts[0] == counts[1]
