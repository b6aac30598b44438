"""Subscriptions: ordered, started when the order is complete, suspended when it is not, and written by 4.1 calls."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.opencart_proxy.shop import COD, GUEST, PAPER, Shop


@pytest.fixture
def planned(shop: Shop) -> Shop:
    """The shop with a plan for the E-Paper: a week at 1.00 twice, then 4.00 a month twelve times."""
    shop.sql("DELETE FROM oc_subscription_plan WHERE subscription_plan_id = 60")
    shop.sql("DELETE FROM oc_subscription_plan_description WHERE subscription_plan_id = 60")
    shop.sql("DELETE FROM oc_product_subscription WHERE product_id = 902")
    shop.insert(
        "subscription_plan",
        subscription_plan_id=60,
        trial_frequency="week",
        trial_duration=2,
        trial_cycle=1,
        trial_status=1,
        frequency="month",
        duration=12,
        cycle=1,
        status=1,
    )
    shop.insert("subscription_plan_description", subscription_plan_id=60, language_id=1, name="Monthly")
    shop.insert(
        "product_subscription",
        product_id=PAPER,
        subscription_plan_id=60,
        customer_group_id=1,
        trial_price="1",
        price="4",
    )
    yield shop
    shop.sql("DELETE FROM oc_product_subscription WHERE product_id = 902")


def _order(shop: Shop, status: int) -> Any:
    product = {"product_id": PAPER, "quantity": 2, "subscription_plan_id": 60}
    return shop.signed("confirm", {**GUEST, "product": [product], "payment_method": COD, "order_status_id": status})


def test_a_plan_is_asked_for_and_priced_by_its_trial(planned: Shop) -> None:
    refused = planned.signed("cart", {"product": [{"product_id": PAPER, "quantity": 1}]})
    assert refused["error"]["product_0_subscription"] == "Subscription Plan is not valid!"
    line = planned.signed("cart", {"product": [{"product_id": PAPER, "quantity": 2, "subscription_plan_id": 60}]})
    shown = line["products"][0]
    assert (shown["price"], shown["total"]) == ("1.0000", 2)
    assert (
        shown["subscription"] == "$1.00 every 1 week(s) for 2 payment(s) then $4.00 every 1 month(s) for 12 payment(s)"
    )


def test_a_complete_order_starts_its_subscription_and_another_status_suspends_it(planned: Shop) -> None:
    order_id = _order(planned, 1)["order_id"]
    assert planned.sql("SELECT COUNT(*) FROM oc_subscription") == [(0,)]
    prices = planned.sql("SELECT product_id, trial_price, price FROM oc_order_subscription")
    assert [(row[0], Decimal(str(row[1])), Decimal(str(row[2]))) for row in prices] == [(PAPER, 1, 4)]
    planned.signed("history_add", {"order_id": order_id, "order_status_id": 5})
    rows = planned.sql("SELECT order_id, trial_remaining, remaining, subscription_status_id FROM oc_subscription")
    assert rows == [(order_id, 1, 12, 2)]
    planned.signed("history_add", {"order_id": order_id, "order_status_id": 5})
    assert planned.sql("SELECT COUNT(*) FROM oc_subscription") == [(1,)]
    planned.signed("history_add", {"order_id": order_id, "order_status_id": 1})
    statuses = planned.sql(
        "SELECT subscription_status_id FROM oc_subscription_history ORDER BY subscription_history_id"
    )
    assert statuses == [(2,), (4,)]


def test_a_subscription_is_written_from_the_cart(planned: Shop) -> None:
    form = {
        "customer_id": 70,
        "product": [{"product_id": PAPER, "quantity": 1, "subscription_plan_id": 60}],
        "payment_method": COD,
        "subscription_plan_id": 60,
        "comment": "first",
    }
    created = planned.signed("confirm", form, route="api/subscription")
    assert created["success"] == "Success: You have modified orders!"
    number = created["subscription_id"]
    changed = planned.signed(
        "confirm", {**form, "subscription_id": number, "comment": "second"}, route="api/subscription"
    )
    assert "subscription_id" not in changed
    assert planned.sql("SELECT customer_id, comment, remaining FROM oc_subscription") == [(70, "second", 12)]
    history = {"subscription_id": number, "subscription_status_id": 3, "notify": 1, "comment": "end"}
    assert planned.signed("history_add", history, route="api/subscription") == {
        "success": "Success: You have modified subscriptions!"
    }
    assert planned.sql("SELECT subscription_status_id FROM oc_subscription") == [(3,)]


def test_the_password_of_a_customer_never_enters_a_session(planned: Shop) -> None:
    planned.sql("UPDATE oc_customer SET password = 'canary-password'")
    session = "c0ffee" * 5
    planned.signed("cart", {"customer_id": 70}, route="api/subscription", Cookie=f"OCSESSID={session}")
    data = planned.sql("SELECT data FROM oc_session WHERE session_id = :id", id=session)[0][0]
    assert "rita@example.com" in data
    assert "canary" not in data
