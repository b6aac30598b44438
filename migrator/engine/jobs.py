"""What is done with one table, told piece by piece: copy it chunk by chunk, compare it chunk by chunk.

A job uses connections of its own and touches nothing else, so that several tables can be worked at side by side.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import Connection

from migrator.engine import snapshot
from migrator.engine.chunks import chunks
from migrator.engine.context import Context
from migrator.engine.copy import ChunkResult, Copier
from migrator.engine.lease import Lease
from migrator.engine.losses import losses, lost_check
from migrator.engine.resolve import ResolvedPart, ResolvedTable
from migrator.engine.tablemap import Range
from migrator.engine.verify import TableCheck, compare_chunk

__all__ = ["COMPARED_ROWS", "AllCopied", "Checked", "Compared", "Copied", "CopyJob", "Event", "compare", "validate"]

COMPARED_ROWS = 5_000
"""So many rows have one fingerprint: a small shop has as many, so that a large one needs no more memory."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A chunk of a part is in the target."""

    part: ResolvedPart
    result: ChunkResult


@dataclass(frozen=True, slots=True)
class AllCopied:
    """All chunks of a table are in the target."""

    table: ResolvedTable


@dataclass(frozen=True, slots=True)
class Compared:
    """A chunk was compared; ``checksums`` are those of the target's rows."""

    part: ResolvedPart
    chunk: Range
    checksums: array[int]


@dataclass(frozen=True, slots=True)
class Checked:
    """A table was compared."""

    check: TableCheck


Event: TypeAlias = Copied | AllCopied | Compared | Checked


@dataclass(frozen=True)
class CopyJob:
    """Copies a table, and compares it then if ``compared``; a dry run compares each chunk before it takes it back.

    ``starts`` says for each part (by its position) how far it is copied already: None when not at all, open at the
    end when completely. ``fresh`` as for the ``Copier``.
    """

    context: Context
    table: ResolvedTable
    lease: Lease | None
    starts: Mapping[int, Range | None]
    fresh: bool
    compared: bool

    def __call__(self) -> Iterator[Event]:
        """Do it, piece by piece."""
        yield from self._copy()
        if self.compared:
            yield from compare(self.context, self.table)

    def _copy(self) -> Iterator[Event]:
        options = self.context.options
        check = TableCheck(self.table.name)
        with ExitStack() as stack:
            source = stack.enter_context(self.context.source.connect())
            reading = stack.enter_context(self.context.source.connect())
            target = stack.enter_context(self.context.writing())
            copier = Copier(
                target,
                reading,
                self.lease,
                fresh=self.fresh,
                stop_on_error=options.stop_on_error,
                dry_run=options.dry_run,
            )
            if options.dry_run:
                snapshot.trial(target, self.context, self.table)

                def look(part: ResolvedPart, chunk: Range, connection: Connection) -> None:
                    compare_chunk(part, chunk, source, connection, self.table.written, check)

                copier.after_write = look
            for part in self.table.parts:
                start = self.starts.get(part.position)
                if start is not None and start.upto is None:
                    continue
                for chunk in chunks(source, part, options.batch_size, start and Range(start.upto, None)):
                    yield Copied(part, copier.copy(part, chunk))
        yield AllCopied(self.table)
        if options.dry_run:
            yield Checked(check)


def compare(context: Context, table: ResolvedTable) -> Iterator[Compared | Checked]:
    """Compare a whole table with the mapped source, chunk by chunk."""
    check = TableCheck(table.name)
    with context.source.connect() as source, context.target.connect() as target:
        for part in table.parts:
            for chunk in chunks(source, part, COMPARED_ROWS):
                yield Compared(part, chunk, compare_chunk(part, chunk, source, target, table.written, check))
    yield Checked(check)


def validate(context: Context, table: ResolvedTable) -> Iterator[Compared | Checked]:
    """Compare a table of a target that was migrated some time ago, and may have lost tables and columns since."""
    lost = losses(table)
    if lost:
        yield Checked(lost_check(table, lost))
    else:
        yield from compare(context, table)
