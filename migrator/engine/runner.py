"""Run steps: keep the originals, copy chunk by chunk, verify, and tell the recorder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from migrator.engine import snapshot
from migrator.engine.context import Context
from migrator.engine.copy import Copier
from migrator.engine.errors import EngineError, LivedInError, PausedError, ReplacedError, StoppedError
from migrator.engine.jobs import COMPARED_ROWS, AllCopied, Checked, Compared, Copied, CopyJob, Event, validate
from migrator.engine.lease import Lease, acquire, owner_here
from migrator.engine.losses import refuse_losses
from migrator.engine.recorder import Recorder
from migrator.engine.resolve import ResolvedPart, ResolvedTable
from migrator.engine.step import Step
from migrator.engine.sync import Conflict, sync_table
from migrator.engine.threads import Lanes
from migrator.engine.verify import TableCheck
from migrator.engine.write import RefusedError, refusal
from migrator.stores import StoreError

__all__ = ["Runner", "StepResult", "refuse_lived_in"]


TURN_OVER = "The turn is over; the step goes on in the next one"


@dataclass
class StepResult:
    """What became of a step: rows written and refused, and the comparison of every table."""

    step_id: str
    rows: int = 0
    rejected: int = 0
    checks: list[TableCheck] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    deleted: int = 0

    @property
    def verified(self) -> bool:
        """Whether every row arrived and every cell is as it should be."""
        return not self.rejected and not self.conflicts and all(check.passed for check in self.checks)


def refuse_lived_in(context: Context) -> None:
    """Raise ``LivedInError`` when the target has orders or customers that this tool did not bring (design.md)."""
    for table, what in (("order", "orders"), ("customer", "customers")):
        if table in context.kept and not context.options.force:
            continue
        with context.target.connect() as connection:
            rows = connection.execute(select(func.count()).select_from(context.target.table(table))).scalar() or 0
        if rows and table not in context.kept and not context.options.force:
            raise LivedInError(
                f"The target {context.target.url} already has {rows} {what} of its own; "
                "migrate into a freshly installed OpenCart 4, or use --force to replace them"
            )


def refuse_replaced(context: Context, completed: Iterable[Step]) -> None:
    """Raise ``ReplacedError`` when the target has nothing of a step that is completed."""
    for step in completed:
        if not any(table.name in context.kept for table in step.resolved(context)):
            raise ReplacedError(
                f"The target {context.target.url} has nothing of “{step.name}”, which this run has completed: it is "
                "another one, or was installed anew; start without --resume"
            )


@dataclass
class Runner:
    """Runs steps of one run in this process."""

    context: Context
    run_id: str
    recorder: Recorder = field(default_factory=Recorder)
    closing: Callable[[], str] | None = None
    """Looks at the whole store after the last step, and returns what is wrong, empty when nothing is."""
    keep: Callable[[StepResult], None] = lambda _: None
    """Is told the result of each step when it is through, for what comes after may stop or fail."""

    def run(self, steps: Sequence[Step], *, resume: bool = False) -> list[StepResult]:
        """Run the steps one after another and return their results; the first failure ends the run.

        Raises ``StoppedError`` when the recorder says stop, ``EngineError`` when it cannot go on.
        """
        refuse_lived_in(self.context)
        return self._each(steps, lambda step: self.run_step(step, resume=resume))

    def sync(self, steps: Sequence[Step]) -> list[StepResult]:
        """Bring over what changed since the last pass, step by step; raises as ``run`` does."""
        refuse_lived_in(self.context)
        return self._each(steps, self.sync_step)

    def validate(self, steps: Sequence[Step]) -> list[StepResult]:
        """Compare the steps' tables without writing anything."""
        return self._each(steps, self.validate_step)

    def reset(self, steps: Sequence[Step], changed: Callable[[Step, list[str]], None]) -> None:
        """Put the target's original tables of the steps back, the last step first; ``changed`` hears of each step."""
        lease = acquire(self.context.target, self.run_id, "reset", owner_here())
        try:
            for step in reversed(steps):
                changed(step, snapshot.put_back(self.context, step.targets))
        finally:
            if snapshot.has_snapshot(self.context):
                _release(lease, run=True)
            else:
                snapshot.leave(self.context)

    def _each(self, steps: Sequence[Step], work: Callable[[Step], StepResult]) -> list[StepResult]:
        self.recorder.run_started(self.run_id, [step.step_id for step in steps], self.context.path)
        results = []
        try:
            for step in steps:
                results.append(work(step))
                self.keep(results[-1])
                if self.context.options.stop_on_error and not results[-1].verified:
                    break
            problem = self.closing() if self.closing else ""
        except StoppedError as error:
            self.recorder.run_finished("stopped", str(error))
            raise
        except EngineError as error:
            self.recorder.run_finished("failed", str(error))
            raise
        except DBAPIError as error:
            self.recorder.run_finished("failed", refusal(error))
            raise EngineError(f"The database refused: {refusal(error)}") from error
        bad = [result.step_id for result in results if not result.verified]
        self.recorder.run_finished("failed" if bad or problem else "completed", ", ".join(bad) or problem)
        return results

    def run_step(
        self, step: Step, *, resume: bool = False, last: bool = True, result: StepResult | None = None
    ) -> StepResult:
        """Run one step: copy, then verify. ``last`` gives the target free again.

        ``result`` is what earlier turns of the step came to: it is filled further, so that it is good for another turn
        when this one ends with ``PausedError``.
        """
        result = result or StepResult(step.step_id)

        def migrate(tables: list[ResolvedTable], lease: Lease | None) -> None:
            self._migrate(step, tables, lease, result, resume=resume)

        return self._work(step, migrate, result, last=last)

    def sync_step(self, step: Step, *, last: bool = True, result: StepResult | None = None) -> StepResult:
        """Bring one step up to date; one of which the target has nothing yet is run. ``result`` as for ``run_step``."""
        if not any(table.name in self.context.kept for table in step.resolved(self.context)):
            self.recorder.step_forgotten(step.step_id)
            return self.run_step(step, last=last, result=result)
        result = result or StepResult(step.step_id)
        return self._work(step, lambda tables, lease: self._sync(step, tables, lease, result), result, last=last)

    def validate_step(self, step: Step, *, result: StepResult | None = None) -> StepResult:
        """Compare one step's tables without writing anything. ``result`` as for ``run_step``."""
        result = result or StepResult(step.step_id)
        result.rejected = len(self.recorder.rejected(step.step_id))
        self.verify(step, record=False, result=result)
        return result

    def _work(
        self,
        step: Step,
        work: Callable[[list[ResolvedTable], Lease | None], None],
        result: StepResult,
        *,
        last: bool,
    ) -> StepResult:
        lease = None
        try:
            if not self.context.options.dry_run:
                lease = acquire(self.context.target, self.run_id, step.step_id, owner_here())
            tables = step.resolved(self.context)
            refuse_losses(tables)
            self.recorder.step_started(step.step_id, self.count(tables))
            for remark in step.remarks:
                remark(self.context)
            work(tables, lease)
        except PausedError:
            self.recorder.step_paused(step.step_id)
            raise
        except StoppedError:
            self.recorder.step_finished(step.step_id, "stopped", "")
            raise
        except (DBAPIError, RefusedError) as error:
            message = f"{step.name} failed: {refusal(error)}"
            self.recorder.step_finished(step.step_id, "failed", message)
            raise EngineError(message) from error
        except (EngineError, StoreError) as error:
            self.recorder.step_finished(step.step_id, "failed", str(error))
            raise
        finally:
            if lease is not None:
                _release(lease, run=last)
        problem = "" if result.verified else _problem(result)
        self.recorder.step_finished(step.step_id, "completed" if result.verified else "failed", problem)
        return result

    def _migrate(
        self, step: Step, tables: list[ResolvedTable], lease: Lease | None, result: StepResult, *, resume: bool
    ) -> None:
        options = self.context.options
        empty = {table.name for table in tables} if options.dry_run else snapshot.keep(self.context, tables)
        compared = not (options.skip_validation or options.dry_run)
        jobs = []
        for table in _largest_first(_unchecked(tables, result.checks)):
            starts = {
                part.position: self.recorder.done(step.step_id, table.name, part.position)
                if resume and table.name not in empty
                else None
                for part in table.parts
            }
            fresh = table.name in empty and table.rolls_back
            jobs.append(CopyJob(self.context, table, lease, starts, fresh=fresh, compared=compared))
        self._follow(step, jobs, result, lease)
        result.rejected = max(result.rejected, len(self.recorder.rejected(step.step_id)))

    def _follow(
        self,
        step: Step,
        jobs: Sequence[Callable[[], Iterator[Event]]],
        result: StepResult,
        lease: Lease | None = None,
        *,
        record: bool = True,
    ) -> None:
        """Let the jobs be done, a lane for each as far as there are lanes, and keep what they tell."""
        self.stop_if_asked()
        lanes: Lanes[Event] = Lanes(jobs, self.context.lanes)
        paused = False
        for event in lanes:
            match event:
                case Copied(part, copied):
                    result.rows += copied.rows
                    result.rejected += len(copied.rejected)
                    self.recorder.chunk_copied(step.step_id, part.table.name, part.position, copied)
                case AllCopied(table):
                    self.recorder.table_copied(step.step_id, table.name)
                case Compared(part, chunk, checksums) if record:
                    self.recorder.chunk_checked(step.step_id, part.table.name, part.position, chunk, checksums)
                case Checked(check):
                    self.recorder.table_checked(step.step_id, check)
                    result.checks.append(check)
            if lease is not None:
                lease.renew()
            self.stop_if_asked()
            if not paused and self.recorder.should_pause():
                paused = True
                lanes.wind_down(self._may_pause)
        order = step.targets
        result.checks.sort(key=lambda check: order.index(check.table))
        if paused:
            raise PausedError(TURN_OVER)

    def _may_pause(self, event: Event) -> bool:
        """Whether a turn may end after this: every turn gets on, however short it is, so no comparison is cut short."""
        return isinstance(event, Checked) or (isinstance(event, Copied) and not self.context.options.dry_run)

    def _sync(self, step: Step, tables: list[ResolvedTable], lease: Lease | None, result: StepResult) -> None:
        options = self.context.options
        empty = snapshot.keep(self.context, tables)
        interrupted = self.recorder.interrupted(step.step_id)

        def ours(part: ResolvedPart) -> bool:
            return interrupted and self.recorder.done(step.step_id, part.table.name, part.position) is not None

        with (
            self.context.source.connect() as source,
            self.context.source.connect() as reading,
            self.context.target.connect() as target,
            self.context.writing() as writing,
        ):
            copier = Copier(writing, reading, lease, stop_on_error=options.stop_on_error)
            for table in _unchecked(tables, result.checks):
                done = sync_table(
                    table,
                    source,
                    target,
                    copier,
                    [] if table.name in empty else self.recorder.records(table.name),
                    size=COMPARED_ROWS,
                    overwrite=options.overwrite,
                    ours=ours,
                    stop=self.stop_if_asked,
                )
                self.recorder.table_synced(step.step_id, done)
                self.recorder.table_checked(step.step_id, done.check)
                result.checks.append(done.check)
                result.rows += done.written
                result.deleted += done.deleted
                result.rejected += sum(len(rows) for rows in done.rejected.values())
                result.conflicts.extend(done.conflicts)
                if lease is not None:
                    lease.renew()
                self._pause_if_due()

    def count(self, tables: Sequence[ResolvedTable]) -> dict[str, int]:
        """Return the number of source rows for each target table."""
        return {table.name: table.count() for table in tables}

    def verify(
        self,
        step: Step,
        *,
        record: bool = True,
        result: StepResult | None = None,
    ) -> list[TableCheck]:
        """Compare every table of a step with the mapped source; those in ``result`` are compared already.

        ``record`` keeps the checksums as those that were written: only right after a copy is that true.
        """
        result = result or StepResult(step.step_id)
        tables = _largest_first(_unchecked(step.resolved(self.context), result.checks))
        self._follow(step, [partial(validate, self.context, table) for table in tables], result, record=record)
        return result.checks

    def stop_if_asked(self) -> None:
        if self.recorder.should_stop():
            raise StoppedError("Stopped as asked; resume it to go on where it stopped")

    def _pause_if_due(self) -> None:
        if self.recorder.should_pause():
            raise PausedError(TURN_OVER)


def _unchecked(tables: Sequence[ResolvedTable], checks: Sequence[TableCheck]) -> list[ResolvedTable]:
    done = {check.table for check in checks}
    return [table for table in tables if table.name not in done]


def _largest_first(tables: Sequence[ResolvedTable]) -> list[ResolvedTable]:
    """Return the tables in the order in which lanes have the most company: the longest one is not the last."""
    return sorted(tables, key=lambda table: table.source_cells, reverse=True)


def _release(lease: Lease, *, run: bool) -> None:
    try:
        lease.release(run=run)
    except (DBAPIError, EngineError):
        return
    except Exception as error:  # noqa: BLE001 - a server that is gone must not hide the failure that ended the step
        del error


def _problem(result: StepResult) -> str:
    parts = []
    if result.rejected:
        parts.append(f"{result.rejected} rows were refused")
    if result.conflicts:
        parts.append(f"{len(result.conflicts)} rows were changed in OpenCart 4 since and were left alone")
    differing = sum(check.differing_rows for check in result.checks)
    if differing:
        parts.append(f"{differing} rows differ")
    return " and ".join(parts)
