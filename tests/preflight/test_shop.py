"""What is found in the demonstration shop as it is."""

from __future__ import annotations

import json

from migrator.preflight import Preflight
from migrator.preflight.topics import TOPICS
from tests.preflight.pair import Pair, found, only, row_of


def test_demonstration_shop_can_be_migrated(of_shop: Preflight) -> None:
    assert [one.message for one in of_shop.of("blocking")] == []
    assert of_shop.blocking is False


def test_releases_are_named(of_shop: Preflight) -> None:
    assert of_shop.source == "OpenCart 3.0.3.2 – 3.0.3.9"
    assert of_shop.target == "OpenCart 4.1.0.4"


def test_table_of_an_extension_is_found_with_its_rows(of_shop: Preflight) -> None:
    one = only(of_shop, "unmapped_tables")
    assert (one.severity, one.rows) == ("warning", ({"table": "acme_feed_log", "rows": 2},))


def test_column_of_an_extension_is_the_only_one_without_home(of_shop: Preflight) -> None:
    one = only(of_shop, "unmapped_columns")
    assert (one.severity, one.table, one.count) == ("warning", "product", 2)
    assert "product.acme_supplier" in one.message
    assert [dict(row) for row in one.rows] == [
        {"product_id": 28, "acme_supplier": "ACME-7"},
        {"product_id": 42, "acme_supplier": "ACME-1"},
    ]


def test_columns_left_out_on_purpose_say_why(of_shop: Preflight) -> None:
    one = only(of_shop, "dropped_columns")
    assert one.severity == "info"
    row = next(row for row in one.rows if row["column"] == "location.fax")
    assert row == {"column": "location.fax", "rows": 1, "reason": "OpenCart 4 has no fax numbers"}


def test_gift_certificates_are_left_behind_by_4_1_only(of_shop: Preflight) -> None:
    assert row_of(only(of_shop, "dropped_tables"), table="voucher")["rows"] == 3
    one = only(of_shop, "open_voucher")
    assert (one.severity, one.count) == ("warning", 2)
    assert sorted(row["code"] for row in one.rows) == ["GIFT-1", "GIFT-3"]


def test_e_mail_addresses_are_compared_without_case(of_shop: Preflight) -> None:
    one = only(of_shop, "duplicate_email")
    assert (one.severity, one.count, one.rows[0]["email"]) == ("warning", 1, "john@example.com")


def test_passwords_that_cannot_work_are_found_without_showing_them(of_shop: Preflight) -> None:
    one = only(of_shop, "password_length", "customer")
    assert [row["customer_id"] for row in one.rows] == [5, 7]
    assert all("password" not in row for row in one.rows)


def test_zero_dates_are_counted_per_column_and_kept(of_shop: Preflight) -> None:
    one = only(of_shop, "zero_dates")
    assert one.severity == "info"
    assert row_of(one, column="coupon.date_start")["rows"] == 1
    assert row_of(one, column="coupon.date_end")["rows"] == 2


def test_php_values_are_counted_per_column(of_shop: Preflight) -> None:
    one = only(of_shop, "php_values")
    counts = {row["column"]: row["rows"] for row in one.rows}
    assert counts["customer.custom_field"] == counts["customer.wishlist"] == 1
    assert counts["address.custom_field"] == counts["customer_activity.data"] == counts["cart.option"] == 1


def test_text_in_a_number_is_found(of_shop: Preflight) -> None:
    one = only(of_shop, "texts_without_number")
    assert [dict(row) for row in one.rows] == [{"coupon_id": 6, "uses_customer": "many"}]


def test_missing_language_and_enabled_ones_are_named(of_shop: Preflight) -> None:
    assert [row["code"] for row in only(of_shop, "language_files").rows] == ["de-de"]
    assert [row["code"] for row in only(of_shop, "languages").rows] == ["en-gb", "de-de"]


def test_enabled_extensions_that_opencart_4_lacks_are_warned_of(of_shop: Preflight) -> None:
    one = only(of_shop, "dropped_enabled_extension")
    assert one.severity == "warning"
    assert {"0 payment_acme", "0 shipping_ups", "0 total_klarna_fee"} <= {row["row"] for row in one.rows}


def test_active_subscription_is_warned_of(of_shop: Preflight) -> None:
    one = only(of_shop, "active_subscription")
    assert (one.severity, one.count, one.rows[0]["order_recurring_id"]) == ("warning", 1, 1)


def test_words_that_added_pages_use_are_found(of_shop: Preflight) -> None:
    one = only(of_shop, "added_keyword")
    assert {row["row"] for row in one.rows} == {"0 route product/product", "0 route information/information.info"}


def test_nothing_is_an_orphan_or_does_not_fit(of_shop: Preflight) -> None:
    for check in ("orphans", "text_too_long", "number_out_of_range", "value_not_allowed", "unique_keys"):
        assert found(of_shop, check) == []


def test_every_kind_of_note_has_a_subject_of_its_own(of_shop: Preflight) -> None:
    checks_of_notes = {one.check for one in of_shop.findings if one.rows and "note" in one.rows[0]}
    assert checks_of_notes - TOPICS.keys() == set()
    assert len(checks_of_notes) > 20


def test_as_dict_is_plain_json_with_every_part(of_shop: Preflight) -> None:
    document = json.loads(json.dumps(of_shop.as_dict()))
    assert document["blocking"] is False
    assert document["summary"]["blocking"] == 0
    assert document["summary"]["warning"] == len(of_shop.of("warning"))
    assert document["rows"] == of_shop.rows > 1000
    assert document["estimate_seconds"] > 0
    assert document["needed_bytes"] > document["size_bytes"] > 0
    assert set(document["findings"][0]) == {"check", "severity", "message", "count", "rows", "advice", "table"}


def test_every_finding_is_one_sentence_and_every_warning_has_advice(of_shop: Preflight) -> None:
    for one in of_shop.findings:
        assert one.message.endswith(".") and "\n" not in one.message
        assert one.advice or one.severity == "info", one.check
        assert len(one.rows) <= 20


def test_both_releases_of_opencart_4_take_the_shop(shop: Pair, of_shop: Preflight) -> None:
    assert "Gift certificates" in only(of_shop, "open_voucher").message
    assert only(of_shop, "path").message.startswith("The database copies the rows by itself")
    assert of_shop.path == "server"
    assert shop.run(path="stream").path == "stream"
