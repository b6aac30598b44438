"""The fresh OpenCart 4 of the demonstration."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import bcrypt
import pytest
from sqlalchemy import text

from migrator.demo import opencart4
from migrator.demo.fill import Rows
from migrator.demo.layouts import load, releases
from migrator.stores import Store
from tests.stores import sqlite_store

TARGETS = [release for release in releases() if release.startswith("4.")]
LABELS = {
    "4.0.0.0": "4.0.0.0",
    "4.0.1.1": "4.0.1.0 – 4.0.1.1",
    "4.0.2.3": "4.0.2.3",
    "4.1.0.0": "4.1.0.0",
    "4.1.0.3": "4.1.0.1 – 4.1.0.3",
    "4.1.0.4": "4.1.0.4",
}
IMAGES = ("additional", "cart", "category", "compare", "location", "popup", "product", "related", "thumb", "wishlist")


def rows(release: str) -> Rows:
    return opencart4.rows(load(release))


def settings(release: str) -> dict[str, str]:
    return {row["key"]: row["value"] for row in rows(release)["setting"]}


def column(release: str, table: str, name: str) -> list[Any]:
    return [row[name] for row in rows(release)[table]]


@pytest.mark.parametrize("release", TARGETS)
def test_the_release_that_was_asked_for_is_detected(tmp_path: Path, release: str) -> None:
    assert Store.open(sqlite_store(tmp_path, release), "target").release.label == LABELS[release]


@pytest.mark.parametrize("release", TARGETS)
def test_a_fresh_store_has_no_orders_and_customers(tmp_path: Path, release: str) -> None:
    store = Store.open(sqlite_store(tmp_path, release), "target")
    with store.connect() as connection:
        for table in ("order", "customer", "address", "cart", "subscription", "review"):
            assert connection.execute(store.table(table).select()).all() == []
        for table in ("language", "country", "zone", "product", "setting", "user", "user_group", "event", "cron"):
            assert connection.execute(store.table(table).select()).all() != []


def test_every_column_that_rows_name_exists_in_some_release() -> None:
    layouts = [load(release) for release in TARGETS]
    named = {
        (name, key) for release in TARGETS for name, found in rows(release).items() for row in found for key in row
    }

    assert {pair for pair in named if not any(layout.has(*pair) for layout in layouts)} == set()


@pytest.mark.parametrize("release", TARGETS)
def test_every_image_size_has_a_setting(release: str) -> None:
    found = settings(release)

    for name in IMAGES:
        assert int(found[f"config_image_{name}_width"]) > 0
        assert int(found[f"config_image_{name}_height"]) > 0


@pytest.mark.parametrize("release", TARGETS)
def test_a_setting_occurs_once(release: str) -> None:
    keys = column(release, "setting", "key")

    assert len(keys) == len(set(keys))


def test_settings_that_moved_in_4_1_are_where_the_release_looks() -> None:
    assert settings("4.0.2.3")["config_language"] == "en-gb"
    assert settings("4.0.2.3")["config_meta_title"] == "Your Store"
    assert settings("4.1.0.0")["config_language_catalog"] == "en-gb"
    assert settings("4.1.0.0")["config_meta_title"] == "Your Store"
    assert json.loads(settings("4.1.0.4")["config_description"]) == {
        "1": {"meta_title": "Your Store", "meta_description": "", "meta_keyword": ""}
    }
    assert "config_meta_title" not in settings("4.1.0.4")
    assert settings("4.0.2.3")["config_file_max_size"] == "20"
    assert settings("4.0.2.3")["config_robots"] == "abot\ncrawler\nspider"


@pytest.mark.parametrize(("release", "count"), [("4.0.2.3", 163), ("4.1.0.4", 166)])
def test_the_administrator_group_may_do_everything(release: str, count: int) -> None:
    permission = json.loads(rows(release)["user_group"][0]["permission"])

    assert len(set(permission["access"])) == count
    assert permission["access"] == permission["modify"]
    assert "user/user_permission" in permission["modify"]


def test_the_administrator_can_log_in() -> None:
    user = rows("4.0.2.3")["user"][0]

    assert user["user_group_id"] == 1
    assert bcrypt.checkpw(b"admin-demo", user["password"].replace("$2y$", "$2b$").encode())


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        ("4.0.0.0", "product/manufacturer"),
        ("4.0.1.1", "information/information|info"),
        ("4.0.2.3", "information/information.info"),
        ("4.1.0.4", "product/manufacturer.info"),
    ],
)
def test_routes_are_written_as_the_release_writes_them(release: str, expected: str) -> None:
    assert expected in column(release, "seo_url", "value")


def test_release_4_1_has_what_4_0_lacks(tmp_path: Path) -> None:
    store = Store.open(sqlite_store(tmp_path, "4.1.0.4"), "target")
    with store.connect() as connection:
        codes = connection.execute(text("SELECT code FROM oc_identifier ORDER BY identifier_id")).scalars().all()
        names = connection.execute(text("SELECT name FROM oc_country_description WHERE country_id = 81")).scalars()
        special = connection.execute(
            text("SELECT price, type, special FROM oc_product_discount WHERE quantity = 1")
        ).all()

        assert codes == ["SKU", "UPC", "EAN", "JAN", "ISBN", "MPN"]
        assert list(names) == ["Germany"]
        assert [tuple(row) for row in special] == [(90, "F", 1)]
    assert column("4.1.0.4", "layout", "name")[-1] == "Blog"
    assert column("4.0.2.3", "layout", "name")[-1] == "Search"
    assert (14, "cms/blog") in [(row["layout_id"], row["route"]) for row in rows("4.1.0.4")["layout_route"]]


def test_return_actions_and_weight_classes_have_the_numbers_of_their_release() -> None:
    assert column("4.0.2.3", "return_action", "name") == ["Refunded", "Credit Issued", "Replacement Sent"]
    assert column("4.1.0.4", "return_action", "name")[-1] == "Refunded"
    assert column("4.0.2.3", "weight_class", "weight_class_id") == [1, 2, 5, 6]
    assert column("4.1.0.4", "weight_class", "weight_class_id") == [1, 2, 3, 4]


def test_extensions_belong_to_the_bundled_one() -> None:
    found = {(row["type"], row["code"]) for row in rows("4.0.2.3")["extension"]}

    assert len(found) == 42
    assert ("total", "voucher") in found
    assert ("total", "voucher") not in {(row["type"], row["code"]) for row in rows("4.1.0.4")["extension"]}
    assert set(column("4.0.2.3", "extension", "extension")) == {"opencart"}
