"""Rows that the target refused: try them again, and hand them out as CSV."""

from __future__ import annotations

import csv
import json
from array import array
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from itertools import groupby
from typing import Any, NamedTuple, TextIO

from django.db.models import F
from django.utils import timezone

from migrator.actions import options_of
from migrator.engine.context import Context
from migrator.engine.copy import Copier
from migrator.engine.lease import Lease, acquire, owner_here
from migrator.engine.resolve import ResolvedPart, resolve
from migrator.engine.runner import Runner
from migrator.engine.tablemap import Range
from migrator.engine.verify import stored_checksums
from migrator.errors import ConflictError, RequestInvalidError
from migrator.models import ChunkRecord, Operation, RejectedRow, Run, StepRun, StepState, StepStatus
from migrator.recorder import save_report
from migrator.workspace import open_context, pair_id
from steps import STEPS

__all__ = ["Retried", "retry", "to_csv"]

COLUMNS = ("id", "run", "step", "table", "key", "error", "attempts", "refused_at", "resolved_at", "data")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Retried(NamedTuple):
    """What became of rows that were tried again."""

    resolved: list[RejectedRow]
    still_rejected: list[RejectedRow]


def retry(rows: Sequence[RejectedRow]) -> Retried:
    """Copy refused rows again, each from the source as it is now, and return which arrived.

    A step of which no refused row is left is compared with its source, and completed when every cell is right.
    Raises ``RequestInvalidError`` for rows of other stores or of a dry run, ``ConflictError`` for resolved ones,
    ``LeaseHeldError`` while a run writes to the target and ``StoreError`` when a store cannot be used.
    """
    _check(rows)
    result = Retried([], [])
    ordered = sorted(rows, key=lambda row: (row.step_id, row.run_id))
    for (step_id, run), group in groupby(ordered, key=lambda row: (row.step_id, row.run)):
        with open_context(options_of(run)) as context:
            lease = acquire(context.target, f"retry_{run.orchestration_id}", step_id, owner_here())
            try:
                _retry_step(context, lease, list(group), result)
            finally:
                lease.release()
            _settle(context, run, step_id)
    return result


def _check(rows: Sequence[RejectedRow]) -> None:
    pair = pair_id()
    for row in rows:
        if row.pair != pair:
            raise RequestInvalidError(f"Row {row.pk} was refused by another store than the configured one")
        if row.run.operation == Operation.DRY_RUN:
            raise RequestInvalidError(f"Row {row.pk} was refused in a dry run; migrate first", step_id=row.step_id)
        if row.resolved_at is not None:
            raise ConflictError(f"Row {row.pk} has been brought over already", step_id=row.step_id)


def _retry_step(context: Context, lease: Lease, rows: Sequence[RejectedRow], result: Retried) -> None:
    with ExitStack() as stack:
        reading = stack.enter_context(context.source.connect())
        writing = stack.enter_context(context.writing())
        copier = Copier(writing, reading, lease)

        def place(row: RejectedRow) -> tuple[Any, ...]:
            return row.table, row.part, row.after is not None, row.after or 0, row.upto is not None, row.upto or 0

        for _, group in groupby(sorted(rows, key=place), key=place):
            _retry_chunk(context, copier, list(group), result)
            lease.renew()


def _retry_chunk(context: Context, copier: Copier, rows: Sequence[RejectedRow], result: Retried) -> None:
    """Copy the source keys that these rows share."""
    part, chunk = _part(context, rows[0]), Range(rows[0].after, rows[0].upto)
    refused = {rejected.key: rejected.error for rejected in copier.copy(part, chunk).rejected}
    _remember(copier, part, chunk, rows[0].pair)
    for row in rows:
        row.attempts += 1
        if row.key in refused:
            row.error = refused[row.key]
            result.still_rejected.append(row)
        else:
            row.resolved_at = timezone.now()
            result.resolved.append(row)
        row.save(update_fields=["attempts", "error", "resolved_at"])
    arrived = sum(row.resolved_at is not None for row in rows)
    StepRun.objects.filter(run=rows[0].run, step_id=rows[0].step_id).update(
        success=F("success") + arrived, failed=F("failed") - arrived
    )


def _part(context: Context, row: RejectedRow) -> ResolvedPart:
    for table_map in STEPS[row.step_id].maps:
        if table_map.target == row.table and table_map.applies(context):
            return resolve(table_map, context).parts[row.part]
    raise RequestInvalidError(
        f"“{row.table}” does not exist in this OpenCart 4, so row {row.pk} cannot be tried again", step_id=row.step_id
    )


def _remember(copier: Copier, part: ResolvedPart, chunk: Range, pair: str) -> None:
    """Add the checksums of what was written to those on record, or a sync would take the rows for edited ones."""
    found = stored_checksums(part, chunk, copier.connection, part.table.written)
    copier.connection.rollback()
    for record in ChunkRecord.objects.filter(pair=pair, table=part.table.name, part=part.position):
        if chunk.upto is None or chunk.upto in Range(record.after, record.upto):
            known = array("I", bytes(record.checksums))
            known.extend(found)
            record.checksums = known.tobytes()
            record.save(update_fields=["checksums"])
            return


def _settle(context: Context, run: Run, step_id: str) -> None:
    """Complete a step of which no refused row is left and whose every cell is right."""
    if RejectedRow.objects.filter(pair=run.pair, step_id=step_id, resolved_at=None).exists():
        return
    checks = Runner(context, run.orchestration_id).verify(STEPS[step_id], record=False)
    report = save_report(run, step_id, checks, rejected=0)
    if report.passed:
        done = {"status": StepStatus.COMPLETED, "verified": True}
        StepRun.objects.filter(run=run, step_id=step_id).update(**done, message="")
        StepState.objects.filter(pair=run.pair, step_id=step_id).update(**done, target_count=report.target_count)


def to_csv(rows: Iterable[RejectedRow], stream: TextIO) -> None:
    """Write rows as CSV with a header; ``data`` is JSON with secrets masked.

    Texts that a spreadsheet would run as a formula get an apostrophe before them.
    """
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(
            _harmless(value)
            for value in (
                row.pk,
                row.run.orchestration_id,
                row.step_id,
                row.table,
                row.key,
                row.error,
                row.attempts,
                row.created_at.isoformat(timespec="seconds"),
                row.resolved_at.isoformat(timespec="seconds") if row.resolved_at else "",
                json.dumps(row.data, ensure_ascii=False),
            )
        )


def _harmless(value: object) -> object:
    if isinstance(value, str) and value.startswith(FORMULA_STARTS) and not value.lstrip("-").isdigit():
        return f"'{value}"
    return value
