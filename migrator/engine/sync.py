"""Bring over what changed in the source since the last pass, without touching what was edited in the target.

The checksum of every row as it was written is on record. A target row that still has a recorded checksum is ours to
change; one that has not was edited in OpenCart 4 since, and is a conflict: listed, and left alone unless overwritten.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import Connection

from migrator.engine.chunks import chunks
from migrator.engine.copy import Copier, Key, Rejected
from migrator.engine.resolve import ResolvedPart, ResolvedTable
from migrator.engine.tablemap import Range, Row
from migrator.engine.verify import (
    TableCheck,
    checksums,
    differences,
    keyed,
    mapped_rows,
    stored_checksums,
    stored_keyed,
)

__all__ = ["Conflict", "Record", "TableSync", "sync_table"]

Stored = dict[Key, Counter[int]]
"""Key → checksums of its rows."""
NOTHING: Counter[int] = Counter()
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
    """What a sync did to one table; ``rejected`` are the refused rows by the position of their part.

    ``check`` compares what is in the target now, conflicts aside, and ``records`` are for the next sync.
    """

    table: str
    check: TableCheck
    written: int = 0
    deleted: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    rejected: dict[int, list[Rejected]] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)


class _Known:
    """What was written to a chunk before: its own checksums, and those of the table's other parts.

    ``complete`` when its own are those of this chunk alone, ``ours`` when there are none, and all that is there was
    written by this tool.
    """

    def __init__(self, own: array[int], others: array[int], *, complete: bool, ours: bool) -> None:
        self.own = set(own)
        self.complete = complete
        self.ours = ours
        self._others = others

    def all(self, found: Counter[int]) -> bool:
        return all(checksum in self.own or self._elsewhere(checksum) for checksum in found)

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
    ours: Callable[[ResolvedPart], bool],
    stop: Callable[[], None],
) -> TableSync:
    """Make the target's table equal to the mapped source, conflicts aside, and compare what became of it.

    ``records`` are those of the last pass. ``ours`` tells whether this tool wrote what is in a part's chunks that are
    not on record; where it did not, differing rows are conflicts. ``stop`` may raise.
    """
    result = TableSync(table.name, TableCheck(table.name))
    for part in table.parts:
        own = [record for record in records if record.position == part.position]
        others = array(
            "I", sorted(c for record in records if record.position != part.position for c in record.checksums)
        )
        for record, chunk in _ranges(part, source, own, size):
            stop()
            expected, found = checksums(part, chunk, source), stored_checksums(part, chunk, target, table.written)
            result.check.source_count += len(expected)
            if expected != found and sorted(expected) != sorted(found):
                known = _Known(
                    record.checksums if record else array("I"),
                    others,
                    complete=record is not None and record.chunk == chunk,
                    ours=record is None and ours(part),
                )
                found = _ChunkSync(part, chunk, source, target, copier, known, result).execute(overwrite=overwrite)
            else:
                result.check.target_count += len(found)
            result.records.append(Record(part.position, chunk, found))
    return result


def _ranges(
    part: ResolvedPart, source: Connection, records: Sequence[Record], size: int
) -> Iterator[tuple[Record | None, Range]]:
    """Yield the recorded ranges, cut anew where the source has grown, and those between and after them without one."""
    after: int | None = None
    for record in sorted(records, key=lambda record: (record.chunk.after is not None, record.chunk.after or 0)):
        if record.chunk.after != after:
            for chunk in chunks(source, part, size, Range(after, record.chunk.after)):
                yield None, chunk
        for chunk in chunks(source, part, size * 2, record.chunk):
            yield record, chunk
        after = record.chunk.upto
    if not records or after is not None:
        for chunk in chunks(source, part, size, Range(after, None)):
            yield None, chunk


@dataclass
class _ChunkSync:
    """Brings one differing chunk over."""

    part: ResolvedPart
    chunk: Range
    source: Connection
    target: Connection
    copier: Copier
    known: _Known
    result: TableSync

    def execute(self, *, overwrite: bool) -> array[int]:
        """Write what changed, compare again, and return the checksums to remember."""
        expected, found = keyed(self.part, self.chunk, self.source), self._stored()
        changed = {key for key in expected.keys() | found.keys() if expected.get(key) != found.get(key)}
        conflicts = {} if overwrite else self._conflicts(changed, expected, found)
        rejected = self._write(changed - conflicts.keys(), conflicts, expected, found)
        now = self._stored()
        self._compare(expected, now, conflicts, {row.key for row in rejected})
        self.result.conflicts.extend(
            Conflict(self.result.table, _shown(key), kind) for key, kind in sorted(conflicts.items())
        )
        return self._remembered(expected, found, now, conflicts)

    def _stored(self) -> Stored:
        found = stored_keyed(self.part, self.chunk, self.target, self.part.table.written)
        self.target.rollback()
        return found

    def _conflicts(self, changed: set[Key], expected: Stored, found: Stored) -> dict[Key, ConflictKind]:
        if self.known.ours:
            return {}
        result: dict[Key, ConflictKind] = {}
        for key in changed:
            wanted, got = expected.get(key, NOTHING), found.get(key, NOTHING)
            if got and not self.known.all(got):
                result[key] = "edited" if wanted else "added"
            elif not got and self.known.all(wanted):
                result[key] = "deleted"
        return result | dict.fromkeys(self._deleted(changed - result.keys(), expected, found, len(result)), "deleted")

    def _deleted(self, changed: set[Key], expected: Stored, found: Stored, explained: int) -> list[Key]:
        """Return the rows that were deleted in the target although they changed in the source since.

        Nothing tells them from new rows but that something written is gone without a conflict that explains it. New
        rows come after all others, and so they are the first that are missing before the last known row.
        """
        gone = len(self._gone(expected, found)) - explained
        if gone <= 0:
            return []
        last = max((_order(key) for key in found), default=())
        missing = sorted((key for key in changed if key not in found), key=_order)
        return [key for key in missing[:gone] if _order(key) < last]

    def _gone(self, expected: Stored, found: Stored) -> set[int]:
        """Return the checksums on record that neither store has any more."""
        if not self.known.complete:
            return set()
        there = {checksum for rows in (*expected.values(), *found.values()) for checksum in rows}
        return self.known.own - there

    def _write(
        self, changed: set[Key], conflicts: Mapping[Key, ConflictKind], expected: Stored, found: Stored
    ) -> list[Rejected]:
        if found or conflicts:
            rows: dict[Key, list[Row]] = {key: [] for key in changed}
            for row in mapped_rows(self.part, self.chunk, self.source):
                key = tuple(str(value) for value in self.part.table.key_of(row))
                if key in rows:
                    rows[key].append(row)
            rejected = self.copier.replace(self.part, self.chunk, rows) if rows else []
        else:
            rejected = self.copier.copy(self.part, self.chunk).rejected
        if rejected:
            self.result.rejected.setdefault(self.part.position, []).extend(rejected)
        refused = {row.key for row in rejected}
        for key in changed:
            if _shown(key) not in refused:
                self.result.written += key in expected
                self.result.deleted += key not in expected
        return rejected

    def _compare(self, expected: Stored, now: Stored, conflicts: Mapping[Key, ConflictKind], refused: set[str]) -> None:
        check = self.result.check
        check.target_count += sum(rows.total() for rows in now.values())
        excused = refused | {_shown(key) for key in conflicts}
        wrong = {_shown(key) for key in expected.keys() | now.keys() if expected.get(key) != now.get(key)} - excused
        if wrong:
            found = differences(self.part, self.chunk, self.source, self.target, self.part.table.written)
            check.add(len(wrong), [difference for difference in found if difference.key in wrong])
            self.target.rollback()

    def _remembered(
        self, expected: Stored, found: Stored, now: Stored, conflicts: Mapping[Key, ConflictKind]
    ) -> array[int]:
        """Return the checksums of what this tool has written, with those of rows in conflict as they were written."""
        result: Counter[int] = Counter()
        for key, rows in now.items():
            if key not in conflicts:
                result += rows
        for key in conflicts:
            if self.known.all(expected.get(key, NOTHING)):
                result += expected.get(key, NOTHING)
        remembered = array("I", result.elements())
        if conflicts:
            remembered.extend(self._gone(expected, found))
        return array("I", sorted(remembered))


def _shown(key: Key) -> str:
    return ", ".join(key)


def _order(key: Key) -> tuple[tuple[int, str], ...]:
    """Return what puts keys in the order of their numbers."""
    return tuple((int(value), "") if value.lstrip("-").isdigit() else (0, value) for value in key)
