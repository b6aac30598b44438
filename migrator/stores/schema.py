"""The tables and columns that a store really has, read in one go."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from sys import intern
from typing import Literal

from sqlalchemy import Connection, text

__all__ = ["INTERNAL_PREFIX", "ColumnInfo", "Kind", "Schema", "TableInfo", "reflect"]

INTERNAL_PREFIX = "ocm_"
"""Tables and columns whose name begins so are this tool's own and never part of a store."""

Kind = Literal["integer", "decimal", "float", "text", "date", "datetime", "binary"]

INTEGERS = frozenset({"tinyint", "smallint", "mediumint", "int", "integer", "bigint", "bool", "boolean", "bit", "year"})
UTF8 = frozenset({"", "ascii", "utf8", "utf8mb3", "utf8mb4"})
BINARIES = frozenset({"blob", "tinyblob", "mediumblob", "longblob", "binary", "varbinary"})


@cache
def _base(declared: str) -> str:
    return re.split(r"[ (]", declared, maxsplit=1)[0].lower()


@cache
def _kind(declared: str) -> Kind:
    base = _base(declared)
    if base in INTEGERS:
        return "integer"
    if base in {"decimal", "numeric"}:
        return "decimal"
    if base in {"float", "double", "real"}:
        return "float"
    if base == "date":
        return "date"
    if base in {"datetime", "timestamp"}:
        return "datetime"
    return "binary" if base in BINARIES else "text"


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """One column: its declared type (``varchar(64)``), and what follows from it.

    ``charset`` is the character set of a text on MySQL and MariaDB.
    """

    name: str
    type: str
    nullable: bool
    default: str | None
    auto_increment: bool = False
    charset: str = ""

    @property
    def base(self) -> str:
        """The type's name without length: ``varchar``."""
        return _base(self.type)

    @property
    def kind(self) -> Kind:
        """Which family of values the column holds."""
        return _kind(self.type)

    @property
    def is_utf8(self) -> bool:
        """Whether its values are stored as UTF-8, or are no texts."""
        return self.charset in UTF8

    @property
    def length(self) -> int | None:
        """The longest text in characters, for ``char`` and ``varchar``."""
        found = re.match(r"(?:var)?char\((\d+)\)", self.type, re.IGNORECASE)
        return int(found[1]) if found else None

    @property
    def scale(self) -> int:
        """Digits after the point of a decimal or float."""
        found = re.search(r"\(\d+\s*,\s*(\d+)\)", self.type)
        return int(found[1]) if found else 0

    @property
    def enum(self) -> tuple[str, ...]:
        """The values of an enum, in order; empty for other types."""
        return tuple(re.findall(r"'((?:[^']|'')*)'", self.type)) if self.base == "enum" else ()

    @property
    def neutral(self) -> str | int:
        """What stands for "no value" in this column (data-map 0, G5)."""
        match self.kind:
            case "integer" | "decimal" | "float":
                return 0
            case "date":
                return "0000-00-00"
            case "datetime":
                return "0000-00-00 00:00:00"
            case _:
                return self.enum[0] if self.enum else ""


@dataclass(frozen=True, slots=True)
class TableInfo:
    """One table, named without prefix; ``rows`` and ``size_bytes`` are the server's estimates."""

    name: str
    columns: Mapping[str, ColumnInfo]
    primary_key: tuple[str, ...]
    indexes: Mapping[str, tuple[str, ...]]
    engine: str = ""
    collation: str = ""
    rows: int = 0
    size_bytes: int = 0


@dataclass(frozen=True)
class Schema:
    """All tables of a store under its prefix."""

    tables: Mapping[str, TableInfo]

    def __contains__(self, table: str) -> bool:
        return table in self.tables

    def __getitem__(self, table: str) -> TableInfo:
        return self.tables[table]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def has(self, table: str, column: str | None = None) -> bool:
        """Whether the table, or the column of it, exists."""
        info = self.tables.get(table)
        return info is not None and (column is None or column in info.columns)

    @cached_property
    def is_utf8(self) -> bool:
        """Whether every text is stored as UTF-8, so that texts can be compared by their bytes."""
        return all(column.is_utf8 for table in self.tables.values() for column in table.columns.values())

    @cached_property
    def size_bytes(self) -> int:
        """Data and indexes of all tables together."""
        return sum(table.size_bytes for table in self.tables.values())


