"""Keep what the engine tells in the tool's own database: progress, checkpoints, refused rows, results."""

from __future__ import annotations

import time
from array import array
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from migrator import logs
from migrator.engine.copy import ChunkResult, Rejected
from migrator.engine.recorder import Level, Outcome, Recorder
from migrator.engine.sync import Record, TableSync
from migrator.engine.tablemap import Range
from migrator.engine.verify import TableCheck
from migrator.models import (
    Checkpoint,
    ChunkRecord,
    Operation,
    RejectedRow,
    Run,
    RunStatus,
    StepRun,
    StepState,
    StepStatus,
    TableRun,
    ValidationReport,
)
from migrator.proof import STORE, Proof
from migrator.upsert import write_all

__all__ = ["DatabaseRecorder", "forget", "job_id", "save_proof", "save_report"]

FLUSH_SECONDS = 0.5
WAITING_CHUNKS = 4
"""So many chunks with their checksums wait to be written at most, however quickly they come."""
SPEED_SECONDS = 10.0
STEP_STATUS: dict[Outcome, StepStatus] = {
    "completed": StepStatus.COMPLETED,
    "failed": StepStatus.FAILED,
    "stopped": StepStatus.STOPPED,
}


@dataclass
class _Table:
    total: int
    rows: int = 0
    rejected: int = 0
    seconds: float = 0.0
    check: TableCheck | None = None


@dataclass
class _Step:
    record: StepRun
    tables: dict[str, _Table]
    before: int = 0
    checkpoints: dict[tuple[str, int], Range] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    compared: list[ChunkRecord] = field(default_factory=list)
    begun: set[str] = field(default_factory=set)
    recent: deque[tuple[float, int]] = field(default_factory=deque)
    changed: bool = False


