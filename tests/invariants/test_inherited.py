"""What the old shop breaks itself is a warning, and only that."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from steps.invariants import check_invariants
from tests.invariants.migrated import Migrated, migrate, tampered
from tests.invariants.test_clean import broken_by
from tests.stores import sqlite_store

SOURCE_FAULTS = (
    "UPDATE oc_product SET tax_class_id = 999 WHERE product_id = 28",
    "INSERT INTO oc_product_to_category (product_id, category_id) VALUES (777, 20)",
    "UPDATE oc_customer SET store_id = 7 WHERE customer_id = 2",
    "UPDATE oc_order_total SET value = value + 3 WHERE order_total_id = 2",
    "UPDATE oc_order_history SET order_id = 888 WHERE order_history_id = 1",
    "UPDATE oc_product_special SET product_id = 777 WHERE product_special_id = 419",
    "UPDATE oc_product_recurring SET product_id = 777 WHERE recurring_id = 2",
    "UPDATE oc_order_shipment SET order_id = 888 WHERE order_shipment_id = 1",
    "UPDATE oc_order_voucher SET order_id = 888 WHERE order_voucher_id = 1",
    "DELETE FROM oc_product_description WHERE product_id = 30 AND language_id = 2",
    "UPDATE oc_setting SET value = '4711' WHERE key = 'config_country_id' AND store_id = 0",
)

INHERITED = {
    1: ["product_description 30, 2"],
    11: ["setting 0 config_country_id"],
    17: ["product 28, 999"],
    20: ["product_to_category 777, 20", "product_discount 860, 777", "product_subscription 777, 2, 2"],
    33: ["customer 2, 7"],
    35: ["customer 1, 2"],
    38: ["customer_wishlist 2, 7", "customer_wishlist 2, 7", "cart 2, 7"],
    40: ["order_total 1, 30000"],
    41: ["order_product 2, -500000"],
    45: ["order_product 10, 888", "order_history 1, 888", "order_history 10, 888"],
}
"""The special price 419 stands above the last discount, 441; the shipment and the gift certificate likewise above 9."""


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Migrated:
    """A migrated shop whose data was not in order before."""
    folder = tmp_path_factory.mktemp("faulty")
    source = sqlite_store(folder, "3.0.3.9")
    [file] = Path(folder).glob("3.0.3.9-*.sqlite3")
    with sqlite3.connect(file) as connection:
        for statement in SOURCE_FAULTS:
            assert connection.execute(statement).rowcount == 1, statement
    connection.close()
    return migrate(source, sqlite_store(folder, "4.1.0.4"))


def test_faults_of_the_source_are_inherited(faulty: Migrated) -> None:
    made, inherited = broken_by(faulty.context())
    assert made == {}
    assert inherited == INHERITED


def test_another_fault_in_the_same_row_is_not_inherited(faulty: Migrated) -> None:
    with tampered(faulty, "oc_product", "UPDATE oc_product SET tax_class_id = 998 WHERE product_id = 28"):
        [result] = check_invariants(faulty.context(), numbers=[17])
    assert (result.count, result.inherited, result.made) == (1, 0, 1)
    assert result.violations[0].message == "product 28 refers to tax_class 998, which does not exist"


def test_the_same_fault_in_another_row_is_not_inherited(faulty: Migrated) -> None:
    with tampered(faulty, "oc_product", "UPDATE oc_product SET tax_class_id = 999 WHERE product_id = 30"):
        [result] = check_invariants(faulty.context(), numbers=[17])
    assert (result.count, result.inherited, result.made) == (2, 1, 1)
    assert [violation.key for violation in result.violations] == ["30, 999", "28, 999"]
