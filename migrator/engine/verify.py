"""Compare the mapped source with the target, cell by cell where they differ.

Per chunk both servers give a fingerprint: the checksum of every row. Equal fingerprints prove the chunk; in a
differing one the rows are found by key and checksum, and only those are read and compared column by column.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Connection, Select, TableClause, select

from migrator.engine.canonical import cell, fingerprint
from migrator.engine.notes import mask
from migrator.engine.prepared import raw
from migrator.engine.resolve import ResolvedPart
from migrator.engine.tablemap import Range, Row
from migrator.engine.threads import side_by_side

__all__ = ["Difference", "TableCheck", "checksums", "compare_chunk", "differences", "mapped_rows"]

NULL = "NULL"
SHOWN = 200
"""So many differences of a table are kept in full; the rest is counted."""

Kind = Literal["changed", "missing", "unexpected", "lost"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that differs, a row that is missing, a row too many, or a table or column that is lost.

    Where checksums differ and no cell does, no column is named, nor a key when it is not known which row it is.
    """

    table: str
    key: str
    kind: Kind
    column: str = ""
    expected: str = ""
    found: str = ""

    def __str__(self) -> str:
        where = f"{self.table} {self.key}".strip()
        match self.kind:
            case "missing":
                return f"{where} is missing"
            case "unexpected":
                return f"{where} should not be there"
            case "lost":
                what = (
                    f"The column {self.column} of the table {self.table}" if self.column else f"The table {self.table}"
                )
                return f"{what} is missing in OpenCart 4; put the target back (reset_store) and migrate again"
            case "changed" if not self.column:
                return f"{where} differs, but no column did when they were looked at; validate once more"
            case _:
                return f"{where}, {self.column}: expected “{self.expected}”, found “{self.found}”"


@dataclass
class TableCheck:
    """The result for one table; ``rows`` counts the rows compared."""

    table: str
    source_count: int = 0
    target_count: int = 0
    differing_rows: int = 0
    differences: list[Difference] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return not self.differing_rows

    def add(self, rows: int, found: list[Difference]) -> None:
        """Count differing rows, and keep what differs in the first of them."""
        self.differing_rows += rows
        self.differences.extend(found[: SHOWN - len(self.differences)])


def compare_chunk(
    part: ResolvedPart, chunk: Range, source: Connection, target: Connection, table: TableClause, result: TableCheck
) -> array[int]:
    """Compare one chunk, add to ``result``, and return the checksums of the target's rows."""
    expected, found = side_by_side(
        lambda: checksums(part, chunk, source), lambda: stored_checksums(part, chunk, target, table)
    )
    result.source_count += len(expected)
    result.target_count += len(found)
    if expected != found and sorted(expected) != sorted(found):
        # A row that was put right since its checksum was read is none that was found to be right.
        rows = list(differences(part, chunk, source, target, table)) or [Difference(part.table.name, "", "changed")]
        result.add(len({(d.table, d.key) for d in rows}), rows)
    return found


def checksums(part: ResolvedPart, chunk: Range, source: Connection) -> array[int]:
    """Return the checksums of the mapped rows of a chunk."""
    found = array("I")
    if part.has_source_rows:

        def gathered(keys: Range) -> Select[Any]:
            return select(fingerprint(part.checksums(keys).subquery().c.c))

        found.extend(_unpack(source.exec_driver_sql(*part.prepared("checksums", chunk, source, gathered)).scalar()))
    if part.has_python_rows:
        found.extend(part.table.row_checksum(row) for row in part.python_rows(chunk))
    return found


def stored_checksums(part: ResolvedPart, chunk: Range, target: Connection, table: TableClause) -> array[int]:
    """Return the checksums of the target's rows of a chunk."""

    def gathered(keys: Range) -> Select[Any]:
        return select(fingerprint(part.table.stored_checksum(table))).where(part.table.stored_where(table, keys))

    keys = part.target_range(chunk)
    return _unpack(target.exec_driver_sql(*part.prepared("stored checksums", keys, target, gathered)).scalar())


def _unpack(text: Any) -> array[int]:
    packed = array("I", bytes.fromhex(text.decode() if isinstance(text, bytes) else text or ""))
    packed.byteswap()
    return packed