class DatabaseRecorder(Recorder):
    """Writes the state of one run; a chunk is on record half a second later at most, or at the end of its table."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._steps: dict[str, _Step] = {}
        self._flushed = 0.0
        self._asked = 0.0
        self._stopping = False

    # -- the run ------------------------------------------------------------------------------

    def run_started(self, run_id: str, steps: list[str], path: str) -> None:
        Run.objects.filter(pk=self.run.pk).update(
            status=RunStatus.RUNNING, path=path, started_at=self.run.started_at or timezone.now(), finished_at=None
        )
        self.log("info", "Run started", steps=steps, path=path)

    def run_finished(self, outcome: Outcome, message: str) -> None:
        status = RunStatus(outcome)
        Run.objects.filter(pk=self.run.pk).update(status=status, message=message, finished_at=timezone.now())
        self.run.refresh_from_db()
        self.log("error" if outcome == "failed" else "info", f"Run {outcome}", error=message)

    def should_stop(self) -> bool:
        now = time.monotonic()
        if now - self._asked > FLUSH_SECONDS:
            self._asked = now
            self._stopping = Run.objects.filter(pk=self.run.pk, stop_requested=True).exists()
        return self._stopping

    # -- steps --------------------------------------------------------------------------------

    def step_started(self, step_id: str, totals: dict[str, int]) -> None:
        now = timezone.now()
        record, _ = StepRun.objects.update_or_create(
            run=self.run,
            step_id=step_id,
            defaults={
                "status": StepStatus.RUNNING,
                "total": sum(totals.values()),
                "started_at": now,
                "finished_at": None,
                "message": "",
                "verified": None,
            },
            create_defaults={
                "job_id": job_id(self.run, step_id),
                "status": StepStatus.RUNNING,
                "total": sum(totals.values()),
                "started_at": now,
            },
        )
        earlier = {table.table: table for table in record.tables.all()}
        step = _Step(record, {})
        for name, total in totals.items():
            known = earlier.get(name)
            step.tables[name] = _Table(total, known.rows, known.rejected, known.seconds) if known else _Table(total)
        self._steps[step_id] = step
        # All at once, so that they are shown in their own order, whichever is through first.
        new = [_table_run(record, name, table) for name, table in step.tables.items() if name not in earlier]
        write_all(TableRun, new, "step_run", "table")
        self._set_state(
            step_id,
            {
                "status": StepStatus.RUNNING,
                "source_count": sum(totals.values()),
                "last_run": now,
                "last_step_run": record,
                "verified": None,
            },
        )
        self.log("info", f"{step_id} started", step=step_id)

    def step_finished(self, step_id: str, outcome: Outcome, message: str) -> None:
        step = self._steps.get(step_id)
        if step is None:
            return
        self._flush(step_id, step)
        checks = [table.check for table in step.tables.values() if table.check is not None]
        verified = outcome == "completed" if checks else None
        found = {"status": STEP_STATUS[outcome], "verified": verified}
        StepRun.objects.filter(pk=step.record.pk).update(
            **found, message=message, finished_at=timezone.now(), rows_per_second=0
        )
        counts = {
            "source_count": sum(check.source_count for check in checks),
            "target_count": sum(check.target_count for check in checks),
        }
        self._set_state(step_id, {**found, **(counts if checks else {"target_count": step.record.success})})
        self.log("info" if outcome == "completed" else "error", f"{step_id} {outcome}", step=step_id, error=message)

    def step_paused(self, step_id: str) -> None:
        self._flush(step_id, self._steps[step_id])

    @property
    def _keeps(self) -> bool:
        """Whether what is written stays: a dry run leaves no state behind."""
        return self.run.operation != Operation.DRY_RUN

    def _set_state(self, step_id: str, values: dict[str, Any]) -> None:
        if self._keeps:
            StepState.objects.update_or_create(pair=self.run.pair, step_id=step_id, defaults=values)

    # -- chunks -------------------------------------------------------------------------------

    def chunk_copied(self, step_id: str, table: str, position: int, result: ChunkResult) -> None:
        step = self._steps[step_id]
        known = step.tables[table]
        known.rows += result.rows
        known.rejected += len(result.rejected)
        known.seconds += result.seconds
        step.checkpoints[table, position] = result.chunk
        step.touched.add(table)
        step.recent.append((time.monotonic(), result.rows))
        step.changed = True
        if result.rejected:
            self._keep_rejected(step_id, position, result.rejected)
        self._flush_if_due(step_id, step)

    def table_copied(self, step_id: str, table: str) -> None:
        self.log("debug", f"{table} copied", step=step_id, table=table, rows=self._steps[step_id].tables[table].rows)

    def _keep_rejected(self, step_id: str, position: int, rows: list[Rejected]) -> None:
        RejectedRow.objects.filter(
            pair=self.run.pair, table=rows[0].table, key__in=[row.key for row in rows], resolved_at=None
        ).delete()
        RejectedRow.objects.bulk_create(
            RejectedRow(
                run=self.run,
                pair=self.run.pair,
                step_id=step_id,
                table=row.table,
                key=row.key,
                part=position,
                after=row.chunk.after,
                upto=row.chunk.upto,
                data={
                    name: value if isinstance(value, int | str | None) else str(value)
                    for name, value in row.data.items()
                },
                error=row.error,
            )
            for row in rows
        )
        for row in rows:
            self.log(
                "error",
                f"{row.table} {row.key} was refused: {row.error}",
                step=step_id,
                table=row.table,
                key=row.key,
                error=row.error,
            )

    def done(self, step_id: str, table: str, position: int) -> Range | None:
        found = Checkpoint.objects.filter(pair=self.run.pair, step_id=step_id, table=table, part=position).first()
        return None if found is None else Range(None, None if found.complete else found.upto)

    def rejected(self, step_id: str) -> list[Rejected]:
        return [
            Rejected(row.table, row.key, row.data, row.error, Range(row.after, row.upto))
            for row in RejectedRow.objects.filter(pair=self.run.pair, step_id=step_id, resolved_at=None).exclude(
                run__operation=Operation.DRY_RUN
            )
        ]

    def _flush(self, step_id: str, step: _Step) -> None:
        self._flushed = time.monotonic()
        if not step.changed:
            return
        step.changed = False
        record = step.record
        record.success = sum(table.rows for table in step.tables.values())
        record.failed = sum(table.rejected for table in step.tables.values())
        record.processed = record.success + record.failed
        record.rows_per_second = _speed(step.recent)
        with transaction.atomic():
            record.save(update_fields=["success", "failed", "processed", "skipped", "rows_per_second"])
            write_all(
                TableRun, (_table_run(record, name, step.tables[name]) for name in step.touched), "step_run", "table"
            )
            if self._keeps:
                write_all(
                    Checkpoint,
                    (
                        Checkpoint(
                            pair=self.run.pair,
                            step_id=step_id,
                            table=name,
                            part=position,
                            upto=chunk.upto,
                            complete=chunk.upto is None,
                        )
                        for (name, position), chunk in step.checkpoints.items()
                    ),
                    "pair",
                    "step_id",
                    "table",
                    "part",
                )
            if step.begun:
                ChunkRecord.objects.filter(pair=self.run.pair, table__in=step.begun).delete()
            ChunkRecord.objects.bulk_create(step.compared)
        for pending in (step.checkpoints, step.touched, step.begun, step.compared):
            pending.clear()

    def _flush_if_due(self, step_id: str, step: _Step) -> None:
        if len(step.compared) >= WAITING_CHUNKS or time.monotonic() - self._flushed > FLUSH_SECONDS:
            self._flush(step_id, step)

    # -- verification -------------------------------------------------------------------------

    def chunk_checked(self, step_id: str, table: str, position: int, chunk: Range, checksums: array[int]) -> None:
        step = self._steps[step_id]
        if chunk.after is None and position == 0:
            step.begun.add(table)
            step.compared = [record for record in step.compared if record.table != table]
        step.compared.append(self._chunk_record(step_id, table, Record(position, chunk, checksums)))
        step.changed = True
        self._flush_if_due(step_id, step)

    def _chunk_record(self, step_id: str, table: str, record: Record) -> ChunkRecord:
        return ChunkRecord(
            pair=self.run.pair,
            step_id=step_id,
            table=table,
            part=record.position,
            after=record.chunk.after,
            upto=record.chunk.upto,
            checksums=record.checksums.tobytes(),
        )

    def _settle_rejected(self, result: TableSync) -> None:
        """Close the refused rows of a table that are as they should be now, because they came with this sync."""
        if result.check.differing_rows:
            return
        still = {conflict.key for conflict in result.conflicts}
        still.update(row.key for rows in result.rejected.values() for row in rows)
        earlier = RejectedRow.objects.filter(pair=self.run.pair, table=result.table, resolved_at=None)
        for row in earlier.exclude(run__operation=Operation.DRY_RUN).only("key"):
            if row.key not in still:
                row.resolved_at = timezone.now()
                row.save(update_fields=["resolved_at"])

    def records(self, table: str) -> list[Record]:
        return [
            Record(row.part, Range(row.after, row.upto), array("I", bytes(row.checksums)))
            for row in ChunkRecord.objects.filter(pair=self.run.pair, table=table).order_by("part", "id")
        ]

    def interrupted(self, step_id: str) -> bool:
        earlier = StepRun.objects.filter(
            run__pair=self.run.pair, run__operation__in=(Operation.MIGRATE, Operation.SYNC), step_id=step_id
        ).exclude(run=self.run)
        last = earlier.order_by("-run__created_at", "-pk").first()
        return last is None or last.status != StepStatus.COMPLETED

    def step_forgotten(self, step_id: str) -> None:
        forget(self.run.pair, [step_id])

    def table_synced(self, step_id: str, result: TableSync) -> None:
        step = self._steps[step_id]
        known = step.tables[result.table]
        known.rows += result.written
        known.rejected += sum(len(rows) for rows in result.rejected.values())
        step.touched.add(result.table)
        step.record.skipped += len(result.conflicts)
        step.changed = True
        with transaction.atomic():
            ChunkRecord.objects.filter(pair=self.run.pair, table=result.table).delete()
            ChunkRecord.objects.bulk_create(
                self._chunk_record(step_id, result.table, record) for record in result.records
            )
            self._settle_rejected(result)
            for position, rows in result.rejected.items():
                self._keep_rejected(step_id, position, rows)
        for conflict in result.conflicts:
            self.log("warning", f"{conflict}; it was left alone", step=step_id, table=conflict.table, key=conflict.key)

    def table_checked(self, step_id: str, check: TableCheck) -> None:
        step = self._steps.get(step_id)
        if step is not None and check.table in step.tables:
            step.tables[check.table].check = check
            step.touched.add(check.table)
            step.changed = True
            self._flush_if_due(step_id, step)
        for difference in check.differences:
            self.log("error", str(difference), step=step_id, table=difference.table, key=difference.key)

    def log(self, level: Level, message: str, **context: Any) -> None:
        logs.write(level, message, run=self.run, **context)


def _table_run(record: StepRun, name: str, table: _Table) -> TableRun:
    check = table.check
    return TableRun(
        step_run=record,
        table=name,
        total=table.total,
        rows=table.rows,
        rejected=table.rejected,
        seconds=table.seconds,
        source_count=check.source_count if check else None,
        target_count=check.target_count if check else None,
        differing_rows=check.differing_rows if check else None,
    )


def forget(pair: str, step_ids: list[str]) -> None:
    """Forget checkpoints, checksums and refused rows of steps that begin anew."""
    for model in (Checkpoint, ChunkRecord):
        model.objects.filter(pair=pair, step_id__in=step_ids).delete()
    RejectedRow.objects.filter(pair=pair, step_id__in=step_ids, resolved_at=None).delete()


def job_id(run: Run, step_id: str) -> str:
    """Return the seed's name for one step of a run: ``migration_products_20251009_103000``."""
    return f"migration_{step_id}_{run.orchestration_id.removeprefix('orch_')}"


