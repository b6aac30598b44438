"""The OpenCart 3 shop of the demonstration."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import bcrypt
import pytest
from sqlalchemy import text

from migrator.demo import opencart3
from migrator.demo.layouts import load, releases
from migrator.demo.opencart3.administration import PASSWORDS as USER_PASSWORDS
from migrator.demo.opencart3.customers import PASSWORDS as CUSTOMER_PASSWORDS
from migrator.stores import Store
from tests.mariadb import Server
from tests.stores import mariadb_store, sqlite_store

SOURCES = [release for release in releases() if release.startswith("3.")]
LABELS = {
    "3.0.0.0": "3.0.0.0",
    "3.0.2.0": "3.0.0.2 – 3.0.2.0",
    "3.0.3.0": "3.0.3.0 – 3.0.3.1",
    "3.0.3.9": "3.0.3.2 – 3.0.3.9",
    "3.0.4.1": "3.0.4.0 – 3.0.4.1",
    "3.0.5.1": "3.0.5.0 – 3.0.5.1",
}
LAYOUT = opencart3.extended(load("3.0.3.9"))
ROWS = opencart3.rows(LAYOUT)


def content(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All rows of a store as text, by table."""
    with store.connect() as connection:
        return {
            name: sorted(
                (tuple(row) for row in connection.execute(store.table(name).select())),
                key=lambda row: tuple(map(str, row)),
            )
            for name in store.schema
        }


def by_id(table: str, number: int) -> dict[str, object]:
    return next(row for row in ROWS[table] if row[f"{table}_id"] == number)


@pytest.mark.parametrize("release", SOURCES)
def test_the_release_that_was_asked_for_is_detected(tmp_path: Path, release: str) -> None:
    assert Store.open(sqlite_store(tmp_path, release), "source").release.label == LABELS[release]


@pytest.mark.parametrize("release", SOURCES)
def test_every_table_has_rows(tmp_path: Path, release: str) -> None:
    found = content(Store.open(sqlite_store(tmp_path, release), "source"))

    assert [name for name, rows in found.items() if not rows] == []
    assert sum(map(len, found.values())) > 1000


def test_mariadb_and_sqlite_hold_the_same_rows(tmp_path: Path, mariadb_server: Server) -> None:
    lite = Store.open(sqlite_store(tmp_path, "3.0.5.1"), "source")
    maria = Store.open(mariadb_store(mariadb_server, "3.0.5.1", "demo_source"), "source")

    assert content(maria) == content(lite)


def test_two_builds_give_equal_rows(mariadb_server: Server) -> None:
    one = content(Store.open(mariadb_store(mariadb_server, "3.0.3.9", "demo_one"), "source"))
    two = content(Store.open(mariadb_store(mariadb_server, "3.0.3.9", "demo_two"), "source"))

    assert one == two


def test_every_column_that_rows_name_exists_in_some_release() -> None:
    layouts = [opencart3.extended(load(release)) for release in SOURCES]
    named = {(name, column) for name, rows in ROWS.items() for row in rows for column in row}

    assert {pair for pair in named if not any(layout.has(*pair) for layout in layouts)} == set()


def test_salted_password_hashes_follow_the_formula() -> None:
    def sha1(value: str) -> str:
        return hashlib.sha1(value.encode()).hexdigest()

    escaped = {1: "test123", 2: "pässwörter-ß", 3: "rock&amp;roll", 8: "wholesale"}
    for number, password in escaped.items():
        customer = by_id("customer", number)
        salt = str(customer["salt"])
        assert len(salt) == 9
        assert customer["password"] == sha1(salt + sha1(salt + sha1(password)))


def test_a_known_salted_hash_comes_out() -> None:
    # sha1("000000000" + sha1("000000000" + sha1("demo"))) worked out with the shell's sha1sum
    assert by_id("user", 5)["password"] == "8eeaa9101f5118e5714407351ec37b13dba15798"


def test_other_password_hashes_are_of_the_kinds_that_shops_have() -> None:
    assert by_id("customer", 4)["password"] == "228c70bfc5589c58c044e03fff0e17eb"  # printf legacy | md5sum
    assert len(str(by_id("customer", 5)["password"])) == 36
    stored = str(by_id("customer", 6)["password"]).replace("$2y$", "$2b$").encode()
    assert bcrypt.checkpw(CUSTOMER_PASSWORDS[6].encode(), stored)
    assert by_id("customer", 7)["password"] == ""
    assert USER_PASSWORDS == {"admin": "admin-demo", "lager": "läger&co"}


