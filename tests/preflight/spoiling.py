"""One thing wrong of every kind that the preflight looks for."""

from __future__ import annotations

from tests.preflight.pair import Pair, execute, widen

__all__ = ["CANARY", "spoil", "spoil_mariadb"]

CANARY = "canary-4711-secret"

SPOILED = (
    # Orphans: a product without manufacturer (0 is none, and no orphan), an address of nobody, a line of another order.
    "UPDATE oc_product SET manufacturer_id = 999 WHERE product_id = 40",
    "UPDATE oc_product SET manufacturer_id = 0 WHERE product_id = 41",
    "UPDATE oc_address SET customer_id = 99 WHERE address_id = 9",
    "UPDATE oc_order_option SET order_id = 4711 WHERE order_option_id = 1",
    "INSERT INTO oc_product_related (product_id, related_id) VALUES (40, 4712)",
    "DELETE FROM oc_product_option_value WHERE product_option_id = 218",
    # A circle of categories, and one below a category that is gone.
    "UPDATE oc_category SET parent_id = 59 WHERE category_id = 20",
    "UPDATE oc_category SET parent_id = 777 WHERE category_id = 57",
    # Texts of 64 and 65 characters for a column of 64, of which umlauts are two bytes each.
    f"UPDATE oc_product SET model = '{'ü' * 64}' WHERE product_id = 40",
    f"UPDATE oc_product SET model = '{'ü' * 65}' WHERE product_id = 41",
    # Numbers out of range, and a price with more digits than OpenCart 4 keeps.
    "UPDATE oc_product SET sort_order = 2147483647 WHERE product_id = 40",
    "UPDATE oc_product SET sort_order = 2147483648 WHERE product_id = 41",
    "UPDATE oc_product SET price = 12.34567 WHERE product_id = 40",
    "UPDATE oc_product SET price = 12.5 WHERE product_id = 41",
    "UPDATE oc_recurring SET frequency = 'decade' WHERE recurring_id = 2",
    # Two products under one address, unreadable JSON, a broken default currency and a disabled language.
    "UPDATE oc_seo_url SET keyword = 'apple-cinema' WHERE store_id = 0 AND language_id = 1 AND query = 'product_id=28'",
    "UPDATE oc_customer SET custom_field = '{broken' WHERE customer_id = 2",
    "UPDATE oc_currency SET value = 2 WHERE code = 'EUR'",
    "UPDATE oc_language SET status = 0 WHERE code = 'de-de'",
    # Columns of extensions: one with a secret, one that says nothing anywhere.
    "ALTER TABLE oc_customer ADD COLUMN acme_token varchar(40) NULL DEFAULT NULL",
    "ALTER TABLE oc_customer ADD COLUMN acme_rank varchar(10) NOT NULL DEFAULT 'none'",
    f"UPDATE oc_customer SET acme_token = '{CANARY}' WHERE customer_id IN (1, 2, 3)",
    f"UPDATE oc_setting SET value = '{CANARY}' WHERE `key` = 'config_ftp_password'",
    f"UPDATE oc_setting SET value = '{CANARY}' WHERE `key` = 'payment_acme_secret_key'",
    f"UPDATE oc_customer SET password = '{CANARY}' WHERE customer_id = 4",
)

WIDER = (
    ("product", "model", "varchar(64)", "varchar(128)"),
    ("product", "sort_order", "int(11)", "bigint(20)"),
    ("product", "price", "decimal(15,4)", "decimal(20,6)"),
    ("recurring", "frequency", "enum('day','week','semi_month','month','year')", "varchar(10)"),
)


def spoil(pair: Pair) -> None:
    """Spoil the source, and give the target one key that takes each value once."""
    for table, column, old, new in WIDER:
        widen(pair.source, table, column, old.replace("'", "''"), new)
    execute(pair.source, *SPOILED)
    execute(pair.target, "CREATE UNIQUE INDEX code_once ON oc_coupon (code)")
    execute(pair.source, "UPDATE oc_coupon SET code = '3333' WHERE coupon_id = 4")


def spoil_mariadb(pair: Pair) -> None:
    """Spoil what SQLite does not have: character sets and collations."""
    execute(
        pair.source,
        "ALTER TABLE oc_review CONVERT TO CHARACTER SET utf8mb4",
        "UPDATE oc_review SET text = 'Wonderful 😀' WHERE review_id = 1",
        "UPDATE oc_review SET text = 'Größe ✓' WHERE review_id = 2",
        "ALTER TABLE oc_marketing CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        "INSERT INTO oc_marketing (marketing_id, name, description, code, clicks, date_added)"
        " VALUES (101, 'a', '', 'été', 0, '2020-01-01'), (102, 'b', '', 'ETE', 0, '2020-01-01')",
    )
    execute(
        pair.target,
        "ALTER TABLE oc_review CONVERT TO CHARACTER SET utf8mb3",
        "CREATE UNIQUE INDEX code_once ON oc_marketing (code)",
    )
