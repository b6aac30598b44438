"""One thing wrong of every kind is found, with its rows, and what is right beside it is not."""

from __future__ import annotations

import json

import pytest

from migrator.preflight import Preflight
from tests.preflight.pair import Pair, found, only
from tests.preflight.spoiling import CANARY


def orphans(preflight: Preflight, table: str) -> list[tuple[str, int, list[dict[str, object]]]]:
    return [(one.message, one.count, [dict(row) for row in one.rows]) for one in found(preflight, "orphans", table)]


def test_product_of_a_missing_manufacturer_is_an_orphan_and_one_without_is_not(of_spoiled: Preflight) -> None:
    assert orphans(of_spoiled, "product") == [
        (
            "Rows of product refer by manufacturer_id to rows of manufacturer that do not exist.",
            1,
            [{"product_id": 40, "manufacturer_id": 999}],
        )
    ]


def test_address_of_a_missing_customer_is_an_orphan(of_spoiled: Preflight) -> None:
    ((_, count, rows),) = orphans(of_spoiled, "address")
    assert (count, rows) == (1, [{"address_id": 9, "customer_id": 99}])


def test_option_line_must_agree_in_order_and_line(of_spoiled: Preflight) -> None:
    by_line, by_order = orphans(of_spoiled, "order_option")
    assert by_line[0].startswith("Rows of order_option refer by order_product_id and order_id to rows of order_product")
    assert by_order[0].startswith("Rows of order_option refer by order_id to rows of order that")
    for _, count, rows in (by_line, by_order):
        assert (count, rows[0]["order_option_id"], rows[0]["order_id"]) == (1, 1, 4711)


def test_related_product_must_exist(of_spoiled: Preflight) -> None:
    ((message, _, rows),) = orphans(of_spoiled, "product_related")
    assert "to rows of product that" in message
    assert rows == [{"product_id": 40, "related_id": 4712}]


def test_option_without_choices_is_found(of_spoiled: Preflight) -> None:
    one = only(of_spoiled, "options_without_values")
    assert [row["product_option_id"] for row in one.rows] == [218]


def test_circle_and_missing_parent_of_categories_are_found(of_spoiled: Preflight) -> None:
    one = only(of_spoiled, "category_parent")
    assert [(row["category_id"], row["parent_id"]) for row in one.rows] == [(20, 59), (57, 777)]


def test_text_is_too_long_by_characters_not_bytes(of_spoiled: Preflight) -> None:
    one = only(of_spoiled, "text_too_long")
    assert one.message == "Values for product.model cannot be kept: the column takes 64 characters."
    assert (one.count, [row["product_id"] for row in one.rows]) == (1, [41])


def test_number_above_the_range_is_found(of_spoiled: Preflight) -> None:
    (one,) = [one for one in found(of_spoiled, "number_out_of_range") if "sort_order" in one.message]
    assert [(row["product_id"], row["sort_order"]) for row in one.rows] == [(41, 2147483648)]


def test_price_that_would_be_rounded_is_found(of_spoiled: Preflight) -> None:
    (one,) = [one for one in found(of_spoiled, "number_out_of_range") if "product.price" in one.message]
    assert [row["product_id"] for row in one.rows] == [40]


def test_value_that_an_enum_does_not_take_is_found(of_spoiled: Preflight) -> None:
    one = only(of_spoiled, "value_not_allowed")
    assert [(row["subscription_plan_id"], row["frequency"]) for row in one.rows] == [(2, "decade")]


def test_values_the_same_to_a_unique_key_are_found(of_spoiled: Preflight) -> None:
    one = only(of_spoiled, "unique_keys", "coupon")
    assert (one.count, [dict(row) for row in one.rows]) == (1, [{"code": "3333", "rows": 2}])


def test_address_that_stands_for_two_products_is_found(of_spoiled: Preflight) -> None:
    one = only(of_spoiled, "changed_keyword")
    assert one.severity == "warning"
    assert [row["keyword"] for row in one.rows] == ["apple-cinema"]


def test_unreadable_value_is_found(of_spoiled: Preflight) -> None:
    one = only(of_spoiled, "unreadable_value")
    assert (one.count, one.rows[0]["custom_field"]) == (1, "{broken")


def test_currency_of_the_shop_must_be_worth_one(of_spoiled: Preflight) -> None:
    (one,) = [one for one in found(of_spoiled, "currencies") if one.severity == "warning"]
    assert "(EUR)" in one.message


def test_column_that_has_its_default_everywhere_holds_nothing(of_spoiled: Preflight) -> None:
    assert [one.message for one in found(of_spoiled, "unmapped_columns", "customer")] == [
        "The column customer.acme_token holds data and has no place in this OpenCart 4."
    ]


def test_secrets_are_masked_wherever_they_are(of_spoiled: Preflight) -> None:
    one = only(of_spoiled, "unmapped_columns", "customer")
    assert [(row["customer_id"], row["acme_token"]) for row in one.rows] == [(1, "•••"), (2, "•••"), (3, "•••")]
    assert CANARY not in json.dumps(of_spoiled.as_dict(), ensure_ascii=False)


def test_characters_and_collations_of_mariadb(of_spoiled: Preflight, spoiled: Pair) -> None:
    if spoiled.source.startswith("sqlite"):
        pytest.skip("SQLite has one character set and compares byte by byte")
    lost = only(of_spoiled, "lost_characters")
    assert (lost.table, lost.count, [row["review_id"] for row in lost.rows]) == ("review", 1, [1])
    same = only(of_spoiled, "unique_keys", "marketing")
    assert (same.count, same.rows[0]["rows"]) == (1, 2)
