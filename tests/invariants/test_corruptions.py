"""Every invariant notices the damage it is there for."""

from __future__ import annotations

import pytest

from steps.invariants import INVARIANTS, check_invariants
from tests.invariants.migrated import Migrated, tampered

CORRUPTIONS: dict[int, tuple[str, str]] = {
    1: ("product_description", "DELETE FROM oc_product_description WHERE product_id = 42 AND language_id = 2"),
    2: ("category_description", "UPDATE oc_category_description SET meta_title = '' WHERE category_id = 20"),
    3: ("manufacturer", "DELETE FROM oc_manufacturer WHERE manufacturer_id = 7"),
    4: ("product", "UPDATE oc_product SET status = NULL WHERE product_id = 42"),
    5: ("language", "UPDATE oc_language SET status = 0 WHERE code = 'de-de'"),
    6: ("currency", "UPDATE oc_currency SET value = 1.5 WHERE code = 'EUR'"),
    7: ("customer", "UPDATE oc_customer SET custom_field = 'a:0:{}' WHERE customer_id = 3"),
    8: ("country", "UPDATE oc_country SET address_format_id = 99 WHERE country_id = 81"),
    9: ("country_description", "DELETE FROM oc_country_description WHERE country_id = 81 AND language_id = 2"),
    10: ("zone", "UPDATE oc_zone SET country_id = 9999 WHERE zone_id = 1256"),
    11: ("setting", "UPDATE oc_setting SET value = '9999' WHERE \"key\" = 'config_country_id' AND store_id = 0"),
    12: ("setting", "DELETE FROM oc_setting WHERE \"key\" = 'config_image_thumb_width'"),
    13: (
        "subscription_status",
        "DELETE FROM oc_subscription_status WHERE subscription_status_id = 2 AND language_id = 2",
    ),
    14: ("category_path", "UPDATE oc_category_path SET level = 5 WHERE category_id = 59 AND path_id = 59"),
    15: ("category", "UPDATE oc_category SET parent_id = 59 WHERE category_id = 20"),
    16: ("product_to_store", "DELETE FROM oc_product_to_store WHERE product_id = 42"),
    17: ("product", "UPDATE oc_product SET manufacturer_id = 9999 WHERE product_id = 42"),
    18: (
        "product_option_value",
        "UPDATE oc_product_option_value SET option_value_id = 32 WHERE product_option_value_id = 1",
    ),
    19: ("option", "UPDATE oc_option SET type = 'image' WHERE option_id = 1"),
    20: ("product_related", "INSERT INTO oc_product_related (product_id, related_id) VALUES (42, 9999)"),
    21: ("product_discount", "UPDATE oc_product_discount SET date_end = NULL WHERE product_discount_id = 438"),
    22: ("product_code", "UPDATE oc_product_code SET code = 'sku' WHERE product_id = 28"),
    23: ("product", "UPDATE oc_product SET rating = 2 WHERE product_id = 42"),
    24: ("attribute", "UPDATE oc_attribute SET attribute_group_id = 9999"),
    25: ("product", "UPDATE oc_product SET image = 'catalog/metadata/htc.jpg' WHERE product_id = 28"),
    26: ("seo_url", "UPDATE oc_seo_url SET keyword = 'computers' WHERE \"key\" = 'product_id' AND value = '28'"),
    27: ("seo_url", "UPDATE oc_seo_url SET keyword = 'ultrabooks' WHERE \"key\" = 'product_id' AND value = '28'"),
    28: ("seo_url", "UPDATE oc_seo_url SET value = '26_20' WHERE \"key\" = 'path' AND value = '20_26'"),
    29: ("seo_url", "UPDATE oc_seo_url SET value = '9999' WHERE \"key\" = 'product_id' AND value = '28'"),
    30: ("seo_url", "DELETE FROM oc_seo_url WHERE \"key\" = 'language' AND store_id = 1"),
    31: (
        "layout_route",
        "UPDATE oc_layout_route SET route = 'product/manufacturer/info' WHERE route = 'product/product'",
    ),
    32: ("address", 'UPDATE oc_address SET "default" = 1 WHERE customer_id = 1'),
    33: ("customer", "UPDATE oc_customer SET customer_group_id = 9999 WHERE customer_id = 3"),
    34: ("customer", "UPDATE oc_customer SET salt = 'different' WHERE customer_id = 1"),
    35: ("customer", "UPDATE oc_customer SET email = 'ANN@example.com' WHERE customer_id = 5"),
    36: ("cart", "UPDATE oc_cart SET product_id = 9999 WHERE customer_id = 2"),
    37: ("customer_reward", "UPDATE oc_customer_reward SET points = points + 1"),
    38: ("cart", "UPDATE oc_cart SET store_id = 9 WHERE customer_id = 2"),
    39: ("order", "UPDATE oc_order SET total = total + 0.01 WHERE order_id = 1"),
    40: ("order_total", "UPDATE oc_order_total SET value = value + 1 WHERE order_total_id = 2"),
    41: ("order_product", "UPDATE oc_order_product SET total = total + 1 WHERE order_product_id = 1"),
    42: ("order_total", "UPDATE oc_order_total SET code = 'klarna_fee' WHERE order_total_id = 2"),
    43: ("order", 'UPDATE oc_order SET payment_method = \'{"name": "Cash", "code": "cod"}\' WHERE order_id = 1'),
    44: ("order", "UPDATE oc_order SET language_code = 'fr-fr' WHERE order_id = 1"),
    45: ("order_history", "UPDATE oc_order_history SET order_id = 9999 WHERE order_history_id = 1"),
    46: ("order_status", "DELETE FROM oc_order_status WHERE order_status_id = 5 AND language_id = 2"),
    47: ("order", "UPDATE oc_order SET payment_address_id = 3 WHERE order_id = 1"),
    48: ("coupon_history", "UPDATE oc_coupon_history SET coupon_id = 9999"),
    49: ("layout_module", "UPDATE oc_layout_module SET code = 'featured.28' WHERE code = 'opencart.featured.28'"),
    50: ("module", 'UPDATE oc_module SET setting = \'{"name": "Slides", "status": "1"}\' WHERE module_id = 27'),
    51: ("extension", "UPDATE oc_extension SET code = 'paypal' WHERE type = 'payment' AND code = 'cod'"),
    52: ("product_bestseller", "DROP TABLE oc_product_bestseller"),
    53: ("setting", "DELETE FROM oc_setting WHERE \"key\" = 'payment_bank_transfer_bank_2'"),
    54: ("user", "UPDATE oc_user SET status = 0"),
    55: ("cron", "DELETE FROM oc_cron"),
    56: (
        "setting",
        "UPDATE oc_setting SET value = 'https://werkstatt.example' WHERE \"key\" = 'config_url' AND store_id = 1",
    ),
}
"""Invariant → (table, the statement that damages it)."""

ONLY_41 = frozenset({4, 9, 21, 22, 38})
"""OpenCart 4.0 does not have what these are about, or its columns forbid the damage."""


def test_there_is_a_corruption_for_each_of_the_56_invariants() -> None:
    assert [invariant.number for invariant in INVARIANTS] == list(range(1, 57))
    assert sorted(CORRUPTIONS) == list(range(1, 57))


@pytest.mark.parametrize("number", CORRUPTIONS)
def test_a_corruption_is_found(migrated: Migrated, number: int) -> None:
    context = migrated.context()
    table, statement = CORRUPTIONS[number]
    if number in ONLY_41 and context.target.release.line != "4.1":
        pytest.skip("not in OpenCart 4.0")
    with tampered(migrated, f"oc_{table}", statement):
        [found] = check_invariants(context, numbers=[number])
    assert found.made > 0
    assert not found.passed
    assert not found.violations[0].inherited
