"""Coupons, points and credit: what they take off, and what is booked when an order becomes active."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.opencart_proxy.shop import ADDRESS, COD, FLAT, GUEST, MUG, PAPER, Shop

RITA = {**GUEST, "customer_id": 70, "firstname": "Rita", "lastname": "Regular", "email": "rita@example.com"}


def _texts(answer: Any) -> dict[str, str]:
    return {row["title"]: row["text"] for row in answer["totals"]}


def _ready(shop: Shop, customer: dict[str, Any], quantity: int = 2) -> None:
    """Bring an OpenCart 3 session to the point where an order can be added."""
    shop.log_in()
    shop.call("api/customer", customer)
    shop.call("api/cart/add", {"product_id": MUG, "quantity": quantity})
    shop.call("api/shipping/address", ADDRESS)
    shop.call("api/payment/address", ADDRESS)
    shop.call("api/shipping/methods", {})
    shop.call("api/shipping/method", {"shipping_method": "flat.flat"})
    shop.call("api/payment/methods", {})
    shop.call("api/payment/method", {"payment_method": "cod"})


def test_a_coupon_lowers_the_price_and_the_percentage_tax(shop: Shop) -> None:
    _ready(shop, GUEST)
    assert shop.call("api/coupon", {"coupon": "tenth"}) == {
        "success": "Success: Your coupon discount has been applied!"
    }
    # 10 % of 20 off; VAT on 18 + 5 shipping; Eco Tax 2 a piece and 2 for shipping, untouched.
    assert _texts(shop.call("api/cart/products")) == {
        "Sub-Total": "$20.00",
        "Flat Shipping Rate": "$5.00",
        "Coupon (tenth)": "$-2.00",
        "Eco Tax (-2.00)": "$6.00",
        "VAT (20%)": "$4.60",
        "Total": "$33.60",
    }


def test_a_refused_coupon_leaves_none_applied(shop40: Shop) -> None:
    _ready(shop40, GUEST)
    shop40.call("api/coupon", {"coupon": "TENTH"})
    assert shop40.call("api/coupon", {"coupon": "WRONG"}) == {
        "error": "Warning: Coupon is either invalid, expired or reached it's usage limit!"
    }
    assert "Coupon (TENTH)" not in _texts(shop40.call("api/cart/products"))


def test_a_coupon_is_gone_after_its_last_use(shop: Shop) -> None:
    shop.sql("UPDATE oc_coupon SET uses_total = 1")
    _ready(shop, GUEST)
    shop.call("api/coupon", {"coupon": "TENTH"})
    order_id = shop.call("api/order/add", {})["order_id"]
    rows = shop.sql("SELECT coupon_id, order_id, amount FROM oc_coupon_history")
    assert [(coupon, order, Decimal(str(amount))) for coupon, order, amount in rows] == [(30, order_id, Decimal(-2))]
    shop.call("api/cart/add", {"product_id": MUG})
    assert "Coupon (TENTH)" not in _texts(shop.call("api/cart/products"))
    shop.call("api/order/history", {"order_status_id": 7}, order_id=order_id)
    assert "Coupon (TENTH)" in _texts(shop.call("api/cart/products"))


def test_an_order_whose_coupon_was_used_up_meanwhile_gets_the_fraud_status_but_takes_stock(shop40: Shop) -> None:
    _ready(shop40, GUEST)
    shop40.call("api/coupon", {"coupon": "TENTH"})
    shop40.sql("UPDATE oc_coupon SET status = 1, uses_total = 1")
    order_id = shop40.call("api/order/add", {"order_status_id": 0})["order_id"]
    shop40.sql(
        "INSERT INTO oc_coupon_history (coupon_id, order_id, customer_id, amount, date_added)"
        " VALUES (30, 1000, 0, -1, '2026-01-01')"
    )
    shop40.call("api/order/history", {"order_status_id": 1}, order_id=order_id)
    assert shop40.sql("SELECT order_status_id FROM oc_order") == [(8,)]
    assert shop40.sql("SELECT quantity FROM oc_product WHERE product_id = 900") == [(18,)]


def test_points_are_booked_with_the_order_and_returned_with_its_status(shop: Shop) -> None:
    _ready(shop, RITA)
    assert shop.call("api/reward/available") == {"points": "100"}
    assert shop.call("api/reward/maximum") == {"maximum": 80}
    assert shop.call("api/reward", {"reward": 101}) == {
        "error": "Warning: The maximum number of points that can be applied is 80!"
    }
    shop.call("api/reward", {"reward": 40})
    # 40 of 80 points pay half of the mugs: 10.
    assert _texts(shop.call("api/cart/products"))["Reward Points (40)"] == "$-10.00"
    order_id = shop.call("api/order/add", {})["order_id"]
    own = "SELECT points, description FROM oc_customer_reward WHERE order_id = :id"
    assert shop.sql(own, id=order_id) == [(-40, f"Order ID: #{order_id}")]
    shop.call("api/order/history", {"order_status_id": 7}, order_id=order_id)
    assert shop.sql(own, id=order_id) == []
    assert shop.call("api/order/history", {"order_status_id": 1}, order_id=order_id) == {
        "success": "Success: Your reward points discount has been applied!"
    }


def test_credit_of_a_logged_in_customer_pays_by_itself(shop: Shop) -> None:
    shop.sql(
        "INSERT INTO oc_customer_transaction (customer_id, order_id, description, amount, date_added)"
        " VALUES (70, 0, 'Gift', 30, '2026-01-01')"
    )
    _ready(shop, RITA)
    assert _texts(shop.call("api/cart/products"))["Store Credit"] == "$-30.00"
    order_id = shop.call("api/order/add", {})["order_id"]
    rows = shop.sql("SELECT customer_id, amount FROM oc_customer_transaction WHERE order_id = :id", id=order_id)
    assert [(customer_id, Decimal(str(amount))) for customer_id, amount in rows] == [(70, Decimal(-30))]


def test_choosing_a_customer_hides_what_a_guest_put_into_the_cart(shop: Shop) -> None:
    shop.log_in()
    shop.call("api/cart/add", {"product_id": MUG})
    shop.call("api/customer", RITA)
    assert shop.call("api/cart/products")["products"] == []
    shop.call("api/cart/add", {"product_id": PAPER, "quantity": 3})
    assert [line["name"] for line in shop.call("api/cart/products")["products"]] == ["E-Paper"]
    assert shop.sql("SELECT COUNT(*) FROM oc_cart") == [(2,)]


@pytest.mark.parametrize(("affiliate", "expected"), [(70, Decimal(1)), (71, Decimal(0))])
def test_a_commission_is_a_share_of_the_goods_and_granted_at_completion(
    shop41: Shop, affiliate: int, expected: Decimal
) -> None:
    shop41.sql("UPDATE oc_setting SET value = '1' WHERE `key` = 'config_affiliate_auto'")
    shop41.insert("customer_affiliate", customer_id=70, commission=5, tracking="t-70", status=1)
    form = {
        **GUEST,
        "product": [{"product_id": MUG, "quantity": 2}],
        **{f"shipping_{name}": value for name, value in ADDRESS.items()},
        "shipping_method": FLAT,
        "payment_method": COD,
        "order_status_id": 1,
        "affiliate_id": affiliate,
    }
    answer = shop41.signed("confirm", form)
    if not expected:
        assert answer["error"] == {"affiliate": "Warning: Affiliate details required!"}
        return
    assert answer["commission"] == "$1.00"
    granted = "SELECT customer_id, amount, description FROM oc_customer_transaction"
    assert shop41.sql(granted) == []
    shop41.signed("history_add", {"order_id": answer["order_id"], "order_status_id": 5})
    assert [row[:2] for row in shop41.sql(granted)] == [(70, 1)]
