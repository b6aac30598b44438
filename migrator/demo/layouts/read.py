"""Read the layout files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from migrator.demo.layouts.layout import Layout
from migrator.stores.schema import ColumnInfo, TableInfo

__all__ = ["load", "releases", "table"]

FOLDER = Path(__file__).parent

COLUMN = re.compile(
    r"(?P<name>\w+) (?P<type>[a-z]+(?:\([^)]*\))?(?: unsigned)?)"
    r"(?P<null> null)?(?P<auto> auto)?(?: = '(?P<default>[^']*)')?(?: after (?P<after>\w+))?"
)
INDEX = re.compile(r"\* (?P<name>\w+)(?P<unique> unique)?(?:: (?P<columns>.+))?")


@cache
def releases() -> tuple[str, ...]:
    """The releases that have a layout, oldest first."""
    return tuple(
        sorted((file.stem for file in FOLDER.glob("*.txt")), key=lambda name: tuple(map(int, name.split("."))))
    )


@cache
def load(release: str) -> Layout:
    """Return the layout of ``release`` (``"3.0.3.9"``); raises ``ValueError`` for one that has no file."""
    if release not in releases():
        raise ValueError(f"There is no layout of OpenCart {release}; choose one of {', '.join(releases())}.")
    head, *paragraphs = (FOLDER / f"{release}.txt").read_text(encoding="utf-8").split("\n\n")
    facts = dict(line.split(" ", 1) for line in head.splitlines())
    base = load(facts["base"]) if "base" in facts else Layout(release, "", "", "", {}, frozenset())
    engine, charset, collation = facts["storage"].split() if "storage" in facts else _storage(base)
    tables = dict(base.tables)
    unique = set(base.unique)
    for paragraph in paragraphs:
        if paragraph.startswith("drop "):
            for line in paragraph.splitlines():
                del tables[line.removeprefix("drop ")]
            continue
        info, unique_indexes = _alter(tables, paragraph) if paragraph.startswith("alter ") else table(paragraph)
        tables[info.name] = info
        unique.update((info.name, index) for index in unique_indexes)
    known = frozenset((name, index) for name, index in unique if name in tables)
    return Layout(release, engine, charset, collation, dict(sorted(tables.items())), known)


def _storage(layout: Layout) -> tuple[str, str, str]:
    return layout.engine, layout.charset, layout.collation


def table(paragraph: str) -> tuple[TableInfo, set[str]]:
    """Return the table that ``paragraph`` describes, and the names of its unique indexes."""
    name, key, lines = _split(paragraph)
    return _apply(TableInfo(name, {}, key, {}), lines)


def _alter(tables: dict[str, TableInfo], paragraph: str) -> tuple[TableInfo, set[str]]:
    name, key, lines = _split(paragraph.removeprefix("alter "))
    return _apply(replace(tables[name], primary_key=key), lines)


def _split(paragraph: str) -> tuple[str, tuple[str, ...], Iterator[str]]:
    head, *lines = paragraph.strip().splitlines()
    name, _, key = head.partition(": ")
    return name, tuple(key.split(", ")), (line.strip() for line in lines)


def _apply(info: TableInfo, lines: Iterator[str]) -> tuple[TableInfo, set[str]]:
    columns = dict(info.columns)
    indexes = dict(info.indexes)
    unique = set()
    for line in lines:
        if line.startswith("- * "):
            del indexes[line.removeprefix("- * ")]
        elif line.startswith("- "):
            del columns[line.removeprefix("- ")]
        elif found := INDEX.fullmatch(line):
            indexes[found["name"]] = tuple((found["columns"] or found["name"]).split(", "))
            if found["unique"]:
                unique.add(found["name"])
        elif found := COLUMN.fullmatch(line):
            column = ColumnInfo(
                found["name"], found["type"], bool(found["null"]), found["default"], bool(found["auto"])
            )
            columns = _placed(columns, column, found["after"])
        else:
            raise ValueError(f"The layout of table {info.name} has a line that cannot be read: {line}")
    return replace(info, columns=columns, indexes=dict(sorted(indexes.items()))), unique


def _placed(columns: dict[str, ColumnInfo], column: ColumnInfo, after: str | None) -> dict[str, ColumnInfo]:
    if after is None:
        return {**columns, column.name: column}
    result = {}
    for name, other in columns.items():
        result[name] = other
        if name == after:
            result[column.name] = column
    return result