def reflect(connection: Connection, prefix: str) -> Schema:
    """Read the schema under ``prefix``: three queries on MySQL, two a table on SQLite.

    This tool's own tables are left out, unless the prefix asks for them.
    """
    read = _reflect_sqlite if connection.dialect.name == "sqlite" else _reflect_mysql
    return Schema(read(connection, prefix))


def _belongs(name: str, prefix: str) -> bool:
    return name.startswith(prefix) and (prefix.startswith(INTERNAL_PREFIX) or not name.startswith(INTERNAL_PREFIX))


def _reflect_mysql(connection: Connection, prefix: str) -> dict[str, TableInfo]:
    columns: dict[str, dict[str, ColumnInfo]] = {}
    for row in connection.execute(
        text(
            "SELECT table_name, column_name, column_type, is_nullable, column_default, extra,"
            " character_set_name FROM information_schema.columns WHERE table_schema = DATABASE()"
            " ORDER BY table_name, ordinal_position"
        )
    ):
        table, name, kind, nullable, default, extra, charset = row
        if not _belongs(table, prefix):
            continue
        if default is not None:  # MariaDB quotes text defaults and spells out NULL
            default = None if default == "NULL" else re.sub(r"^'(.*)'$", r"\1", str(default))
        columns.setdefault(table.removeprefix(prefix), {})[name] = ColumnInfo(
            intern(name),
            intern(kind),
            nullable == "YES",
            default,
            "auto_increment" in (extra or ""),
            intern(charset or ""),
        )
    indexes: dict[str, dict[str, tuple[str, ...]]] = {}
    for table, index, column in connection.execute(
        text(
            "SELECT table_name, index_name, column_name FROM information_schema.statistics"
            " WHERE table_schema = DATABASE() ORDER BY table_name, index_name, seq_in_index"
        )
    ):
        if _belongs(table, prefix):
            found = indexes.setdefault(table.removeprefix(prefix), {})
            found[index] = (*found.get(index, ()), column)
    result = {}
    for table, engine, collation, rows, size in connection.execute(
        text(
            "SELECT table_name, engine, table_collation, table_rows, data_length + index_length"
            " FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'"
            " ORDER BY table_name"
        )
    ):
        if not _belongs(table, prefix):
            continue
        name = table.removeprefix(prefix)
        own = indexes.get(name, {})
        result[name] = TableInfo(
            name,
            columns.get(name, {}),
            own.get("PRIMARY", ()),
            {index: cols for index, cols in own.items() if index != "PRIMARY"},
            engine or "",
            collation or "",
            int(rows or 0),
            int(size or 0),
        )
    return result


def _reflect_sqlite(connection: Connection, prefix: str) -> dict[str, TableInfo]:
    result = {}
    names = connection.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    ).all()
    for full_name, _sql in names:
        if not _belongs(full_name, prefix):
            continue
        columns: dict[str, ColumnInfo] = {}
        key: dict[int, str] = {}
        for _, column, kind, not_null, default, position in connection.execute(
            text("SELECT * FROM pragma_table_info(:table)"), {"table": full_name}
        ):
            if column.startswith(INTERNAL_PREFIX):
                continue
            if default is not None:
                default = None if default.upper() == "NULL" else re.sub(r"^'(.*)'$", r"\1", default)
            columns[column] = ColumnInfo(column, kind, not not_null, default)
            if position:
                key[position] = column
        name = full_name.removeprefix(prefix)
        result[name] = TableInfo(name, columns, tuple(key[i] for i in sorted(key)), {}, "sqlite")
    return result
