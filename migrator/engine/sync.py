"""Bring over what changed in the source since the last pass, without touching what was edited in the target.

The checksum of every row as it was written is on record. A target row that still has a recorded checksum is ours to
change; one that has not was edited in OpenCart 4 since, and is a conflict: listed, and left alone unless overwritten.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Connection, and_, delete

from migrator.engine.chunks import chunks
from migrator.engine.copy import Copier, Rejected
from migrator.engine.resolve import ResolvedPart, ResolvedTable
from migrator.engine.tablemap import Range, Row
from migrator.engine.verify import checksums, keyed, mapped_rows, stored_checksums, stored_keyed

__all__ = ["Conflict", "Record", "TableSync", "sync_table"]

Key = tuple[Any, ...]
ConflictKind = Literal["edited", "deleted", "added"]
IN_WORDS: dict[ConflictKind, str] = {
    "edited": "was edited in OpenCart 4 since",
    "deleted": "was deleted in OpenCart 4 since",
    "added": "was added in OpenCart 4 since",
}


@dataclass(frozen=True, slots=True)
class Record:
    """The checksums of a chunk's target rows as they were last written."""

    position: int
    chunk: Range
    checksums: array[int]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row that was changed in OpenCart 4 since it was written."""

    table: str
    key: str
    kind: ConflictKind

    def __str__(self) -> str:
        return f"{self.table} {self.key} {IN_WORDS[self.kind]}"


@dataclass
class TableSync:
    """What a sync did to one table."""

    table: str
    written: int = 0
    deleted: int = 0
    rows: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


class _Known:
    """Whether a checksum is on record: in the chunk itself, or in another part of the same table."""

    def __init__(self, own: array[int], others: array[int]) -> None:
        self._own, self._others = set(own), others

    def all(self, found: Counter[int]) -> bool:
        return all(checksum in self._own or self._elsewhere(checksum) for checksum in found)

    def _elsewhere(self, checksum: int) -> bool:
        at = bisect_left(self._others, checksum)
        return at < len(self._others) and self._others[at] == checksum


def sync_table(
    table: ResolvedTable,
    source: Connection,
    target: Connection,
    copier: Copier,
    records: Sequence[Record],
    *,
    size: int,
    overwrite: bool,
    keep: Callable[[int, Range, array[int]], None],
    stop: Callable[[], None],
) -> TableSync:
    """Make the target's table equal to the mapped source, conflicts aside.

    ``records`` are those of the last pass; ``keep`` takes those of this one. ``stop`` may raise.
    """
    result = TableSync(table.name)
    for part in table.parts:
        own = [record for record in records if record.position == part.position]
        others = array(
            "I", sorted(c for record in records if record.position != part.position for c in record.checksums)
        )
        for record, chunk in _ranges(part, source, own, size):
            stop()
            expected, found = checksums(part, chunk, source), stored_checksums(part, chunk, target, table.written)
            if expected != found and sorted(expected) != sorted(found):
                known = _Known(record.checksums if record else array("I"), others)
                found = _sync_chunk(part, chunk, source, target, copier, known, result, overwrite=overwrite)
            result.rows += len(found)
            keep(part.position, chunk, found)
    return result


def _ranges(
    part: ResolvedPart, source: Connection, records: Sequence[Record], size: int
) -> Iterator[tuple[Record | None, Range]]:
    """Yield the recorded ranges, cut anew where the source has grown."""
    if not records:
        for chunk in chunks(source, part, size):
            yield None, chunk
    for record in records:
        for chunk in chunks(source, part, size * 2, record.chunk):
            yield record, chunk


def _sync_chunk(
    part: ResolvedPart,
    chunk: Range,
    source: Connection,
    target: Connection,
    copier: Copier,
    known: _Known,
    result: TableSync,
    *,
    overwrite: bool,
) -> array[int]:
    """Bring one differing chunk over and return the checksums to remember."""
    table = part.table
    expected, found = keyed(part, chunk, source), stored_keyed(part, chunk, target, table.written)
    target.rollback()
    write: set[Key] = set()
    remove: set[Key] = set()
    conflicts: dict[Key, ConflictKind] = {}
    for key in expected.keys() | found.keys():
        wanted, got = expected.get(key, Counter()), found.get(key, Counter())
        if wanted == got:
            continue
        kind = _conflict(wanted, got, known)
        if kind is not None and not overwrite:
            conflicts[key] = kind
        elif wanted:
            write.add(key)
        else:
            remove.add(key)
    if conflicts:
        _rows_only(part, chunk, source, copier, write, write | remove)
    else:
        result.rejected.extend(copier.copy(part, chunk).rejected)
    result.written += len(write)
    result.deleted += len(remove)
    result.conflicts.extend(
        Conflict(table.name, ", ".join(str(value) for value in key), kind) for key, kind in sorted(conflicts.items())
    )
    remembered: Counter[int] = Counter()
    for key, wanted in expected.items():
        if key not in conflicts or known.all(wanted):
            remembered += wanted
    return array("I", sorted(remembered.elements()))


def _conflict(wanted: Counter[int], got: Counter[int], known: _Known) -> ConflictKind | None:
    if not got:
        return "deleted" if known.all(wanted) else None
    if known.all(got):
        return None
    return "edited" if wanted else "added"


def _rows_only(
    part: ResolvedPart, chunk: Range, source: Connection, copier: Copier, write: set[Key], clear: set[Key]
) -> None:
    """Replace only these rows of a chunk, in one transaction."""
    table = part.table
    names = table.key_columns
    rows: list[Row] = [
        row for row in mapped_rows(part, chunk, source) if tuple(str(row[name]) for name in names) in write
    ]
    with copier.transaction():
        for key in clear:
            condition = and_(*(table.written.c[name] == value for name, value in zip(names, key, strict=True)))
            copier.connection.execute(delete(table.written).where(condition))
        copier.insert(part, rows)
