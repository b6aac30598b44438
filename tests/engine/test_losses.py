"""What a target has lost since the migration is named by table and column, and comes back with a reset."""

from __future__ import annotations

import pytest

from migrator.actions import StartRun
from migrator.engine.errors import EngineError
from migrator.engine.verify import TableCheck
from migrator.execution import RunResult, reset, validate
from migrator.models import Operation
from tests.shop import Shop


def checked(*steps: str) -> RunResult:
    return validate(StartRun(steps, Operation.VALIDATE).execute())


def failed(result: RunResult) -> list[TableCheck]:
    return [check for step in result.steps for check in step.checks if not check.passed]


def tables(result: RunResult) -> list[str]:
    return [check.table for step in result.steps for check in step.checks]


def test_a_table_that_is_gone_is_named_and_put_back(shop: Shop) -> None:
    before = shop.target.dump()
    reviews = shop.source.value("SELECT COUNT(*) FROM oc_review")
    shop.migrate()
    shop.target.run("DROP TABLE oc_review", "UPDATE oc_manufacturer SET name = 'X' WHERE manufacturer_id = 7")

    result = checked()

    assert not result.verified
    [manufacturer, review] = failed(result)
    assert manufacturer.table == "manufacturer"
    assert (review.table, review.source_count, review.target_count, review.differing_rows) == (
        "review", reviews, 0, reviews,
    )  # fmt: skip
    assert [str(difference) for difference in review.differences] == [
        "The table review is missing in OpenCart 4; put the target back (reset_store) and migrate again"
    ]
    assert sum(len(step.checks) for step in result.steps) > 100
    assert result.proof is not None
    assert result.proof.sentence() == (
        "the rules and the sums of the store were not checked, because tables or columns are missing"
    )

    assert result.proof.lines(3) == [
        "The rules and the sums of the store were not checked, because tables or columns are missing"
    ]

    reset(StartRun((), Operation.RESET).execute())

    assert shop.target.dump() == before


def test_columns_that_are_gone_are_named_and_put_back(shop: Shop) -> None:
    before = shop.target.dump()
    migrated = shop.migrate()
    shop.target.run("ALTER TABLE oc_customer DROP COLUMN salt", "ALTER TABLE oc_product DROP COLUMN rating")

    result = checked()

    assert not result.verified
    assert tables(result) == tables(migrated)
    assert [str(difference) for check in failed(result) for difference in check.differences] == [
        "The column rating of the table product is missing in OpenCart 4;"
        " put the target back (reset_store) and migrate again",
        "The column salt of the table customer is missing in OpenCart 4;"
        " put the target back (reset_store) and migrate again",
    ]

    reset(StartRun((), Operation.RESET).execute())

    assert shop.target.dump() == before


@pytest.mark.target("4.0.2.3")
def test_a_table_that_tells_the_layout_is_missed_when_it_is_gone(shop: Shop) -> None:
    """Whether specials are brought over depends on this very table."""
    shop.migrate()
    shop.target.run("DROP TABLE oc_product_special")

    assert [check.table for check in failed(checked("products"))] == ["product_special"]


def test_nothing_is_brought_over_into_what_is_gone(shop: Shop) -> None:
    shop.migrate(["default_data", "categories"])
    shop.target.run("ALTER TABLE oc_category DROP COLUMN image")

    for operation in (Operation.MIGRATE, Operation.SYNC):
        with pytest.raises(EngineError, match=r"^The column image of the table category is missing in OpenCart 4"):
            shop.migrate(["default_data", "categories"], operation)


def test_columns_that_were_not_wanted_are_not_missed(shop: Shop) -> None:
    shop.migrate(keep_passwords=False)

    assert checked().verified
    assert shop.migrate(operation=Operation.SYNC).verified
