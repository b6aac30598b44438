"""Layouts: what the files say, and what the databases make of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from migrator.demo.layouts import create, load, releases
from migrator.stores import Store, StoreUrl
from migrator.stores.schema import reflect
from tests.mariadb import Server

SCHEMAS = Path(__file__).parents[3] / "shared" / "schemas"
PUBLISHED = [release for release in releases() if (SCHEMAS / f"opencart-{release}.json").is_file()]


def test_releases_are_listed_oldest_first() -> None:
    assert releases() == (
        "3.0.0.0",
        "3.0.2.0",
        "3.0.3.0",
        "3.0.3.9",
        "3.0.4.1",
        "3.0.5.1",
        "4.0.0.0",
        "4.0.1.1",
        "4.0.2.3",
        "4.1.0.0",
        "4.1.0.3",
        "4.1.0.4",
    )


def test_an_unknown_release_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"There is no layout of OpenCart 2\.3\.0\.2; choose one of 3\.0\.0\.0, "):
        load("2.3.0.2")


def test_a_derived_release_says_only_what_differs() -> None:
    old, new = load("3.0.3.9"), load("3.0.5.1")

    assert set(old.tables) - set(new.tables) == {"order_shipment", "shipping_courier"}
    assert old.tables["order"].columns["shipping_company"].type == "varchar(40)"
    assert new.tables["order"].columns["shipping_company"].type == "varchar(60)"
    assert (old.charset, old.collation, new.charset, new.collation) == (
        "utf8",
        "utf8_general_ci",
        "utf8mb4",
        "utf8mb4_unicode_ci",
    )


def test_release_4_1_0_3_has_product_codes_in_both_places() -> None:
    layout = load("4.1.0.3")
    columns = list(layout.tables["product"].columns)

    assert layout.has("product_code")
    assert columns[columns.index("model") + 1 : columns.index("model") + 7] == [
        "sku",
        "upc",
        "ean",
        "jan",
        "isbn",
        "mpn",
    ]


@pytest.mark.skipif(not PUBLISHED, reason="the published schemas are not here")
@pytest.mark.parametrize("release", PUBLISHED)
def test_a_layout_equals_the_published_schema(release: str) -> None:
    published = json.loads((SCHEMAS / f"opencart-{release}.json").read_text(encoding="utf-8"))["tables"]
    layout = load(release)

    found = {
        name: {
            "columns": [
                {"name": column.name, "type": column.type}
                | ({"null": True} if column.nullable else {})
                | ({"default": column.default} if column.default is not None else {})
                | ({"auto_increment": True} if column.auto_increment else {})
                for column in table.columns.values()
            ],
            "primary_key": list(table.primary_key),
            "indexes": {
                index: {"columns": list(columns), "unique": (name, index) in layout.unique}
                for index, columns in table.indexes.items()
            },
        }
        for name, table in layout.tables.items()
    }

    assert found == published


@pytest.mark.parametrize("release", releases())
def test_mariadb_creates_what_the_layout_says(mariadb_server: Server, release: str) -> None:
    layout = load(release)
    store = Store(StoreUrl.parse(mariadb_server.create("demo_layout") + "?prefix=shop_", "url"), "target")
    with store.begin() as connection:
        create(connection, layout, "shop_")

    found = store.schema

    assert set(found.tables) == set(layout.tables)
    for name, expected in layout.tables.items():
        table = found[name]
        assert {key: replace(column, charset="") for key, column in table.columns.items()} == expected.columns, name
        charsets = {column.charset.replace("utf8mb3", "utf8") for column in table.columns.values()}
        assert charsets <= {"", layout.charset}, name
        assert table.primary_key == expected.primary_key, name
        assert dict(table.indexes) == dict(expected.indexes), name
        assert table.engine == layout.engine
        assert table.collation.replace("utf8mb3", "utf8") == layout.collation


@pytest.mark.parametrize("release", releases())
def test_sqlite_creates_what_the_layout_says(release: str) -> None:
    layout = load(release)
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        create(connection, layout, "shop_")
        found = reflect(connection, "shop_")
        indexes = {name: inspect(connection).get_indexes(f"shop_{name}") for name in layout.tables}

    assert set(found.tables) == set(layout.tables)
    for name, expected in layout.tables.items():
        table = found[name]
        assert list(table.columns) == list(expected.columns), name
        assert table.primary_key == expected.primary_key, name
        assert {tuple(index["column_names"]) for index in indexes[name]} == set(expected.indexes.values()), name
        for column in expected.columns.values():
            if not (column.auto_increment and len(expected.primary_key) == 1):
                kept = table.columns[column.name]
                assert (kept.type.lower(), kept.nullable, kept.default) == (
                    column.type.lower(),
                    column.nullable,
                    column.default,
                )


def test_sqlite_numbers_a_row_without_id() -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        create(connection, load("4.1.0.4"), "oc_")
        connection.execute(text("INSERT INTO oc_category (category_id) VALUES (41)"))
        connection.execute(text("INSERT INTO oc_category (status) VALUES (1)"))

        assert connection.execute(text("SELECT max(category_id) FROM oc_category")).scalar() == 42