def differences(
    part: ResolvedPart, chunk: Range, source: Connection, target: Connection, table: TableClause
) -> Iterator[Difference]:
    """Yield what differs in a chunk, row by row and cell by cell."""
    expected = keyed(part, chunk, source)
    found = stored_keyed(part, chunk, target, table)
    for key in sorted(expected.keys() | found.keys(), key=str):
        wanted, got = expected.get(key, Counter()), found.get(key, Counter())
        if wanted == got:
            continue
        shown = ", ".join(str(value) for value in key)
        if wanted.total() > got.total():
            yield Difference(part.table.name, shown, "missing")
        elif wanted.total() < got.total():
            yield Difference(part.table.name, shown, "unexpected")
        else:
            cells = list(_cells(part, chunk, key, shown, source, target, table))
            yield from cells or [Difference(part.table.name, shown, "changed")]


def keyed(part: ResolvedPart, chunk: Range, source: Connection) -> dict[tuple[Any, ...], Counter[int]]:
    """Return key → checksums of the mapped rows of a chunk."""
    result: dict[tuple[Any, ...], Counter[int]] = {}
    names = part.table.key_columns
    if part.part.source:
        for *key, checksum in source.exec_driver_sql(*raw(part.keyed_checksums(chunk), source)):
            result.setdefault(_key(key), Counter())[int(checksum)] += 1
    for row in part.python_rows(chunk):
        key = [row[name] for name in names]
        result.setdefault(_key(key), Counter())[part.table.row_checksum(row)] += 1
    return result


def stored_keyed(
    part: ResolvedPart, chunk: Range, target: Connection, table: TableClause
) -> dict[tuple[Any, ...], Counter[int]]:
    """Return key → checksums of the target's rows of a chunk."""
    result: dict[tuple[Any, ...], Counter[int]] = {}
    keys = [table.c[name] for name in part.table.key_columns]
    statement = select(*keys, part.table.stored_checksum(table)).where(
        part.table.stored_where(table, part.target_range(chunk))
    )
    for *key, checksum in target.exec_driver_sql(*raw(statement, target)):
        result.setdefault(_key(key), Counter())[int(checksum)] += 1
    return result


def _key(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(str(value) for value in values)


def _cells(
    part: ResolvedPart,
    chunk: Range,
    key: tuple[Any, ...],
    shown: str,
    source: Connection,
    target: Connection,
    table: TableClause,
) -> Iterator[Difference]:
    wanted = mapped_row(part, chunk, key, source)
    got = stored_row(part, key, target, table)
    if wanted is None or got is None:
        return
    for column in part.table.columns:
        name = column.name
        one, other = (None if row[name] is None else cell(row[name], column) for row in (wanted, got))
        if one != other:
            yield Difference(part.table.name, shown, "changed", name, *_told_apart(one, other, name, wanted))


def _told_apart(expected: str | None, found: str | None, column: str, row: Row) -> tuple[str, str]:
    """Return how two different values of a column are shown: never alike, though secrets are hidden.

    ``row`` is the expected one: its key tells whether the value is a secret.
    """
    one, other = (NULL if value is None else mask({**row, column: value})[column] for value in (expected, found))
    if one != other:
        return one, other
    if found is None:
        return f"{one} (as text)", other
    return one, f"{other} (as text)" if expected is None else f"{other} (another value, which is not shown)"


def mapped_rows(part: ResolvedPart, chunk: Range, source: Connection) -> Iterator[Row]:
    """Yield the mapped rows of a chunk."""
    if part.part.source:
        columns = [column.name for column in part.table.columns]
        for row in source.exec_driver_sql(*raw(part.statement(chunk), source)):
            yield dict(zip(columns, row, strict=True))
    yield from part.python_rows(chunk)


def mapped_row(part: ResolvedPart, chunk: Range, key: tuple[Any, ...], source: Connection) -> Row | None:
    """Return the mapped row with this key (texts, in the order of the columns), None when there is none."""
    names = part.table.key_columns
    rows = mapped_rows(part, part.source_keys(key) or chunk, source)
    return next((row for row in rows if _key(row[name] for name in names) == key), None)


def stored_row(part: ResolvedPart, key: tuple[Any, ...], target: Connection, table: TableClause) -> Row | None:
    """Return the target's row with this key."""
    names = part.table.key_columns
    columns = [column.name for column in part.table.columns]
    statement = select(*(table.c[name] for name in columns)).where(
        *(table.c[name] == value for name, value in zip(names, key, strict=True))
    )
    row = target.exec_driver_sql(*raw(statement, target)).first()
    return None if row is None else dict(zip(columns, row, strict=True))