def save_report(run: Run, step_id: str, checks: list[TableCheck], rejected: int) -> ValidationReport:
    """Keep the result of comparing a step's tables."""
    return ValidationReport.objects.create(
        run=run,
        pair=run.pair,
        step_id=step_id,
        passed=not rejected and all(check.passed for check in checks),
        source_count=sum(check.source_count for check in checks),
        target_count=sum(check.target_count for check in checks),
        checks=[
            {
                "name": check.table,
                "status": "passed" if check.passed else "failed",
                "source_count": check.source_count,
                "target_count": check.target_count,
                "differing_rows": check.differing_rows,
            }
            for check in checks
        ],
        differences=[
            {
                "table": difference.table,
                "key": difference.key,
                "kind": difference.kind,
                "column": difference.column,
                "expected": difference.expected,
                "found": difference.found,
            }
            for check in checks
            for difference in check.differences
        ],
    )


def save_proof(run: Run, proof: Proof) -> ValidationReport:
    """Keep what was proven of the store as a whole."""
    return ValidationReport.objects.create(
        run=run, pair=run.pair, step_id=STORE, passed=proof.passed, checks=proof.checks(), differences=[]
    )


def _speed(recent: deque[tuple[float, int]]) -> float:
    """Return rows per second over the last seconds."""
    now = time.monotonic()
    while recent and now - recent[0][0] > SPEED_SECONDS:
        recent.popleft()
    if not recent:
        return 0.0
    return sum(rows for _, rows in recent) / max(now - recent[0][0], 0.1)
