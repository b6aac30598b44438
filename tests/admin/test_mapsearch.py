"""The search in the map."""

from __future__ import annotations

from migrator.admin.mapsearch import search


def test_a_table_is_found_with_all_its_columns() -> None:
    [found] = [table for table in search("manufacturer") if table.name == "manufacturer"]
    assert list(found.columns) == ["manufacturer_id", "name", "image", "sort_order"]
    assert found.step_id == "manufacturers"


def test_a_column_is_found_by_where_it_goes() -> None:
    found = {table.name: list(table.columns) for table in search("product_code.value")}
    assert found["product"] == ["sku", "upc", "ean", "jan", "isbn", "mpn"] or "sku" in found["product"]


def test_lines_are_side_by_side() -> None:
    [found] = [table for table in search("category.top") if table.name == "category"]
    assert {line: [fate.kind for fate in fates] for line, fates in found.columns["top"].items()} == {
        "4.0": ["same"],
        "4.1": ["dropped"],
    }


def test_nothing_is_found_for_nonsense() -> None:
    assert search("no such thing") == []


def test_no_words_find_every_table() -> None:
    assert len(search("")) > 100
