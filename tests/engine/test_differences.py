"""How a difference is named: whatever the key is made of, whatever stands in the cell, and never with a secret."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from migrator.actions import StartRun
from migrator.engine import verify
from migrator.engine.tablemap import Range
from migrator.engine.verify import Difference, mapped_rows
from migrator.execution import RunResult, validate
from migrator.models import Operation
from migrator.workspace import open_context
from steps import STEPS
from tests.shop import Shop

SQLITE_ONLY = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def check(shop: Shop, *steps: str) -> RunResult:
    return validate(StartRun(steps, Operation.VALIDATE).execute())


def found(result: RunResult) -> list[Difference]:
    return [d for step in result.steps for table in step.checks for d in table.differences]


def tampered(shop: Shop, *statements: str) -> list[Difference]:
    """Return what a validation finds once these statements were run on a migrated target."""
    shop.migrate()
    shop.target.run(*statements)
    result = check(shop)
    assert not result.verified
    return found(result)


def test_rows_with_a_text_as_key_are_named(shop: Shop) -> None:
    shop.source.run(
        "DELETE FROM oc_fraud_ip",
        "INSERT INTO oc_fraud_ip VALUES ('2001:db8::bad', '2019-01-01 01:01:01'), ('10.0.0.9', '2019-01-01 01:01:01')",
    )

    assert tampered(
        shop,
        "UPDATE oc_fraud_ip SET date_added = '2020-02-02 02:02:02' WHERE ip = '2001:db8::bad'",
        "DELETE FROM oc_fraud_ip WHERE ip = '10.0.0.9'",
        "INSERT INTO oc_fraud_ip VALUES ('7', '2019-01-01 01:01:01')",
    ) == [
        Difference("fraud_ip", "10.0.0.9", "missing"),
        Difference("fraud_ip", "2001:db8::bad", "changed", "date_added", "2019-01-01 01:01:01", "2020-02-02 02:02:02"),
        Difference("fraud_ip", "7", "unexpected"),
    ]


def test_rows_with_a_key_of_several_columns_are_named(shop: Shop) -> None:
    assert tampered(
        shop,
        "UPDATE oc_manufacturer_to_store SET store_id = 9 WHERE manufacturer_id = 7 AND store_id = 0",
        "UPDATE oc_category_description SET name = 'PCs' WHERE category_id = 20 AND language_id = 1",
    ) == [
        Difference("category_description", "20, 1", "changed", "name", "Computers", "PCs"),
        Difference("manufacturer_to_store", "7, 0", "missing"),
        Difference("manufacturer_to_store", "7, 9", "unexpected"),
    ]


@SQLITE_ONLY
@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("quantity", "12x", "990"),
        ("quantity", "12.5", "990"),
        ("quantity", "1_000", "990"),
        ("price", "12x", "100.0000"),
        ("price", "inf", "100.0000"),
    ],
)
def test_what_is_no_number_in_a_column_of_numbers_is_found(shop: Shop, column: str, value: str, expected: str) -> None:
    [difference] = tampered(shop, f"UPDATE oc_product SET {column} = '{value}' WHERE product_id = 42")

    assert difference.found.lower().replace("+", "") == value
    assert (difference.column, difference.expected) == (column, expected)


@SQLITE_ONLY
def test_a_text_is_not_taken_for_the_amount_of_zero(shop: Shop) -> None:
    shop.source.run("UPDATE oc_product SET price = 0 WHERE product_id = 42")

    assert tampered(shop, "UPDATE oc_product SET price = 'free' WHERE product_id = 42") == [
        Difference("product", "42", "changed", "price", "0.0000", "free")
    ]


def test_a_null_is_not_the_text_null(shop: Shop) -> None:
    shop.source.run("UPDATE oc_product SET location = 'NULL' WHERE product_id = 42")

    assert tampered(shop, "UPDATE oc_product SET location = NULL WHERE product_id = 42") == [
        Difference("product", "42", "changed", "location", "NULL (as text)", "NULL")
    ]


def test_no_mapped_value_is_null(shop: Shop) -> None:
    """A NULL is left out of the text of a row, which tells it from every value as long as none is expected."""
    with open_context() as context, context.source.connect() as source:
        nulls = [
            (table.name, name)
            for step in STEPS.values()
            for table in step.resolved(context)
            for part in table.parts
            for row in mapped_rows(part, Range(), source)
            for name, value in row.items()
            if value is None
        ]

    assert nulls == []


def test_a_chunk_whose_rows_differ_never_passes(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody put the row right after its checksum was read."""

    def none(*_: object) -> Iterator[Difference]:
        return iter(())

    shop.migrate()
    shop.target.run("UPDATE oc_product SET model = 'X' WHERE product_id = 42")
    monkeypatch.setattr(verify, "_cells", none)
    assert [str(d) for d in found(check(shop, "products"))] == [
        "product 42 differs, but no column did when they were looked at; validate once more"
    ]
    monkeypatch.setattr(verify, "differences", none)

    result = check(shop, "products")

    assert not result.verified
    assert [str(d) for d in found(result)] == [
        "product differs, but no column did when they were looked at; validate once more"
    ]


def test_json_that_is_written_in_another_way_is_shown_as_it_is(shop: Shop) -> None:
    [difference] = tampered(
        shop, "UPDATE oc_setting SET value = REPLACE(value, ',', ', ') WHERE `key` = 'config_customer_group_display'"
    )

    assert (difference.expected, difference.found) == ('["1","2"]', '["1", "2"]')


def test_a_space_after_the_permissions_is_shown(shop: Shop) -> None:
    shop.migrate()
    permission = shop.target.value("SELECT permission FROM oc_user_group WHERE user_group_id = 1")
    shop.target.run(f"UPDATE oc_user_group SET permission = '{permission} ' WHERE user_group_id = 1")

    [difference] = found(check(shop, "admin_users"))

    assert (difference.expected, difference.found) == (permission, f"{permission} ")


def test_hidden_values_that_differ_are_said_to_differ(shop: Shop) -> None:
    shop.source.run("""UPDATE oc_setting SET value = '{"secret":"canary-a"}' WHERE `key` = 'config_mail_alert'""")

    differences = tampered(
        shop,
        "UPDATE oc_customer SET password = 'canary-b' WHERE customer_id = 1",
        """UPDATE oc_setting SET value = '{"secret":"canary-b"}' WHERE `key` = 'config_mail_alert'""",
        "UPDATE oc_setting SET value = 'canary-c' WHERE `key` = 'config_encryption'",
    )

    hidden = '{"secret":"\\u2022\\u2022\\u2022"}'
    assert [(d.table, d.column, d.expected, d.found) for d in differences] == [
        ("customer", "password", "•••", "••• (another value, which is not shown)"),
        ("setting", "value", "•••", "••• (another value, which is not shown)"),
        ("setting", "value", hidden, f"{hidden} (another value, which is not shown)"),
    ]


def test_the_key_of_a_setting_is_shown_as_it_is(shop: Shop) -> None:
    [difference] = tampered(shop, "UPDATE oc_setting SET `key` = 'config_canary' WHERE `key` = 'config_owner'")

    assert (difference.column, difference.expected, difference.found) == ("key", "config_owner", "config_canary")
