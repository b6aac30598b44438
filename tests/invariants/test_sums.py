"""Money and stock add up to the same in both stores, and a difference is named."""

from __future__ import annotations

from decimal import Decimal

import pytest

from migrator.proof import Proof
from steps.sums import SumResult, check_sums
from tests.invariants.migrated import Migrated, tampered

TAMPERING = {
    "stock": (
        "product",
        "UPDATE oc_product SET quantity = quantity - 5 WHERE product_id = 42",
        "",
        "-5",
    ),
    "prices": ("product", "UPDATE oc_product SET price = price + 0.0001 WHERE product_id = 42", "", "0.0001"),
    "order totals": ("order", "UPDATE oc_order SET total = total + 12.5 WHERE order_id = 1", "EUR / 5", "12.5"),
    "lines of order totals": ("order_total", "DELETE FROM oc_order_total WHERE order_total_id = 3", "tax", "-23"),
    "products sold": (
        "order_product",
        "UPDATE oc_order_product SET quantity = quantity + 1 WHERE order_product_id = 1",
        "",
        "1",
    ),
    "sales": ("order_product", "UPDATE oc_order_product SET total = total - 1 WHERE order_product_id = 1", "", "-1"),
    "customer credit": ("customer_transaction", "DELETE FROM oc_customer_transaction", "", "-15.3333"),
    "reward points": ("customer_reward", "DELETE FROM oc_customer_reward", "", "-70"),
    "option stock": ("product_option_value", "DELETE FROM oc_product_option_value", "", "-791"),
    "coupons used": ("coupon_history", "UPDATE oc_coupon_history SET amount = -19", "", "1"),
}
"""Sum → (table, statement, group, what it adds to the target)."""


def test_all_sums_of_a_clean_migration_are_equal(migrated: Migrated) -> None:
    results = check_sums(migrated.context())
    assert [result for result in results if not result.passed] == []


def test_sums_are_those_of_the_demonstration_shop(migrated: Migrated) -> None:
    found = {(result.name, result.group): result.target for result in check_sums(migrated.context())}
    assert found["order totals", "USD / 2"] == Decimal("213.98")
    assert found["lines of order totals", "shipping"] == Decimal("21.99")
    assert found["special prices", ""] == Decimal("1154.995")
    assert found["option prices", "-"] == Decimal("21.5")
    assert found["coupons", "F"] == Decimal("20")
    has_certificates = migrated.context().target.schema.has("order_voucher")
    assert ("gift certificates sold", "") in found if has_certificates else ("gift certificates sold", "") not in found


@pytest.mark.parametrize("name", TAMPERING)
def test_a_difference_is_named(migrated: Migrated, name: str) -> None:
    table, statement, group, difference = TAMPERING[name]
    with tampered(migrated, f"oc_{table}", statement):
        results = [result for result in check_sums(migrated.context()) if result.name == name]
    [wrong] = [result for result in results if not result.passed]
    assert (wrong.group, wrong.target - wrong.source) == (group, Decimal(difference))


def test_a_group_that_only_one_store_has_is_nothing_in_the_other() -> None:
    assert not SumResult("orders", "Orders by currency and status", "EUR / 5", Decimal(1), Decimal(0)).passed


def test_a_report_says_what_was_added_up() -> None:
    wrong = SumResult("order totals", "Totals of orders by currency and status", "EUR / 5", Decimal("12.5"), Decimal(0))
    assert Proof((), (wrong,)).checks() == [
        {
            "name": "order totals EUR / 5",
            "status": "failed",
            "source_count": "12.5",
            "target_count": "0",
            "details": "Totals of orders by currency and status: must be the same in both stores",
        }
    ]
