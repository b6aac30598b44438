"""Copy one chunk in one transaction; find the rows that the target refuses, and let only those fail."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from sqlalchemy import Connection, delete
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InternalError, OperationalError, ProgrammingError

from migrator.engine.chunks import halves
from migrator.engine.lease import Lease
from migrator.engine.load import copy_loaded, why_not
from migrator.engine.notes import mask
from migrator.engine.prepared import raw
from migrator.engine.resolve import ResolvedPart
from migrator.engine.tablemap import Range, Row
from migrator.engine.write import (
    RefusedError,
    clear,
    copy_inside,
    copy_streamed,
    insert_dictionaries,
    insert_rows,
    refusal,
)

__all__ = ["ChunkResult", "Copier", "Key", "Rejected"]

Key = tuple[str, ...]
"""The key of a target row as texts, in the order of the key's columns."""

DEADLOCKS = frozenset({1205, 1213})
LOST = frozenset({1053, 1927, 2002, 2003, 2006, 2013, 2055, 4031})
ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that the target refused: its key and data (secrets masked) and the server's words.

    ``chunk`` are the source keys by which it can be tried again.
    """

    table: str
    key: str
    data: Row
    error: str
    chunk: Range


@dataclass(slots=True)
class ChunkResult:
    """What a chunk brought: rows written and rows refused."""

    chunk: Range
    rows: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    seconds: float = 0.0


@dataclass
class Copier:
    """Writes chunks through one connection to the target and one to the source.

    ``fresh`` when the table was empty at the beginning and each chunk is written once, so that none has to be cleared.
    """

    connection: Connection
    source: Connection
    lease: Lease | None
    fresh: bool = False
    stop_on_error: bool = False
    dry_run: bool = False
    after_write: Callable[[ResolvedPart, Range, Connection], None] | None = None

    def copy(self, part: ResolvedPart, chunk: Range) -> ChunkResult:
        """Write a chunk and return what became of its rows.

        A refused row fails alone, unless ``stop_on_error``: then ``RefusedError`` leaves the chunk unwritten.
        Raises ``LeaseLostError`` when another run has taken over.
        """
        result = ChunkResult(chunk)
        started = time.monotonic()
        self._copy(part, chunk, result)
        result.seconds = time.monotonic() - started
        return result

    def replace(self, part: ResolvedPart, chunk: Range, rows: Mapping[Key, Sequence[Row]]) -> list[Rejected]:
        """Write the rows of these keys of a chunk, in place of what is there, and return those that are refused.

        A key without rows is removed. What is there stays where the new row is refused; unless ``stop_on_error``: then
        ``RefusedError`` leaves all of them as they are.
        """

        def all_at_once() -> int:
            with self.transaction():
                for key in rows:
                    self._remove(part, key)
                return insert_dictionaries(self.connection, part, chain.from_iterable(rows.values()))

        _, error = self._try(all_at_once)
        if error is None:
            return []
        if self.stop_on_error:
            raise _refused(part, error) from error
        with self.transaction():
            found = [self._alone(part, part.source_keys(key) or chunk, key, new) for key, new in rows.items()]
        return [rejected for rejected in found if rejected is not None]

    def _copy(self, part: ResolvedPart, chunk: Range, result: ChunkResult) -> None:
        rows, error = self._try(lambda: self._write(part, chunk))
        result.rows += rows
        if error is not None:
            self._divide(part, chunk, result, error)

    def _try(self, write: Callable[[], int]) -> tuple[int, Exception | None]:
        """Return the number of rows written, or 0 and why they were refused; a deadlock is tried again."""
        attempts = 0
        while True:
            attempts += 1
            try:
                return write(), None
            except (OperationalError, InternalError) as error:
                if error.connection_invalidated or _code(error) in LOST:
                    raise
                if _code(error) not in DEADLOCKS or attempts == ATTEMPTS:
                    return 0, error
            except (DataError, IntegrityError, ProgrammingError, RefusedError) as error:
                return 0, error

    def _write(self, part: ResolvedPart, chunk: Range) -> int:
        with self.transaction():
            if not self.fresh:
                clear(self.connection, part, chunk)
            rows = 0
            if part.has_source_rows:
                rows += self._bring(part, chunk)
            if part.has_python_rows:
                rows += insert_dictionaries(self.connection, part, part.python_rows(chunk))
            if self.after_write:
                self.after_write(part, chunk, self.connection)
        return rows

    def _bring(self, part: ResolvedPart, chunk: Range) -> int:
        if part.context.path == "server":
            return copy_inside(self.connection, part, chunk)
        binary = any(column.kind == "binary" for column in part.table.columns)
        if not binary and not part.context.fact("why_not_load", lambda: why_not(self.source, self.connection)):
            return copy_loaded(self.source, self.connection, part, chunk)
        return copy_streamed(self.source, self.connection, part, chunk)

    def transaction(self) -> _Transaction:
        """Return the context of one transaction that makes sure the lease still holds."""
        return _Transaction(self.connection, self.lease, keep=not self.dry_run)

    def _divide(self, part: ResolvedPart, chunk: Range, result: ChunkResult, error: Exception) -> None:
        if self.stop_on_error:
            raise _refused(part, error) from error
        pieces = halves(self.source, part, chunk)
        if pieces is None:
            self._one_by_one(part, chunk, result)
            return
        for piece in pieces:
            self._copy(part, piece, result)

    def _one_by_one(self, part: ResolvedPart, chunk: Range, result: ChunkResult) -> None:
        """Insert the rows of a chunk each under a savepoint, and keep those that fail."""
        names = [column.name for column in part.table.columns]
        rows: list[Row] = list(part.python_rows(chunk))
        if part.part.source:
            found = self.source.exec_driver_sql(*raw(part.statement(chunk), self.source))
            rows.extend(dict(zip(names, row, strict=True)) for row in found)
        with self.transaction():
            clear(self.connection, part, chunk)
            for row in rows:
                rejected = self._alone(part, chunk, None, [row])
                if rejected is None:
                    result.rows += 1
                else:
                    result.rejected.append(rejected)

    def _alone(self, part: ResolvedPart, chunk: Range, key: Key | None, rows: Sequence[Row]) -> Rejected | None:
        """Write rows (in place of those with ``key``) under a savepoint, and return them when they are refused."""
        table = part.table
        names = [column.name for column in table.columns]
        point = self.connection.begin_nested()
        try:
            if key is not None:
                self._remove(part, key)
            insert_rows(self.connection, table.written, names, [[row[name] for name in names] for row in rows])
            point.commit()
        except (DBAPIError, RefusedError) as error:
            if isinstance(error, DBAPIError) and error.connection_invalidated:
                raise
            point.rollback()
            row = rows[0] if rows else dict(zip(table.key_columns, key or (), strict=True))
            shown = ", ".join(str(value) for value in table.key_of(row))
            return Rejected(table.name, shown, mask(row), refusal(error), chunk)
        return None

    def _remove(self, part: ResolvedPart, key: Key) -> None:
        table = part.table
        same = (table.written.c[name] == value for name, value in zip(table.key_columns, key, strict=True))
        self.connection.execute(delete(table.written).where(*same))


class _Transaction:
    """One transaction that checks the lease first and ends in a commit, or in a rollback when it is a trial."""

    def __init__(self, connection: Connection, lease: Lease | None, *, keep: bool) -> None:
        self.connection = connection
        self.lease = lease
        self.keep = keep

    def __enter__(self) -> None:
        if self.connection.in_transaction():
            self.connection.rollback()
        if self.connection.dialect.name == "sqlite":
            self.connection.exec_driver_sql("BEGIN IMMEDIATE")
        if self.lease is not None:
            self.lease.check(self.connection)

    def __exit__(self, kind: type[BaseException] | None, *_: Any) -> None:
        if kind is None and self.keep:
            self.connection.commit()
        else:
            try:
                self.connection.rollback()
            except DBAPIError:
                if kind is None:
                    raise


def _refused(part: ResolvedPart, error: Exception) -> RefusedError:
    return RefusedError(f"{part.table.name}: {refusal(error)}")


def _code(error: DBAPIError) -> int:
    return (
        int(error.orig.args[0])
        if error.orig is not None and error.orig.args and isinstance(error.orig.args[0], int)
        else 0
    )
