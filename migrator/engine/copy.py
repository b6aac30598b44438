"""Copy one chunk in one transaction; find the rows that the target refuses, and let only those fail."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection
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

__all__ = ["ChunkResult", "Copier", "Rejected"]

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

    def _copy(self, part: ResolvedPart, chunk: Range, result: ChunkResult) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                result.rows += self._replace(part, chunk)
            except (OperationalError, InternalError) as error:
                if _code(error) in DEADLOCKS and attempt < ATTEMPTS:
                    continue
                if error.connection_invalidated or _code(error) in LOST:
                    raise
                self._divide(part, chunk, result, error)
            except (DataError, IntegrityError, ProgrammingError, RefusedError) as error:
                self._divide(part, chunk, result, error)
            return

    def insert(self, part: ResolvedPart, rows: Iterable[Row]) -> int:
        """Insert complete rows, inside a transaction of the caller's; return their number."""
        return insert_dictionaries(self.connection, part, rows)

    def _replace(self, part: ResolvedPart, chunk: Range) -> int:
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
            raise RefusedError(f"{part.table.name}: {refusal(error)}") from error
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
                point = self.connection.begin_nested()
                try:
                    insert_rows(self.connection, part.table.written, names, [[row[name] for name in names]])
                    point.commit()
                    result.rows += 1
                except (DBAPIError, RefusedError) as error:
                    if isinstance(error, DBAPIError) and error.connection_invalidated:
                        raise
                    point.rollback()
                    key = ", ".join(str(value) for value in part.table.key_of(row))
                    result.rejected.append(Rejected(part.table.name, key, mask(row), refusal(error), chunk))


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


def _code(error: DBAPIError) -> int:
    return (
        int(error.orig.args[0])
        if error.orig is not None and error.orig.args and isinstance(error.orig.args[0], int)
        else 0
    )
