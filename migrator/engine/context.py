"""What a migration works with: the two stores, the options, and what it found out about them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path as FilePath
from threading import RLock
from typing import Any, Literal, TypeVar
from urllib.parse import quote

from sqlalchemy import Connection, RowMapping, Select, func, inspect, select, text

from migrator.engine.errors import EngineError
from migrator.engine.notes import Note
from migrator.engine.tablemap import Row
from migrator.stores import Schema, Store, same_server
from migrator.stores.schema import reflect

__all__ = ["KEPT", "Context", "Options", "Path"]

T = TypeVar("T")
Path = Literal["auto", "server", "stream"]

KEPT = "ocm_keep_"
"""A target table as it was before the first write has this before its name."""
TRIAL = "ocm_dry_"
ATTACHED = "ocm_source"
NOTES_KEPT = 1000
BUFFERED = 250
"""So many rows of a stream are in memory."""
LANES = 2
"""More connections at once than this are worth little, and cheap hosting allows few."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to migrate.

    ``batch_size`` is the number of source rows in a chunk; ``keep_passwords`` adds the salt columns (data-map 3.1);
    ``activate_subscriptions`` imports active recurring orders as active instead of suspended (data-map 2.6).
    """

    batch_size: int = 20_000
    path: Path = "auto"
    stop_on_error: bool = False
    skip_validation: bool = False
    dry_run: bool = False
    force: bool = False
    overwrite: bool = False
    keep_passwords: bool = True
    activate_subscriptions: bool = False


@dataclass
class Context:
    """The two stores of a migration and everything derived from them.

    ``note`` collects remarks; the same remark made twice (by the copy and by the verification) counts once.
    """

    source: Store
    target: Store
    options: Options = field(default_factory=Options)
    notes: dict[tuple[str, str, str], Note] = field(default_factory=dict)
    more_notes: Counter[str] = field(default_factory=Counter)
    _noted: Counter[str] = field(default_factory=Counter)
    _facts: dict[str, Any] = field(default_factory=dict)
    _lock: RLock = field(default_factory=RLock)

    @cached_property
    def lanes(self) -> int:
        """How many tables, or rules, are worked at side by side: as many as there are processors, two at most.

        A SQLite file is written by one connection at a time.
        """
        files = "sqlite" in (self.source.dialect, self.target.dialect)
        return 1 if files else min(LANES, os.cpu_count() or 1)

    def note(self, note: Note) -> None:
        """Remember a remark; beyond a thousand of a kind only their number."""
        name = (note.kind, note.table, note.key)
        with self._lock:
            if name in self.notes:
                return
            if self._noted[note.kind] >= NOTES_KEPT:
                self.more_notes[note.kind] += 1
                return
            self._noted[note.kind] += 1
            self.notes[name] = note

    def fact(self, name: str, find: Callable[[], T]) -> T:
        """Return the fact ``name``, found by ``find`` when it is first asked for, by one lane at a time."""
        with self._lock:
            if name not in self._facts:
                self._facts[name] = find()
            found: T = self._facts[name]
        return found

    # -- the source ---------------------------------------------------------------------------

    def rows(self, table: str, *columns: str, where: str = "", order: str = "") -> list[Row]:
        """Return the rows of a source table (few: this is for reference tables), empty when it does not exist."""
        if table not in self.source.schema:
            return []
        found = self.source.table(table)
        statement = found.select() if not columns else found.select().with_only_columns(*(found.c[c] for c in columns))
        if where:
            statement = statement.where(text(where))
        statement = statement.order_by(*(found.c[name] for name in ([order] if order else self.key_of(table))))
        with self.source.connect() as connection:
            return [dict(row) for row in connection.execute(statement).mappings()]

    def stream(self, table: str, where: str = "") -> Iterator[Row]:
        """Yield the rows of a source table however many there are, in key order."""
        if table not in self.source.schema:
            return
        found = self.source.table(table)
        statement = found.select().order_by(*(found.c[name] for name in self.key_of(table)))
        if where:
            statement = statement.where(text(where))
        yield from self.stream_of(statement)

    def stream_of(self, statement: Select[Any]) -> Iterator[Row]:
        """Yield the rows of a statement over the source however many there are, few of them in memory."""
        with self.source.connect() as connection:
            result = connection.execution_options(stream_results=True, max_row_buffer=BUFFERED).execute(statement)
            for row in result.mappings():
                yield dict(row)

    def key_of(self, table: str) -> tuple[str, ...]:
        """Return the primary key of a source table, or all its columns when it has none."""
        info = self.source.schema[table]
        return info.primary_key or tuple(info.columns)

    def select(self, statement: Callable[..., Select[Any]], *tables: str) -> Sequence[RowMapping]:
        """Return the rows (few) of a statement over source tables, none when one of them does not exist."""
        if any(table not in self.source.schema for table in tables):
            return []
        with self.source.connect() as connection:
            return connection.execute(statement(*(self.source.table(table) for table in tables))).mappings().all()

    def maximum(self, table: str, column: str) -> int:
        """Return the highest id in a source table, 0 when it is empty or missing."""

        def find() -> int:
            found = self.select(lambda found: select(func.max(found.c[column]).label("highest")), table)
            return int(found[0]["highest"] or 0) if found else 0

        return self.fact(f"maximum {table}.{column}", find)

    # -- the target ---------------------------------------------------------------------------

    def target_has(self, table: str, column: str | None = None) -> bool:
        """Whether the target has the table or column (data-map G2: columns decide, not version numbers).

        What was lost since the migration counts: the migration wrote to it.
        """
        return self.target.schema.has(table, column) or (table in self.kept and self.originals.has(table, column))

    def kept_name(self, table: str) -> str:
        """Return the full name under which the target's original table is kept."""
        return f"{KEPT}{self.target.prefix}{table}"

    @cached_property
    def kept(self) -> frozenset[str]:
        """The tables (without prefix) of which the target keeps the original; read anew after a snapshot."""
        with self.target.connect() as connection:
            names = inspect(connection).get_table_names()
        start = self.kept_name("")
        return frozenset(name.removeprefix(start) for name in names if name.startswith(start))

    @cached_property
    def originals(self) -> Schema:
        """The tables of the target that are kept, as they were made; read anew after a snapshot."""
        with self.target.connect() as connection:
            return reflect(connection, self.kept_name(""))

    def forget_kept(self) -> None:
        """Read anew, on next use, which tables are kept (after some were kept or put back)."""
        for name in ("kept", "originals"):
            self.__dict__.pop(name, None)

    def original(self, table: str) -> list[Row]:
        """Return the rows that a target table had before the first run, empty when it does not exist."""
        actual = self.kept_name(table) if table in self.kept else self.target.prefix + table
        if table not in self.target.schema:
            return []
        quoted = self.target.engine.dialect.identifier_preparer.quote_identifier
        order = ", ".join(quoted(name) for name in self.target.schema[table].primary_key) or "1"
        with self.target.connect() as connection:
            result = connection.execute(text(f"SELECT * FROM {quoted(actual)} ORDER BY {order}"))  # noqa: S608
            return [dict(row) for row in result.mappings()]

    def written(self, table: str) -> str:
        """Return the full name of the table that is written to: a trial copy in a dry run."""
        full = self.target.prefix + table
        return f"{TRIAL}{full}" if self.options.dry_run else full

    # -- the path -----------------------------------------------------------------------------

    @cached_property
    def path(self) -> Literal["server", "stream"]:
        """How rows travel: inside the server when both stores are on it, else through this program."""
        if self.options.path == "stream":
            return "stream"
        possible = same_server(self.source, self.target)
        if self.options.path == "server" and not possible:
            raise EngineError(
                "--path server needs both databases on one server and a target user that may read the source; "
                "grant it SELECT there, or leave --path away"
            )
        return "server" if possible else "stream"

    @property
    def source_schema(self) -> str | None:
        """The name under which the target's connection sees the source, on the server path."""
        if self.path == "stream":
            return None
        return self.source.own_schema or ATTACHED

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection to the target that also sees the source on the server path."""
        with self.target.connect() as connection:
            if self.path == "server" and self.target.dialect == "sqlite":
                connection.exec_driver_sql(
                    f"ATTACH DATABASE ? AS {ATTACHED}", (f"file:{_absolute(self.source.url.database)}?mode=ro",)
                )
                connection.commit()
            yield connection


def _absolute(path: str) -> str:
    return quote(str(FilePath(path).absolute()))
