"""Execute a recorded run in this process: open the stores, run the engine, keep results, write the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import timezone

from migrator.actions import options_of
from migrator.engine.context import Context
from migrator.engine.errors import EngineError
from migrator.engine.notes import mask
from migrator.engine.recorder import Recorder
from migrator.engine.runner import Runner, StepResult
from migrator.engine.step import Step, in_order, with_dependents
from migrator.fanout import Fanout
from migrator.models import (
    ACTIVE_RUNS,
    Checkpoint,
    ChunkRecord,
    Operation,
    RejectedRow,
    Remark,
    Run,
    RunStatus,
    StepState,
    StepStatus,
)
from migrator.recorder import DatabaseRecorder, save_report
from migrator.report import write_report
from migrator.workspace import open_context
from steps import STEPS

__all__ = ["RunResult", "execute", "reset", "validate"]


@dataclass
class RunResult:
    """What became of a run: the result of every step, and where its report is."""

    run: Run
    steps: list[StepResult] = field(default_factory=list)
    report: Path | None = None
    omitted: int = 0

    @property
    def completed(self) -> bool:
        """Whether the run came to its end without a problem."""
        return self.run.status == RunStatus.COMPLETED

    @property
    def verified(self) -> bool:
        """Whether every step ran and every cell arrived."""
        return self.completed and all(step.verified for step in self.steps)


def execute(run: Run, *listeners: Recorder, resume: bool = False) -> RunResult:
    """Execute the run to its end and return what became of it.

    A resumed run goes on where it was and leaves out the steps that are completed. Raises ``StoreError`` when a store
    cannot be used and ``EngineError`` (``StoppedError`` among them) when the run could not go on; both are recorded.
    """
    recorder = DatabaseRecorder(run)
    with _recorded(run, recorder), open_context(options_of(run)) as context:
        result = RunResult(run)
        steps = in_order(STEPS, run.steps)
        if resume:
            steps = [step for step in steps if step.step_id not in _completed(run)]
        elif run.operation == Operation.MIGRATE:
            forget(run.pair, [step.step_id for step in steps])
        runner = Runner(context, run.orchestration_id, Fanout(recorder, *listeners))
        try:
            result.steps = _run(runner, run, steps, resume=resume)
        finally:
            if context.notes:
                _keep_remarks(run, context)
        run.refresh_from_db()
        _supersede(run)
        if not context.options.dry_run and set(run.steps) == set(STEPS):
            result.report, result.omitted = write_report(run, context, result.steps)
    return result


def _run(runner: Runner, run: Run, steps: list[Step], *, resume: bool) -> list[StepResult]:
    results = runner.sync(steps) if run.operation == Operation.SYNC else runner.run(steps, resume=resume)
    for result in results:
        if result.checks:
            save_report(run, result.step_id, result.checks, result.rejected)
    return results


@contextmanager
def _recorded(run: Run, recorder: DatabaseRecorder) -> Iterator[None]:
    """Make sure that a run whose process goes on never stays “running”."""
    try:
        yield
    except BaseException as error:
        run.refresh_from_db()
        if run.status in ACTIVE_RUNS:
            message = str(error) if isinstance(error, EngineError) else f"Interrupted: {type(error).__name__}"
            recorder.run_finished("failed", message)
        raise


def _completed(run: Run) -> set[str]:
    return set(run.step_runs.filter(status=StepStatus.COMPLETED).values_list("step_id", flat=True))


def _supersede(run: Run) -> None:
    """Close runs of the same stores whose process is gone: this one could take their lease."""
    Run.objects.filter(pair=run.pair, status__in=ACTIVE_RUNS, created_at__lt=run.created_at).exclude(pk=run.pk).update(
        status=RunStatus.FAILED, message="Interrupted; a later run took over", finished_at=timezone.now()
    )


def _keep_remarks(run: Run, context: Context) -> None:
    run.remarks.all().delete()
    Remark.objects.bulk_create(
        [
            Remark(
                run=run,
                kind=note.kind,
                table=note.table,
                key=note.key[:255],
                message=note.message,
                data={name: _plain(value) for name, value in mask(note.data).items()},
            )
            for note in context.notes.values()
        ],
        batch_size=500,
    )


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | float | str | list | dict | None) else str(value)


def validate(run: Run, *listeners: Recorder) -> RunResult:
    """Compare the run's steps with the source and return the result; nothing is written to either store."""
    recorder = DatabaseRecorder(run)
    with _recorded(run, recorder), open_context(options_of(run)) as context:
        runner = Runner(context, run.orchestration_id, Fanout(recorder, *listeners))
        result = RunResult(run, runner.validate(in_order(STEPS, run.steps)))
        for step in result.steps:
            save_report(run, step.step_id, step.checks, step.rejected)
        run.refresh_from_db()
    return result


def reset(run: Run, log: Callable[[str], None] | None = None) -> list[str]:
    """Put the target's tables of the run's steps, and of those that depend on them, back; return the step_ids."""
    recorder = DatabaseRecorder(run)
    with _recorded(run, recorder), open_context(options_of(run)) as context:
        steps = with_dependents(STEPS, run.steps)
        recorder.run_started(run.orchestration_id, [step.step_id for step in steps], "")

        def changed(step: Step, tables: list[str]) -> None:
            forget(run.pair, [step.step_id])
            StepState.objects.filter(pair=run.pair, step_id=step.step_id).update(
                status=StepStatus.PENDING, target_count=0, verified=None
            )
            if log:
                log(f"{step.name}: {len(tables)} tables put back")

        Runner(context, run.orchestration_id, recorder).reset(steps, changed)
        recorder.run_finished("completed", "")
    return [step.step_id for step in steps]


def forget(pair: str, step_ids: list[str]) -> None:
    """Forget checkpoints, checksums and refused rows of steps that begin anew."""
    for model in (Checkpoint, ChunkRecord):
        model.objects.filter(pair=pair, step_id__in=step_ids).delete()
    RejectedRow.objects.filter(pair=pair, step_id__in=step_ids, resolved_at=None).delete()
