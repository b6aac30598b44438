"""Settings: every row of data-map 3.3 is copied, converted, or left out and told."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest

from steps.convert.config_settings import COPIED
from steps.convert.notes import Converted
from steps.convert.settings import ShopFacts, convert_settings
from steps.convert.target import Target

NEW = Target()
OLD = Target(line="4.0", has_vouchers=True, config_description=False, return_forms=("return", "returns"))
FIRST = Target(
    line="4.0", separator="|", has_vouchers=True, config_description=False, return_forms=("return",),
    payment_address_setting="config_checkout_address",
)  # fmt: skip

FACTS = ShopFacts(
    stores=({"store_id": 2, "url": "http://b.test/", "ssl": "https://b.test/"},),
    languages={1: "en-gb", 3: "de-de"},
    order_status_ids=frozenset({1, 16}),
    stock_status_ids=frozenset({5}),
    currencies=frozenset({"EUR"}),
    extensions=frozenset({("payment", "cod"), ("shipping", "flat")}),
)


def setting(
    number: int, key: str, value: str | None, *, code: str = "config", store: int = 0, serialized: int = 0
) -> dict[str, Any]:
    return {
        "setting_id": number, "store_id": store, "code": code, "key": key, "value": value, "serialized": serialized,
    }  # fmt: skip


def convert(
    source: Iterable[dict[str, Any]],
    fresh: Iterable[dict[str, Any]] = (),
    target: Target = NEW,
    *,
    keep_image_sizes: bool = True,
) -> Converted[list[dict[str, Any]]]:
    return convert_settings(source, fresh, FACTS, target, keep_image_sizes=keep_image_sizes)


def values(result: Converted[list[dict[str, Any]]]) -> dict[tuple[int, str], str]:
    return {(row["store_id"], row["key"]): row["value"] for row in result.value}


def one(old: str, value: str, target: Target = NEW, *, fresh: str | None = None, serialized: int = 0) -> dict[str, str]:
    """Return key → value of store 0 after the conversion of one setting whose key the target may also have."""
    installed = [setting(1, old, fresh)] if fresh is not None else []
    result = convert([setting(1, old, value, serialized=serialized)], installed, target)
    return {key: text for (store, key), text in values(result).items() if store == 0}


@pytest.mark.parametrize("key", sorted(COPIED - {"config_currency"}))
def test_keys_with_the_same_meaning_are_copied_for_every_store(key: str) -> None:
    source = [setting(1, key, "x&amp;y"), setting(2, key, "z", store=2)]
    for target in (NEW, OLD):
        result = convert(source, [setting(7, key, "fresh")], target)
        assert values(result)[0, key] == "x&amp;y"
        assert values(result)[2, key] == "z"
        assert result.value[0]["setting_id"] == 7
        assert result.notes == ()


def test_the_copied_keys_are_those_of_the_data_map() -> None:
    assert len(COPIED) == 68
    assert {"config_account_id", "config_mail_smtp_password", "config_zone_id", "config_affiliate_group_id"} <= COPIED


@pytest.mark.parametrize(
    ("old", "value", "target", "new", "expected"),
    [
        ("config_language", "de-de", OLD, "config_language", "de-de"),
        ("config_language", "de-de", NEW, "config_language_catalog", "de-de"),
        ("config_admin_language", "de-de", OLD, "config_language_admin", "de-de"),
        ("config_admin_language", "de-de", NEW, "config_language_admin", "de-de"),
        ("config_limit_admin", "25", NEW, "config_pagination_admin", "25"),
        ("config_theme", "default", NEW, "config_theme", "basic"),
        ("config_meta_title", "Shop", OLD, "config_meta_title", "Shop"),
        ("config_meta_description", "Shop", OLD, "config_meta_description", "Shop"),
        ("config_meta_keyword", "Shop", OLD, "config_meta_keyword", "Shop"),
        ("config_captcha", "basic", NEW, "config_captcha", "basic"),
        ("config_captcha", "google", NEW, "config_captcha", ""),
        ("config_icon", "catalog/x.png", NEW, "config_icon", "catalog/x.png"),
        ("config_voucher_min", "3", OLD, "config_voucher_min", "3"),
        ("config_voucher_max", "300", OLD, "config_voucher_max", "300"),
        ("config_robots", "bot", OLD, "config_robots", "bot"),
        ("config_currency", "EUR", NEW, "config_currency", "EUR"),
        ("config_currency_engine", "fixer", NEW, "config_currency_engine", "fixer"),
        ("config_error_filename", "e.log", NEW, "config_error_filename", "e.log"),
    ],
)
def test_renamed_and_converted_keys(old: str, value: str, target: Target, new: str, expected: str) -> None:
    assert one(old, value, target)[new] == expected
    assert old == new or old not in one(old, value, target)


@pytest.mark.parametrize(
    ("key", "value", "fresh", "expected"),
    [
        ("config_file_max_size", "300000", "20", "20"),
        ("config_file_max_size", "20971520", "20", "20"),
        ("config_file_max_size", "20971521", "20", "21"),
        ("config_file_max_size", "", "20", "20"),
        ("config_file_ext_allowed", "zip\nrar\r\n\npdf", "zip\r\nwebp", "zip\r\nwebp\r\nrar\r\npdf"),
        ("config_file_mime_allowed", "text/x\r\ntext/plain", "text/plain", "text/plain\r\ntext/x"),
        ("config_encryption", "source", "target", "target"),
        ("config_currency_engine", "alphavantage", "ecb", "ecb"),
    ],
)
def test_what_the_target_brings_counts(key: str, value: str, fresh: str, expected: str) -> None:
    assert one(key, value, fresh=fresh)[key] == expected


@pytest.mark.parametrize(
    ("target", "pages"),
    [
        (FIRST, ["review", "return", "contact"]),
        (OLD, ["review", "return", "returns", "contact"]),
        (NEW, ["review", "returns", "contact"]),
    ],
)
def test_the_captcha_of_the_return_form(target: Target, pages: list[str]) -> None:
    assert (
        json.loads(
            one("config_captcha_page", '["review","return","contact"]', target, serialized=1)["config_captcha_page"]
        )
        == pages
    )
    assert json.loads(one("config_captcha_page", "a:0:{}", target, serialized=1)["config_captcha_page"]) == []


def test_page_titles_move_into_one_setting_for_all_languages() -> None:
    source = [
        setting(1, "config_meta_title", "Shop"),
        setting(2, "config_meta_description", "Best"),
        setting(3, "config_meta_title", "B", store=2),
    ]
    result = convert(source)
    texts = {"meta_title": "Shop", "meta_description": "Best", "meta_keyword": ""}
    assert json.loads(values(result)[0, "config_description"]) == {"1": texts, "3": texts}
    assert json.loads(values(result)[2, "config_description"])["3"] == {**texts, "meta_title": "B"}
    assert [row["serialized"] for row in result.value if row["key"] == "config_description"] == [1, 1]
    assert (0, "config_meta_title") not in values(result)


def test_php_serialized_lists_become_json() -> None:
    result = convert([setting(1, "config_complete_status", 'a:2:{i:0;s:1:"5";i:1;s:1:"3";}', serialized=1)])
    row = next(row for row in result.value if row["key"] == "config_complete_status")
    assert (row["value"], row["serialized"]) == ('["5","3"]', 1)


@pytest.mark.parametrize(
    ("key", "default", "changed"),
    [
        ("config_password", "1", "0"),
        ("config_fax", "", "123"),
        ("config_google_analytics", "", "UA-1"),
        ("config_ftp_hostname", "", "h"),
        ("config_ftp_port", "21", "22"),
        ("config_ftp_username", "", "u"),
        ("config_ftp_password", "", "p"),
        ("config_ftp_root", "", "/"),
        ("config_ftp_status", "0", "1"),
        ("config_fraud_detection", "0", "1"),
        ("config_symbol_left_space", "0", "1"),
        ("config_symbol_right_space", "0", "1"),
    ],
)
def test_dropped_keys_are_told_when_they_were_changed(key: str, default: str, changed: str) -> None:
    for value, kinds in ((default, []), (changed, ["dropped_setting"])):
        result = convert([setting(1, key, value)])
        assert (0, key) not in values(result)
        assert [note.kind for note in result.notes] == kinds


@pytest.mark.parametrize(
    ("key", "value", "target"),
    [
        ("config_icon", "catalog/x.png", OLD),
        ("config_robots", "bot", NEW),
        ("config_voucher_max", "5", NEW),
        ("config_from_elsewhere", "1", NEW),
    ],
)
def test_keys_without_a_place_in_this_release_are_told(key: str, value: str, target: Target) -> None:
    result = convert([setting(1, key, value)], target=target)
    assert (0, key) not in values(result)
    assert [(note.kind, note.key) for note in result.notes] == [("dropped_setting", f"0 config {key}")]


def test_the_stock_icon_and_voucher_limits_are_not_worth_a_note() -> None:
    assert convert([setting(1, "config_icon", "catalog/cart.png")], target=OLD).notes == ()
    assert convert([setting(1, "config_voucher_max", "1000"), setting(2, "config_voucher_min", "1")]).notes == ()


@pytest.mark.parametrize(("secure", "url"), [("1", "https://b.test/"), ("0", "http://b.test/")])
def test_every_store_has_its_address(secure: str, url: str) -> None:
    source = [
        setting(1, "config_secure", secure, store=2),
        setting(2, "config_url", "http://old.test/", store=2),
        setting(3, "config_ssl", "https://old.test/", store=2),
    ]
    result = convert(source)
    assert values(result)[2, "config_url"] == url
    assert (2, "config_ssl") not in values(result)
    assert (0, "config_url") not in values(result)
    assert result.notes == ()


def test_settings_that_keep_the_shop_as_it_was() -> None:
    fresh = [
        setting(1, "config_fraud_status_id", "8"),
        setting(2, "config_void_status_id", "16"),
        setting(3, "config_stock_status_id", "7"),
        setting(4, "config_telephone_required", "0"),
        setting(5, "config_gdpr_limit", "180"),
    ]
    found = values(convert([], fresh))
    assert {key: value for (_, key), value in found.items() if not key.startswith("config_image")} == {
        "config_fraud_status_id": "0",
        "config_void_status_id": "16",
        "config_stock_status_id": "0",
        "config_telephone_required": "1",
        "config_telephone_display": "1",
        "config_affiliate_status": "1",
        "config_checkout_payment_address": "1",
        "config_gdpr_limit": "180",
        "config_description": json.dumps(
            {n: {"meta_title": "", "meta_description": "", "meta_keyword": ""} for n in ("1", "3")},
            separators=(",", ":"),
        ),
        "config_url": "http://b.test/",
    }
    assert values(convert([], [], FIRST))[0, "config_checkout_address"] == "1"
    assert values(convert([setting(1, "config_fraud_status_id", "8")], fresh))[0, "config_fraud_status_id"] == "8"


def test_lists_and_pictures_of_the_theme() -> None:
    code = "theme_journal"
    source = [
        setting(1, "config_theme", "journal"),
        setting(2, f"{code}_product_limit", "24", code=code),
        setting(3, f"{code}_product_description_length", "90", code=code),
        setting(4, f"{code}_image_thumb_width", "640", code=code),
        setting(5, f"{code}_image_cart_width", "47", code=code),
        setting(6, "theme_default_product_limit", "99", code="theme_default"),
        setting(7, f"{code}_product_limit", "12", code=code, store=2),
        setting(8, f"{code}_colour", "red", code=code),
    ]
    fresh = [setting(1, "config_image_thumb_width", "500"), setting(2, "config_pagination", "10")]
    kept = convert(source, fresh)
    assert values(kept)[0, "config_theme"] == "basic"
    assert values(kept)[0, "config_pagination"] == "24"
    assert values(kept)[2, "config_pagination"] == "12"
    assert values(kept)[0, "config_product_description_length"] == "90"
    assert values(kept)[0, "config_image_thumb_width"] == "500"
    assert values(kept)[0, "config_image_popup_height"] == "500"
    assert not [row for row in kept.value if row["code"].startswith("theme_")]
    assert [note.kind for note in kept.notes] == [
        "replaced_theme", "kept_image_sizes", "dropped_theme_settings", "dropped_theme_settings",
    ]  # fmt: skip
    assert values(convert(source, fresh, keep_image_sizes=False))[0, "config_image_thumb_width"] == "640"


def payment(number: int, code: str, key: str, value: str, store: int = 0) -> dict[str, Any]:
    return setting(number, f"{code}_{key}", value, code=code, store=store)


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("payment_cheque", "payable"), ("payment_cod", "geo_zone_id"), ("payment_cod", "order_status_id"),
        ("payment_cod", "sort_order"), ("payment_cod", "status"), ("shipping_flat", "cost"),
        ("shipping_free", "total"), ("shipping_item", "cost"), ("shipping_pickup", "status"),
        ("shipping_weight", "3_rate"), ("shipping_weight", "3_status"), ("total_coupon", "status"),
        ("total_shipping", "estimator"), ("module_account", "status"), ("module_category", "status"),
        ("module_filter", "status"), ("module_information", "status"), ("module_store", "status"),
        ("module_store", "admin"), ("dashboard_map", "width"), ("report_sale_tax", "status"),
        ("captcha_basic", "status"), ("fraud_ip", "order_status_id"),
    ],
)  # fmt: skip
def test_settings_of_shipped_extensions_are_copied(code: str, key: str) -> None:
    result = convert([payment(1, code, key, "7", store=2)])
    assert values(result)[2, f"{code}_{key}"] == "7"
    assert result.notes == ()


def test_bank_transfer_texts_are_renamed_and_completed_for_every_language() -> None:
    code = "payment_bank_transfer"
    source = [
        setting(1, "config_language", "de-de"),
        payment(2, code, "bank3", "IBAN"),
        payment(3, code, "status", "1"),
    ]
    facts = ShopFacts(
        FACTS.stores, FACTS.languages, frozenset(), frozenset(), frozenset(), frozenset({("payment", "bank_transfer")})
    )
    found = values(convert_settings(source, [], facts, NEW))
    assert found[0, f"{code}_bank_3"] == "IBAN"
    assert found[0, f"{code}_bank_1"] == "IBAN"
    assert (0, f"{code}_bank3") not in found


@pytest.mark.parametrize("code", ["payment_cod", "payment_cheque", "payment_bank_transfer"])
def test_minimum_totals_are_dropped_and_told(code: str) -> None:
    for value, kinds in (("0.01", []), ("", []), ("50", ["dropped_minimum_total"])):
        result = convert([payment(1, code, "total", value)])
        assert (0, f"{code}_total") not in values(result)
        assert [note.kind for note in result.notes] == kinds


def test_vouchers_count_only_where_they_exist() -> None:
    rows = [payment(1, "total_voucher", "status", "1")]
    facts = ShopFacts((), FACTS.languages, frozenset(), frozenset(), frozenset(), frozenset({("total", "voucher")}))
    assert values(convert_settings(rows, [], facts, OLD))[0, "total_voucher_status"] == "1"
    dropped = convert_settings(rows, [], facts, NEW)
    assert (0, "total_voucher_status") not in values(dropped)
    assert [note.kind for note in dropped.notes] == ["dropped_enabled_extension"]


def test_a_setting_filed_under_another_code_is_found_by_its_key() -> None:
    row = setting(1, "total_coupon_sort_order", "8", code="coupon")
    found = next(row for row in convert([row]).value if row["key"] == "total_coupon_sort_order")
    assert found["code"] == "total_coupon"


def test_the_misspelled_default_key_is_put_right() -> None:
    code = "report_customer_transaction"
    found = values(convert([payment(1, code, "status_sort_order", "4")]))
    assert found[0, f"{code}_sort_order"] == "4"
    assert (0, f"{code}_status_sort_order") not in found


def test_settings_of_other_extensions_are_told_together() -> None:
    source = [
        payment(1, "payment_stripe", "status", "1"),
        payment(2, "payment_stripe", "secret", "s"),
        payment(3, "feed_google_base", "status", "0"),
        setting(4, "developer_theme", "0", code="developer"),
    ]
    result = convert(source, [setting(1, "developer_sass", "1", code="developer")])
    assert [(note.kind, note.key) for note in result.notes] == [
        ("dropped_enabled_extension", "0 payment_stripe"),
        ("dropped_extension_settings", "0 feed_google_base"),
    ]
    assert (0, "developer_theme") not in values(result)
    assert values(result)[0, "developer_sass"] == "1"


def test_what_the_source_did_not_offer_is_not_offered_now() -> None:
    fresh = [payment(1, "payment_free_checkout", "status", "1"), payment(2, "payment_cod", "status", "1")]
    result = convert([], fresh)
    assert values(result)[0, "payment_free_checkout_status"] == "0"
    assert values(result)[0, "payment_cod_status"] == "1"
    assert [note.kind for note in result.notes] == ["turned_off"]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (setting(1, "config_name", "x", store=9), "orphan_setting"),
        (setting(1, "config_complete_status", "oops", serialized=1), "unreadable_setting"),
        (setting(1, "config_currency", "DKK"), "unknown_currency"),
        (setting(1, "config_language", "fr-fr"), "unknown_language"),
        (setting(1, "config_theme", "journal"), "replaced_theme"),
        (setting(1, "config_captcha", "google"), "dropped_captcha"),
        (setting(1, "config_captcha_page", "{}", serialized=1), "dropped_setting"),
    ],
)
def test_doubtful_values_are_told(row: dict[str, Any], kind: str) -> None:
    assert [note.kind for note in convert([row]).notes] == [kind]


def test_ids_of_new_rows_lie_above_the_kept_ones_and_the_last_double_wins() -> None:
    source = [setting(5, "config_name", "new"), setting(4, "config_name", "old"), setting(6, "config_owner", None)]
    result = convert(source, [setting(90, "config_name", "fresh")])
    assert values(result)[0, "config_name"] == "new"
    assert values(result)[0, "config_owner"] == ""
    ids = [row["setting_id"] for row in result.value]
    assert ids == list(range(90, 90 + len(ids)))
