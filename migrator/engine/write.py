"""Bring the rows of one chunk into the target: inside the server, or streamed through this program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Insert, TableClause, delete, insert, text
from sqlalchemy.exc import DBAPIError

from migrator.engine.resolve import ResolvedPart
from migrator.engine.tablemap import Range, Row

__all__ = ["RefusedError", "clear", "copy_inside", "copy_streamed", "insert_rows"]

STATEMENT_ROWS = 1000
STATEMENT_BYTES = 1024 * 1024
"""A statement of that length fits into any server's max_allowed_packet."""
FETCH_ROWS = 1000
SERIOUS = frozenset({"Warning", "Error"})


class RefusedError(Exception):
    """The server took the rows only by changing them (truncated, out of range), which is a refusal here."""


def clear(connection: Connection, part: ResolvedPart, chunk: Range) -> None:
    """Remove the target rows of a chunk, so that it can be written however often."""
    table = part.table
    connection.execute(delete(table.written).where(table.stored_where(table.written, part.target_range(chunk))))


def copy_inside(connection: Connection, part: ResolvedPart, chunk: Range) -> int:
    """Let the server copy the chunk; return the number of rows."""
    table = part.table
    names = [column.name for column in table.columns]
    schema = part.context.source_schema

    def inserting(keys: Range) -> Insert:
        return insert(table.written).from_select(names, part.statement(keys, schema=schema), include_defaults=False)

    result = connection.exec_driver_sql(*part.prepared("insert", chunk, connection, inserting))
    refuse_warnings(connection)
    return int(result.rowcount)


def copy_streamed(source: Connection, connection: Connection, part: ResolvedPart, chunk: Range) -> int:
    """Read the chunk from the source and write it to the target, a thousand rows at a time; return their number."""
    statement, parameters = part.prepared("select", chunk, source, part.statement)
    result = source.execution_options(stream_results=True, max_row_buffer=FETCH_ROWS).exec_driver_sql(
        statement, parameters
    )
    count = 0
    while rows := result.fetchmany(FETCH_ROWS):
        count += insert_rows(connection, part.table.written, [column.name for column in part.table.columns], rows)
    return count


def insert_rows(connection: Connection, table: TableClause, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows with as few statements as their number asks for; return their number.

    Raises ``RefusedError`` when the server changed a value.
    """
    sqlite = connection.dialect.name == "sqlite"
    mark = "?" if sqlite else "%s"
    quoted = connection.dialect.identifier_preparer.quote_identifier
    columns = ", ".join(quoted(name).replace("%", "%%") if not sqlite else quoted(name) for name in names)
    one = f"({', '.join([mark] * len(names))})"
    limit = 900 // len(names) or 1 if sqlite else STATEMENT_ROWS
    count = 0
    for batch in _batches(rows, limit, STATEMENT_BYTES):
        values: list[Any] = [value for row in batch for value in row]
        if sqlite:
            values = [str(value) if isinstance(value, Decimal) else value for value in values]
        connection.exec_driver_sql(
            f"INSERT INTO {quoted(table.name)} ({columns}) VALUES {', '.join([one] * len(batch))}",  # noqa: S608
            tuple(values),
        )
        refuse_warnings(connection)
        count += len(batch)
    return count


def insert_dictionaries(connection: Connection, part: ResolvedPart, rows: Iterable[Row]) -> int:
    """Insert complete rows given as dictionaries."""
    names = [column.name for column in part.table.columns]
    return insert_rows(connection, part.table.written, names, ([row[name] for name in names] for row in rows))


def refuse_warnings(connection: Connection) -> None:
    """Raise ``RefusedError`` when the last statement made the server change a value."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite" or not driver.warning_count():
        return
    serious = [message for level, _, message in connection.execute(text("SHOW WARNINGS")) if level in SERIOUS]
    if serious:
        raise RefusedError(serious[0])


def refusal(error: Exception) -> str:
    """Return what the server said, in its own words and without the statement."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        arguments = error.orig.args
        return str(arguments[1] if len(arguments) > 1 else arguments[0])
    return str(error)


def _batches(rows: Iterable[Sequence[Any]], limit: int, size: int) -> Iterator[list[Sequence[Any]]]:
    """Cut rows into batches of so many rows and about so many bytes at most; a longer row is a batch of its own."""
    batch: list[Sequence[Any]] = []
    used = 0
    for row in rows:
        length = sum(len(value) if isinstance(value, str | bytes) else 12 for value in row)
        if batch and (len(batch) >= limit or used + length > size):
            yield batch
            batch, used = [], 0
        batch.append(row)
        used += length
    if batch:
        yield batch
