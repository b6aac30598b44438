"""Where steps stand, and how long they will still take."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches

from api.words import duration
from migrator.engine.runner import Runner
from migrator.engine.step import Step
from migrator.errors import InvalidStepError
from migrator.models import ACTIVE_RUNS, Operation, RunStatus, StepRun, StepState, StepStatus
from migrator.workspace import open_context, pair_id
from steps import STEPS

__all__ = ["Standing", "find_step", "progress_of", "standing_of", "standings"]

WRITING = (Operation.MIGRATE, Operation.SYNC, Operation.DRY_RUN)
COUNTS_SECONDS = 60
"""How long the live counts of steps that never ran are remembered."""
UNKNOWN = "unknown"
WAITING = (StepStatus.PENDING, StepStatus.QUEUED)
ENDED = (StepStatus.COMPLETED, StepStatus.FAILED, StepStatus.STOPPED)


@dataclass(frozen=True, slots=True)
class Standing:
    """A step, its state, and its last run unless that was reset; ``is_active`` while a run has it to do."""

    step: Step
    state: StepState
    step_run: StepRun | None
    is_active: bool

    @property
    def status(self) -> str:
        """The step's status; one that waits for a worker is queued."""
        if self.is_active and self.step_run and self.step_run.status in WAITING:
            return StepStatus.QUEUED
        return self.state.status

    @property
    def target_count(self) -> int:
        """Rows of the target: those written so far while the step is at work."""
        at_work = self.step_run if self.status == StepStatus.RUNNING else None
        return at_work.success if at_work else self.state.target_count


def find_step(step_id: str) -> Step:
    """Return the step. Raises ``InvalidStepError``."""
    if step_id not in STEPS:
        raise InvalidStepError(f"There is no step “{step_id}”; the steps are {', '.join(STEPS)}", step_id=step_id)
    return STEPS[step_id]


def standings(steps: Iterable[Step] | None = None) -> list[Standing]:
    """Return where steps (all by default) stand; only what never ran is counted in the source.

    Raises ``StoreError`` when the stores are not configured, or have to be counted and cannot be.
    """
    wanted = list(STEPS.values() if steps is None else steps)
    pair = pair_id()
    states = {state.step_id: state for state in StepState.objects.filter(pair=pair)}
    unknown = [step for step in wanted if step.step_id not in states]
    counts = _source_counts(pair) if unknown else {}
    for step in unknown:
        states[step.step_id] = StepState(step_id=step.step_id, pair=pair, source_count=counts[step.step_id])
    runs = _last_runs(pair, [step.step_id for step in wanted])
    return [_standing(step, states[step.step_id], runs.get(step.step_id)) for step in wanted]


def standing_of(step_id: str) -> Standing:
    """Return where one step stands. Raises ``InvalidStepError`` and ``StoreError``."""
    return standings([find_step(step_id)])[0]


def _standing(step: Step, state: StepState, last: StepRun | None) -> Standing:
    is_active = last is not None and last.run.status in ACTIVE_RUNS and not _is_over(last)
    # A run that ended left its status in the state, unless a reset came after it.
    was_reset = state.status == StepStatus.PENDING and last is not None and last.status in ENDED
    return Standing(step, state, None if was_reset else last, is_active)


def _is_over(row: StepRun) -> bool:
    """Whether a run has no more to do with the step; one of this step alone holds it until the run is closed."""
    return row.status in ENDED and row.run.steps != [row.step_id]


def _last_runs(pair: str, step_ids: list[str]) -> dict[str, StepRun]:
    found = StepRun.objects.filter(run__pair=pair, run__operation__in=WRITING, step_id__in=step_ids)
    latest = {step_id: pk for pk, step_id in found.order_by("id").values_list("id", "step_id")}
    return {row.step_id: row for row in StepRun.objects.filter(pk__in=latest.values()).select_related("run")}


def _source_counts(pair: str) -> dict[str, int]:
    name = f"source-counts:{pair}"
    counts = caches["shared"].get(name)
    if counts is None:
        with open_context() as context:
            runner = Runner(context, "")
            counts = {step_id: sum(runner.count(step.resolved(context)).values()) for step_id, step in STEPS.items()}
        caches["shared"].set(name, counts, COUNTS_SECONDS)
    return dict(counts)


def progress_of(standing: Standing) -> dict[str, Any]:
    """Return the answer to ``GET /api/migrate/{step_id}/progress`` (seed 000)."""
    row = standing.step_run or StepRun(total=standing.state.source_count)
    status = _migration_status(standing)
    seconds = seconds_left(row, status)
    return {
        "status": status,
        "job_id": row.job_id or None,
        "orchestration_id": row.run.orchestration_id if row.run_id else None,
        "message": row.message or (row.run.message if row.run_id and status == "failed" else ""),
        "progress": {
            "current": row.processed,
            "total": row.total,
            "percentage": percentage(row, status),
            "records_per_second": round(row.rows_per_second),
            "estimated_time_remaining": UNKNOWN if seconds is None else duration(seconds),
            "estimated_seconds_remaining": seconds,
        },
        "statistics": {
            "success_count": row.success,
            "error_count": row.failed,
            "skipped_count": row.skipped,
        },
    }


def _migration_status(standing: Standing) -> str:
    row = standing.step_run
    if row is None:
        return "pending"
    if standing.is_active:
        return "stopping" if row.run.status == RunStatus.STOPPING else "running"
    if row.status in ENDED:
        return row.status
    return "stopped" if row.run.status == RunStatus.STOPPED else "failed"


def percentage(row: StepRun, status: str) -> int:
    """Return how much is done, rounded down; a completed step is done, also when it had no rows."""
    if status == "completed":
        return 100
    return min(100, row.processed * 100 // row.total) if row.total else 0


def seconds_left(row: StepRun, status: str) -> int | None:
    """Return the seconds until all rows are copied at the speed of the last seconds, None when nobody can know."""
    if status in ("completed", "stopped", "failed"):
        return 0
    rows = max(0, row.total - row.processed)
    if not row.rows_per_second or status == "pending":
        return None
    return math.ceil(rows / row.rows_per_second)