def test_totals_of_every_order_add_up() -> None:
    for order in ROWS["order"]:
        totals = [row for row in ROWS["order_total"] if row["order_id"] == order["order_id"]]
        parts = sum(Decimal(row["value"]) for row in totals if row["code"] != "total")
        assert parts == Decimal(next(row["value"] for row in totals if row["code"] == "total"))
        assert parts == Decimal(order["total"])


def test_lines_and_vouchers_make_the_sub_total() -> None:
    for row in ROWS["order_total"]:
        if row["code"] == "sub_total":
            lines = [line["total"] for line in ROWS["order_product"] if line["order_id"] == row["order_id"]]
            gifts = [gift["amount"] for gift in ROWS["order_voucher"] if gift["order_id"] == row["order_id"]]
            assert sum(map(Decimal, lines + gifts)) == Decimal(row["value"])


def test_every_kind_of_total_and_option_occurs() -> None:
    assert {row["code"] for row in ROWS["order_total"]} == {
        "sub_total",
        "shipping",
        "tax",
        "coupon",
        "voucher",
        "credit",
        "reward",
        "handling",
        "low_order_fee",
        "klarna_fee",
        "total",
    }
    kinds = {"radio", "checkbox", "text", "select", "textarea", "file", "date", "time", "datetime", "image"}
    assert {row["type"] for row in ROWS["option"]} == kinds
    assert {row["type"] for row in ROWS["order_option"]} == kinds


def test_every_recurring_status_and_transaction_type_occurs() -> None:
    assert {row["status"] for row in ROWS["order_recurring"]} == {1, 2, 3, 4, 5, 6}
    assert {row["type"] for row in ROWS["order_recurring_transaction"]} == set(range(10))


def test_php_leftovers_are_in_every_column_that_can_have_them() -> None:
    found = {
        f"{name}.{column}"
        for name, rows in ROWS.items()
        for row in rows
        for column, value in row.items()
        if isinstance(value, str) and value.startswith("a:")
    }
    assert found == {
        "address.custom_field",
        "cart.option",
        "customer.custom_field",
        "customer.wishlist",
        "customer_activity.data",
        "module.setting",
        "order.custom_field",
        "order.payment_custom_field",
        "order.shipping_custom_field",
        "setting.value",
        "user_group.permission",
    }


def test_texts_of_every_entity_are_in_both_languages() -> None:
    for name, rows in ROWS.items():
        if name.endswith("_description"):
            key = f"{name.removesuffix('_description')}_id"
            assert Counter(row[key] for row in rows) == Counter({row[key]: 2 for row in rows}), name


def test_every_text_table_describes_every_entity() -> None:
    for name, rows in ROWS.items():
        entity = name.removesuffix("_description")
        if entity != name:
            assert {row[f"{entity}_id"] for row in rows} == {row[f"{entity}_id"] for row in ROWS[entity]}, name


def test_keywords_are_unique_in_a_store() -> None:
    used = Counter((row["store_id"], row["keyword"]) for row in ROWS["seo_url"] if row["keyword"])

    assert [pair for pair, count in used.items() if count > 1] == []


def test_serialized_settings_that_look_like_json_are_json() -> None:
    for row in ROWS["setting"]:
        if row["serialized"] and not row["value"].startswith("a:"):
            json.loads(row["value"])


def test_emoji_are_in_the_shop_only_where_the_character_set_holds_them() -> None:
    def has_emoji(release: str) -> bool:
        rows = opencart3.rows(load(release))
        return any(ord(char) > 0xFFFF for row in rows["product_description"] for char in row["name"])

    assert {release: has_emoji(release) for release in SOURCES} == {
        "3.0.0.0": False,
        "3.0.2.0": False,
        "3.0.3.0": False,
        "3.0.3.9": False,
        "3.0.4.1": False,
        "3.0.5.1": True,
    }


def test_third_parties_left_tables_and_a_column_with_data(tmp_path: Path) -> None:
    store = Store.open(sqlite_store(tmp_path, "3.0.3.9"), "source")
    with store.connect() as connection:
        suppliers = connection.execute(text("SELECT acme_supplier FROM oc_product ORDER BY product_id")).scalars().all()

    assert store.schema.has("acme_feed_log")
    assert suppliers == ["ACME-7", "", "", "", "ACME-1", None, None, ""]
