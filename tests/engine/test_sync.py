"""Bringing over what changed since, and leaving alone what was edited in OpenCart 4."""

from __future__ import annotations

import pytest

from migrator.execution import RunResult
from migrator.models import Operation
from tests.shop import Shop


def sync(shop: Shop, **options: bool) -> RunResult:
    return shop.migrate(operation=Operation.SYNC, **options)


def conflicts(result: RunResult) -> list[str]:
    return [str(conflict) for step in result.steps for conflict in step.conflicts]


def written(result: RunResult) -> tuple[int, int]:
    return sum(step.rows for step in result.steps), sum(step.deleted for step in result.steps)


def test_without_a_change_nothing_is_written(shop: Shop) -> None:
    shop.migrate()
    before = shop.target.rows("SELECT * FROM oc_product ORDER BY product_id")

    result = sync(shop)

    assert result.verified
    assert written(result) == (0, 0)
    assert shop.target.rows("SELECT * FROM oc_product ORDER BY product_id") == before


def test_added_changed_and_deleted_rows_are_brought_over(shop: Shop) -> None:
    shop.migrate()
    shop.source.run(
        "UPDATE oc_customer SET firstname = 'Johanna' WHERE customer_id = 1",
        "INSERT INTO oc_category_to_store (category_id, store_id) VALUES (4711, 1)",
        "DELETE FROM oc_order_history WHERE order_history_id = 1",
    )

    result = sync(shop)

    assert result.verified
    assert written(result) == (2, 1)
    assert shop.target.value("SELECT firstname FROM oc_customer WHERE customer_id = 1") == "Johanna"
    assert shop.target.value("SELECT COUNT(*) FROM oc_category_to_store WHERE category_id = 4711") == 1
    assert shop.target.value("SELECT COUNT(*) FROM oc_order_history WHERE order_history_id = 1") == 0


def test_a_new_discount_moves_the_specials_that_share_its_table(shop: Shop) -> None:
    """In 4.1 specials follow the last discount, so a new discount takes the id of a special."""
    shop.migrate()
    shop.source.run(
        "INSERT INTO oc_product_discount (product_id, customer_group_id, quantity, priority, price, date_start, date_end)"
        " VALUES (42, 1, 5, 1, 80, '0000-00-00', '0000-00-00')"
    )

    assert sync(shop).verified
    discounts, specials = (
        shop.source.value(f"SELECT COUNT(*) FROM oc_product_{name}") for name in ("discount", "special")
    )
    assert shop.target.value("SELECT COUNT(*) FROM oc_product_discount WHERE special = 0") == discounts
    assert shop.target.value("SELECT COUNT(*) FROM oc_product_discount WHERE special = 1") == specials


class TestConflicts:
    def test_a_row_edited_in_opencart_4_is_listed_and_left_alone(self, shop: Shop) -> None:
        shop.migrate()
        shop.target.run("UPDATE oc_product SET price = 7 WHERE product_id = 42")

        result = sync(shop)

        assert conflicts(result) == ["product 42 was edited in OpenCart 4 since"]
        assert not result.verified
        assert shop.target.value("SELECT price FROM oc_product WHERE product_id = 42") == 7

    def test_changes_of_its_neighbours_still_arrive(self, shop: Shop) -> None:
        shop.migrate()
        shop.target.run("UPDATE oc_product SET price = 7 WHERE product_id = 42")
        shop.source.run("UPDATE oc_product SET quantity = 3 WHERE product_id = 47")

        result = sync(shop)

        assert conflicts(result) == ["product 42 was edited in OpenCart 4 since"]
        assert shop.target.value("SELECT quantity FROM oc_product WHERE product_id = 47") == 3

    def test_it_is_still_a_conflict_the_next_time(self, shop: Shop) -> None:
        shop.migrate()
        shop.target.run("UPDATE oc_product SET price = 7 WHERE product_id = 42")
        sync(shop)

        assert conflicts(sync(shop)) == ["product 42 was edited in OpenCart 4 since"]

    def test_deleted_and_added_rows_are_conflicts_too(self, shop: Shop) -> None:
        shop.migrate()
        shop.target.run("DELETE FROM oc_review WHERE review_id = 1", "INSERT INTO oc_category_to_store VALUES (999, 0)")

        assert conflicts(sync(shop)) == [
            "category_to_store 999, 0 was added in OpenCart 4 since",
            "review 1 was deleted in OpenCart 4 since",
        ]
        assert shop.target.value("SELECT COUNT(*) FROM oc_review WHERE review_id = 1") == 0

    def test_overwrite_makes_the_target_equal_again(self, shop: Shop) -> None:
        shop.migrate()
        shop.target.run(
            "UPDATE oc_product SET price = 7 WHERE product_id = 42", "DELETE FROM oc_review WHERE review_id = 1"
        )

        result = sync(shop, overwrite=True)

        assert result.verified
        assert shop.target.value("SELECT price FROM oc_product WHERE product_id = 42") == 100
        assert shop.target.value("SELECT COUNT(*) FROM oc_review WHERE review_id = 1") == 1

    def test_a_row_that_both_sides_changed_alike_is_no_conflict(self, shop: Shop) -> None:
        shop.migrate()
        for database in (shop.source, shop.target):
            database.run("UPDATE oc_product SET price = 7 WHERE product_id = 42")

        assert conflicts(sync(shop)) == []


@pytest.mark.parametrize("backend", ["mariadb"], indirect=True)
def test_a_sync_through_the_program_does_the_same(shop: Shop) -> None:
    shop.migrate(path="stream")
    shop.source.run("UPDATE oc_customer SET firstname = 'Johanna' WHERE customer_id = 1")

    result = sync(shop, path="stream")

    assert (result.verified, written(result)) == (True, (1, 0))
