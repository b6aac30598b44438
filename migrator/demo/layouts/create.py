"""Create the tables of a layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import Connection

from migrator.demo.layouts.layout import Layout
from migrator.stores.schema import ColumnInfo, TableInfo

__all__ = ["create"]

KEY_BYTES = {"MyISAM": 1000, "InnoDB": 3072}
CHARACTER_BYTES = {"utf8": 3, "utf8mb4": 4}


def create(connection: Connection, layout: Layout, prefix: str) -> None:
    """Create all tables of ``layout`` under ``prefix``, empty, through a SQLAlchemy connection.

    MySQL gets the engine and character set of the release. SQLite keeps the declared types, except that a
    numbered id is an ``integer primary key``, so that a row without id gets the next one there too.
    """
    lite = connection.dialect.name == "sqlite"
    for table in layout.tables.values():
        for statement in _sqlite(layout, table, prefix) if lite else _mysql(layout, table, prefix):
            connection.exec_driver_sql(statement)


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f"`{column}`" for column in columns)


def _column(column: ColumnInfo) -> str:
    null = "" if column.nullable else " NOT NULL"
    default = f" DEFAULT '{column.default}'" if column.default is not None else ""
    return f"`{column.name}` {column.type}{null}{default}"


def _mysql(layout: Layout, table: TableInfo, prefix: str) -> Iterator[str]:
    parts = [
        _column(column) + (" AUTO_INCREMENT" if column.auto_increment else "") for column in table.columns.values()
    ]
    parts.append(f"PRIMARY KEY ({_names(table.primary_key)})")
    parts += [
        f"{'UNIQUE ' if (table.name, index) in layout.unique else ''}KEY `{index}`"
        f" ({', '.join(_key_part(layout, table.columns[column]) for column in columns)})"
        for index, columns in table.indexes.items()
    ]
    yield (
        f"CREATE TABLE `{prefix}{table.name}` ({', '.join(parts)})"
        f" ENGINE={layout.engine} DEFAULT CHARSET={layout.charset} COLLATE={layout.collation}"
    )


def _key_part(layout: Layout, column: ColumnInfo) -> str:
    longest = KEY_BYTES[layout.engine] // CHARACTER_BYTES[layout.charset]
    return f"`{column.name}`({longest})" if (column.length or 0) > longest else f"`{column.name}`"


def _sqlite(layout: Layout, table: TableInfo, prefix: str) -> Iterator[str]:
    name = prefix + table.name
    key = table.primary_key
    if len(key) == 1 and table.columns[key[0]].auto_increment:
        parts = [
            f"`{column.name}` integer PRIMARY KEY" if column.name == key[0] else _column(_quoted(column))
            for column in table.columns.values()
        ]
    else:
        parts = [_column(_quoted(column)) for column in table.columns.values()]
        parts.append(f"PRIMARY KEY ({_names(key)})")
    yield f"CREATE TABLE `{name}` ({', '.join(parts)})"
    for index, columns in table.indexes.items():
        unique = "UNIQUE " if (table.name, index) in layout.unique else ""
        yield f"CREATE {unique}INDEX `{name}_{index}` ON `{name}` ({_names(columns)})"


def _quoted(column: ColumnInfo) -> ColumnInfo:
    """SQLite accepts ``int(10) unsigned`` and the values of an enum as a type only in quotes."""
    return replace(column, type=f'"{column.type}"')
