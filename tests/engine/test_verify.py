"""What the verification finds: every kind of tampering, by table, key, column, expected and found."""

from __future__ import annotations

import pytest

from migrator.actions import StartRun
from migrator.engine.verify import Difference
from migrator.execution import RunResult, validate
from migrator.models import ChunkRecord, Operation
from tests.shop import Shop

MARIADB_ONLY = pytest.mark.parametrize("backend", ["mariadb"], indirect=True)


def check(shop: Shop) -> RunResult:
    return validate(StartRun((), Operation.VALIDATE).execute())


def found(result: RunResult) -> list[Difference]:
    return [d for step in result.steps for table in step.checks for d in table.differences]


@pytest.mark.target("4.0.2.3")
def test_an_untouched_migration_to_4_0_is_verified(shop: Shop) -> None:
    assert shop.migrate().verified


def test_an_untouched_migration_to_4_1_is_verified(shop: Shop) -> None:
    result = shop.migrate()

    assert result.verified
    assert found(result) == []


@pytest.mark.parametrize(
    ("tampering", "expected"),
    [
        pytest.param(
            "UPDATE oc_product SET price = 101 WHERE product_id = 42",
            Difference("product", "42", "changed", "price", "100.0000", "101.0000"),
            id="a changed amount",
        ),
        pytest.param(
            "UPDATE oc_customer SET firstname = 'john' WHERE customer_id = 1",
            Difference("customer", "1", "changed", "firstname", "John", "john"),
            id="a changed letter case",
        ),
        pytest.param(
            "UPDATE oc_setting SET value = CONCAT(value, ' ') WHERE `key` = 'config_email' AND store_id = 0",
            None,
            id="a space at the end",
        ),
        pytest.param(
            "DELETE FROM oc_order_history WHERE order_history_id = 1",
            Difference("order_history", "1", "missing"),
            id="a lost row",
        ),
        pytest.param(
            "INSERT INTO oc_category_to_store VALUES (999, 0)",
            Difference("category_to_store", "999, 0", "unexpected"),
            id="a row too many",
        ),
        pytest.param(
            "UPDATE oc_coupon SET date_start = '2020-01-01' WHERE date_start = '0000-00-00'",
            None,
            id="a zero date replaced",
        ),
    ],
)
@MARIADB_ONLY
def test_tampering_is_found_and_named(shop: Shop, tampering: str, expected: Difference | None) -> None:
    shop.migrate()
    shop.target.run(tampering)

    result = check(shop)

    assert not result.verified
    assert found(result)
    if expected is not None:
        assert found(result) == [expected]


def test_values_swapped_between_two_rows_are_found(shop: Shop) -> None:
    """The exclusive or of both rows' checksums would not notice."""
    shop.migrate()
    one, two = (shop.target.value(f"SELECT keyword FROM oc_seo_url WHERE seo_url_id = {n}") for n in (713, 717))
    shop.target.run(
        f"UPDATE oc_seo_url SET keyword = '{two}' WHERE seo_url_id = 713",
        f"UPDATE oc_seo_url SET keyword = '{one}' WHERE seo_url_id = 717",
    )

    assert found(check(shop)) == [
        Difference("seo_url", "713", "changed", "keyword", one, two),
        Difference("seo_url", "717", "changed", "keyword", two, one),
    ]


def test_a_null_is_not_an_empty_text(shop: Shop) -> None:
    shop.migrate()
    shop.target.run("UPDATE oc_product SET location = NULL WHERE product_id = 47")

    assert found(check(shop)) == [Difference("product", "47", "changed", "location", "", "NULL")]


def test_passwords_in_differences_are_masked(shop: Shop) -> None:
    shop.migrate()
    shop.target.run("UPDATE oc_customer SET password = 'canary' WHERE customer_id = 1")

    [difference] = found(check(shop))

    assert (difference.column, difference.expected, difference.found) == (
        "password",
        "•••",
        "••• (another value, which is not shown)",
    )


def test_checking_does_not_take_tampered_rows_for_its_own(shop: Shop) -> None:
    shop.migrate()
    before = list(ChunkRecord.objects.order_by("id").values_list("table", "checksums"))
    shop.target.run("UPDATE oc_product SET price = 101 WHERE product_id = 42")

    check(shop)

    assert list(ChunkRecord.objects.order_by("id").values_list("table", "checksums")) == before
