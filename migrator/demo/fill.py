"""Rows written as short tables in code, completed by column type and inserted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, text

from migrator.demo.layouts import Layout
from migrator.stores.schema import ColumnInfo, TableInfo

__all__ = ["Row", "Rows", "described", "insert", "joined", "json_text", "linked", "merge", "table"]

Row = dict[str, Any]
Rows = dict[str, list[Row]]
"""The rows of a store by table name."""


def table(columns: str, *rows: Iterable[Any]) -> list[Row]:
    """Return one dictionary a row; ``columns`` holds the names, separated by spaces."""
    names = columns.split()
    return [dict(zip(names, row, strict=True)) for row in rows]


def joined(*tables: list[Row]) -> list[Row]:
    """Return one row for each id of the first table, with the columns that the others have for that id.

    It lets a wide table be written in several narrow ones. The first column of each is the id.
    """
    first, *others = tables
    key = next(iter(first[0]))
    found = {row[key]: dict(row) for row in first}
    for other in others:
        for row in other:
            found[row[key]].update(row)
    return list(found.values())


def described(key: str, columns: str, texts: Mapping[int, Iterable[Any]]) -> list[Row]:
    """Return the rows of a ``…_description`` table.

    ``texts`` gives for each id one entry a language, in the order of the language ids 1, 2 …; an entry is the
    value of the one column in ``columns``, or a tuple of the values of several.
    """
    names = columns.split()
    return [
        {key: number, "language_id": language, **dict(zip(names, _tuple(entry), strict=True))}
        for number, entries in texts.items()
        for language, entry in enumerate(entries, 1)
    ]


def _tuple(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def linked(left: str, right: str, pairs: Mapping[int, Iterable[int]]) -> list[Row]:
    """Return the rows of a link table: each id on the left with each of its ids on the right."""
    return [{left: one, right: other} for one, others in pairs.items() for other in others]


def json_text(value: Any) -> str:
    """Return JSON as PHP writes it: no spaces, slashes and other alphabets escaped (data-map G9)."""
    return json.dumps(value, separators=(",", ":")).replace("/", "\\/")


def merge(*parts: Rows) -> Rows:
    """Return the rows of all ``parts``, tables of the same name joined."""
    result: Rows = {}
    for part in parts:
        for name, rows in part.items():
            result.setdefault(name, []).extend(rows)
    return result


def insert(connection: Connection, layout: Layout, prefix: str, rows: Rows) -> None:
    """Insert ``rows``; tables and columns that the layout lacks are left out.

    A column that a row does not name gets what MySQL without strict mode would store: its default, else NULL,
    else the empty value of its type. Ids that are not named are counted up.
    """
    for name, found in rows.items():
        if layout.has(name) and found:
            _insert(connection, layout.tables[name], prefix, found)


def _insert(connection: Connection, info: TableInfo, prefix: str, rows: list[Row]) -> None:
    columns = list(info.columns.values())
    complete = [
        {f"v{i}": _value(row, column, number) for i, column in enumerate(columns)} for number, row in enumerate(rows, 1)
    ]
    names = ", ".join(f"`{column.name}`" for column in columns)
    values = ", ".join(f":v{i}" for i in range(len(columns)))
    statement = text(f"INSERT INTO `{prefix}{info.name}` ({names}) VALUES ({values})")  # noqa: S608 - names of the layout
    connection.execute(statement, complete)


def _value(row: Row, column: ColumnInfo, number: int) -> Any:
    if column.name in row:
        return row[column.name]
    if column.auto_increment:
        return number
    if column.default is not None:
        return column.default
    return None if column.nullable else column.neutral
