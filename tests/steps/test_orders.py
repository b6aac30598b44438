"""Orders, their addresses, methods and totals (data-map 2.5 and 3.6)."""

from __future__ import annotations

import json

import pytest

from tests.steps.conftest import Moved


def shipping(moved: Moved, order_id: int) -> dict[str, str]:
    found: dict[str, str] = json.loads(
        moved.target.value(f"SELECT shipping_method FROM oc_order WHERE order_id = {order_id}")
    )
    return found


def test_an_order_points_to_the_address_with_the_same_fields_letter_by_letter(moved: Moved) -> None:
    found = moved.target.rows(
        "SELECT order_id, payment_address_id, shipping_address_id FROM oc_order WHERE order_id IN (1, 2) ORDER BY 1"
    )
    assert found == [(1, 1, 1), (2, 1, 0)]


# Order 2 has two totals for shipping, of which the first counts.
@pytest.mark.parametrize(("order_id", "cost", "text"), [(1, "3.0000", "3.00 EUR"), (2, "1204.5000", "1,204.50 EUR")])
def test_each_order_keeps_its_own_cost_of_shipping(moved: Moved, order_id: int, cost: str, text: str) -> None:
    found = shipping(moved, order_id)
    assert (found["cost"], found["text"]) == (cost, text)


@pytest.mark.parametrize(("order_id", "tax_class_id"), [(1, "9"), (5, "10")])
def test_shipping_has_the_tax_class_of_the_orders_store(moved: Moved, order_id: int, tax_class_id: str) -> None:
    assert shipping(moved, order_id)["tax_class_id"] == tax_class_id


@pytest.mark.parametrize(("order_id", "code"), [(4, "en-gb"), (5, "de-de"), (1, "en-gb")])
def test_an_order_of_a_deleted_language_gets_its_stores_default(moved: Moved, order_id: int, code: str) -> None:
    assert moved.target.value(f"SELECT language_code FROM oc_order WHERE order_id = {order_id}") == code


def test_totals_that_opencart_4_cannot_load_become_handling(moved: Moved) -> None:
    found = moved.target.rows(
        "SELECT order_total_id, extension, code FROM oc_order_total WHERE order_total_id > 9000 ORDER BY 1"
    )
    assert found == [
        (9001, "opencart", "shipping"),
        (9002, "opencart", "shipping"),
        (9003, "opencart", "handling"),
        (9004, "opencart", "handling"),
        (9005, "opencart", "shipping"),
    ]


def test_a_subscription_knows_its_frequency_in_any_case(moved: Moved) -> None:
    assert moved.target.value("SELECT frequency FROM oc_subscription WHERE subscription_id = 5") == "month"
    assert moved.target.value("SELECT frequency FROM oc_subscription WHERE subscription_id = 6") == "month"


def test_only_lines_that_exist_are_subscribed(moved: Moved) -> None:
    found = moved.target.rows("SELECT order_subscription_id FROM oc_order_subscription ORDER BY 1")
    assert found == [(1,), (2,), (3,), (4,), (5,)]
    assert moved.target.value("SELECT COUNT(*) FROM oc_subscription") == 6


def test_an_option_of_a_subscription_has_a_type_of_opencart_4(moved: Moved) -> None:
    table = "subscription_option" if moved.is_4_1 else "order_option"
    assert moved.target.value(f"SELECT type FROM oc_{table} WHERE {table}_id = 9001") == "radio"
