"""Building stores: rows are completed as MySQL would, and MariaDB takes them all."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text

from migrator.demo import build_source, build_store, build_target
from migrator.demo.fill import described, insert, joined, json_text, merge, table
from migrator.demo.layouts import create, load, releases
from migrator.demo.setting_rows import parse
from migrator.stores import Store, StoreUrl
from tests.mariadb import Server


@pytest.mark.parametrize("release", releases())
def test_every_value_fits_its_column(mariadb_server: Server, release: str) -> None:
    store = Store(StoreUrl.parse(mariadb_server.create("demo_strict"), "url"), "target")
    build = build_source if release.startswith("3.") else build_target

    with store.begin() as connection:
        connection.execute(text("SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO'"))
        build(connection, release)

    numbers = tuple(int(part) for part in release.split("."))
    assert store.release.generation == numbers[0]
    assert store.release.first <= numbers


def test_a_prefix_of_its_own_is_used(mariadb_server: Server) -> None:
    url = build_store(mariadb_server.create("demo_prefix") + "?prefix=laden_", "3.0.3.9")

    assert Store.open(url, "source").schema.has("acme_feed_log")


def test_an_unknown_release_is_refused_before_anything_is_written(mariadb_server: Server) -> None:
    url = mariadb_server.create("demo_unknown")

    with pytest.raises(ValueError, match="There is no layout of OpenCart 5"):
        build_store(url, "5")


def test_columns_that_a_row_does_not_name_get_what_mysql_would_store() -> None:
    engine = create_engine("sqlite://")
    layout = load("4.1.0.4")
    with engine.begin() as connection:
        create(connection, layout, "oc_")
        insert(connection, layout, "oc_", {"cart": table("session_id", ("one",), ("two",))})
        insert(connection, load("3.0.3.9"), "oc_", {"no_such_table": table("a", (1,))})
        rows = connection.execute(text("SELECT cart_id, customer_id, `option`, quantity FROM oc_cart")).all()

    assert [tuple(row) for row in rows] == [(1, 0, None, None), (2, 0, None, None)]


def test_a_column_that_the_layout_lacks_is_left_out() -> None:
    engine = create_engine("sqlite://")
    layout = load("4.0.2.3")
    with engine.begin() as connection:
        create(connection, layout, "oc_")
        insert(connection, layout, "oc_", {"identifier": table("code", ("SKU",))})
        insert(connection, layout, "oc_", {"language": table("code image", ("en-gb", "gb.png"))})

        assert connection.execute(text("SELECT code, name FROM oc_language")).all() == [("en-gb", "")]


def test_a_row_with_a_value_too_many_is_refused() -> None:
    with pytest.raises(ValueError, match="longer"):
        table("a b", (1, 2, 3))


def test_narrow_tables_are_joined_by_their_first_column() -> None:
    assert joined(table("id a", (1, "x"), (2, "y")), table("id b", (2, "z"))) == [
        {"id": 1, "a": "x"},
        {"id": 2, "a": "y", "b": "z"},
    ]


def test_a_joined_table_cannot_bring_new_ids() -> None:
    with pytest.raises(KeyError):
        joined(table("id a", (1, "x")), table("id b", (2, "z")))


def test_descriptions_are_one_row_a_language() -> None:
    assert described("tax_id", "title unit", {7: (("Kilogram", "kg"), ("Kilogramm", "kg"))}) == [
        {"tax_id": 7, "language_id": 1, "title": "Kilogram", "unit": "kg"},
        {"tax_id": 7, "language_id": 2, "title": "Kilogramm", "unit": "kg"},
    ]


def test_rows_of_a_table_from_two_subjects_are_kept() -> None:
    assert merge({"a": [{"x": 1}]}, {"a": [{"x": 2}], "b": []}) == {"a": [{"x": 1}, {"x": 2}], "b": []}


def test_json_is_written_as_php_writes_it() -> None:
    assert json_text({"name": "Größe", "route": ["a/b"]}) == '{"name":"Gr\\u00f6\\u00dfe","route":["a\\/b"]}'


def test_settings_are_read_from_their_notation() -> None:
    found = parse(
        r"""
payment_cod
    status 1
    note two\nlines here
    empty
config
    list ["1","2"]
""",
        store_id=3,
    )

    assert found == table(
        "store_id code key value serialized",
        (3, "payment_cod", "payment_cod_status", "1", 0),
        (3, "payment_cod", "payment_cod_note", "two\nlines here", 0),
        (3, "payment_cod", "payment_cod_empty", "", 0),
        (3, "config", "config_list", '["1","2"]', 1),
    )
