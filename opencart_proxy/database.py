"""The OpenCart 4 database: one transaction a call, values fitted to the columns it really has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import Connection, TableClause, func, select
from sqlalchemy.sql import Executable, Select
from sqlalchemy.sql.elements import ColumnElement

from migrator.stores import ColumnInfo, Schema, Store
from opencart_proxy import conf

__all__ = ["Database", "Row", "forget_stores", "open_store", "transaction"]

Row = dict[str, Any]


_stores: dict[str, Store] = {}


def open_store() -> Store:
    """Return the target store, opened once a process. Raises ``StoreError`` when it cannot be used."""
    url = conf.target_database_url()
    if url not in _stores:
        _stores[url] = Store.open(url, "target", pool=True)
    return _stores[url]


def forget_stores() -> None:
    """Close all connections, and open the store anew on next use."""
    while _stores:
        _stores.popitem()[1].dispose()


@contextmanager
def transaction(store: Store) -> Iterator[Database]:
    """Yield the database in one transaction; SQLite's write lock is taken at once, so that no upgrade can fail."""
    with store.begin() as connection:
        if store.dialect == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield Database(store, connection)


class Database:
    """A connection with the store's tables. Tables are named without prefix."""

    def __init__(self, store: Store, connection: Connection) -> None:
        self.store = store
        self.connection = connection

    @property
    def schema(self) -> Schema:
        return self.store.schema

    def has(self, table: str, column: str | None = None) -> bool:
        """Whether the database has the table, or the column of it."""
        return self.schema.has(table, column)

    def table(self, name: str) -> TableClause:
        return self.store.table(name)

    def execute(self, statement: Executable) -> Any:
        return self.connection.execute(statement)

    def all(self, query: Select[Any]) -> list[Row]:
        """Return all rows as maps by column name."""
        return [dict(row) for row in self.connection.execute(query).mappings()]

    def one(self, query: Select[Any]) -> Row | None:
        """Return the first row, or ``None``."""
        row = self.connection.execute(query.limit(1)).mappings().first()
        return None if row is None else dict(row)

    def scalar(self, query: Select[Any]) -> Any:
        """Return the first column of the first row, or ``None``."""
        return self.connection.execute(query).scalar()

    def row(self, name: str, /, **equal: Any) -> Row | None:
        """Return the first row whose columns equal the given values."""
        return self.one(select(self.table(name)).where(*self._equal(name, equal)))

    def locked(self, name: str, /, **equal: Any) -> Row | None:
        """Return the first such row, and keep others from changing it until the call is over."""
        return self.one(select(self.table(name)).where(*self._equal(name, equal)).with_for_update())

    def rows(self, name: str, /, *order_by: str, **equal: Any) -> list[Row]:
        """Return the rows whose columns equal the given values (a list: one of them)."""
        table = self.table(name)
        return self.all(
            select(table).where(*self._equal(name, equal)).order_by(*(table.c[column] for column in order_by))
        )

    def count(self, name: str, /, **equal: Any) -> int:
        """Return the number of rows whose columns equal the given values."""
        return int(self.scalar(select(func.count()).select_from(self.table(name)).where(*self._equal(name, equal))))

    def lock(self, name: str, key: str, ids: Iterable[int]) -> None:
        """Lock the rows with these ids in ascending order, so that two calls never wait for each other."""
        wanted = sorted(set(ids))
        if wanted and self.store.dialect != "sqlite":
            column = self.table(name).c[key]
            self.execute(select(column).where(column.in_(wanted)).order_by(column).with_for_update())

    def insert(self, name: str, /, **values: Any) -> int:
        """Insert a row and return its automatic id.

        Values for columns that this schema lacks are left out; columns without a value and without a default get
        their type's neutral value (store-api 16.1).
        """
        columns = self.schema[name].columns
        row = {
            column.name: column.neutral
            for column in columns.values()
            if not (column.nullable or column.auto_increment or column.default is not None)
            and (column.name,) != self.schema[name].primary_key
        }
        row |= self._fitted(name, values)
        return int(self.execute(self.table(name).insert().values(row)).lastrowid or 0)

    def update(self, name: str, where: Mapping[str, Any], /, **values: Any) -> int:
        """Change the rows whose columns equal ``where``; return how many were found to change."""
        statement = self.table(name).update().where(*self._equal(name, where)).values(self._fitted(name, values))
        return int(self.execute(statement).rowcount)

    def add(self, name: str, where: Mapping[str, Any], /, **amounts: Any) -> None:
        """Add to number columns of the rows whose columns equal ``where``."""
        table = self.table(name)
        sums: dict[str, ColumnElement[Any]] = {column: table.c[column] + amount for column, amount in amounts.items()}
        self.execute(table.update().where(*self._equal(name, where)).values(sums))

    def delete(self, name: str, /, *conditions: ColumnElement[bool], **equal: Any) -> None:
        """Delete the rows whose columns equal the given values (a list: one of them)."""
        self.execute(self.table(name).delete().where(*conditions, *self._equal(name, equal)))

    def _equal(self, name: str, equal: Mapping[str, Any]) -> list[ColumnElement[bool]]:
        """Return the conditions; texts are compared without case, as MySQL's collation of OpenCart does."""
        columns, conditions = self.table(name).c, []
        for key, value in equal.items():
            loose = isinstance(value, str) and self.store.dialect == "sqlite"
            column = columns[key].collate("NOCASE") if loose else columns[key]
            conditions.append(column.in_(value) if isinstance(value, list) else column == value)
        return conditions

    def _fitted(self, name: str, values: Mapping[str, Any]) -> Row:
        columns = self.schema[name].columns
        return {column: _fit(columns[column], value) for column, value in values.items() if column in columns}


def _fit(column: ColumnInfo, value: Any) -> Any:
    if isinstance(value, Decimal) and column.kind in {"decimal", "float"}:
        return value.quantize(Decimal(1).scaleb(-(column.scale or 8)), ROUND_HALF_UP)
    if isinstance(value, str) and column.kind == "text" and column.length:
        return value[: column.length]
    return value
