"""Start and stop runs for the API, and describe them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from api.errors import RateLimitError
from migrator.actions import MAX_CONCURRENT_RUNS, ResumeRun, StartRun, StopRun
from migrator.engine.context import Options
from migrator.engine.runner import refuse_lived_in
from migrator.errors import NotFoundError
from migrator.models import ACTIVE_RUNS, Operation, Run, RunStatus, StepRun, StepStatus, Trigger
from migrator.tasks import enqueue
from migrator.workspace import open_context, pair_id

__all__ = ["described_run", "find_run", "migrate", "record", "resume", "runs_of_stores", "stop", "sync"]

RETRY_SECONDS = 10
"""When to ask again while too many operations are at work."""

STOP_SECONDS = 10.0
"""How long an answer waits for a worker to finish its chunk."""
LOOK_SECONDS = 0.1


def migrate(user: User, steps: Sequence[str], wanted: Mapping[str, Any]) -> Run:
    """Start a migration of ``steps`` (all when empty) in the background, as ``OrchestrateSerializer`` reads it.

    Stores that cannot be used, or a target with orders of its own, refuse at once and not later in the background.
    """
    more = wanted.get("options", {})
    options = Options(
        batch_size=wanted["batch_size"],
        skip_validation=wanted["skip_validation"],
        stop_on_error=wanted["stop_on_error"],
        **{name: more[name] for name in more.keys() & Options.__dataclass_fields__.keys()},
    )
    operation = Operation.DRY_RUN if options.dry_run else Operation.MIGRATE
    action = _action(user, steps, operation, options, include_images=more.get("include_images", False))
    return _started(action)


def sync(user: User, steps: Sequence[str], *, overwrite: bool) -> Run:
    """Bring ``steps`` (all when empty) up to date in the background."""
    return _started(_action(user, steps, Operation.SYNC, Options(overwrite=overwrite)))


def record(user: User, step_id: str, operation: Operation) -> Run:
    """Record a run of one step that the caller executes itself."""
    action = _action(user, [step_id], operation, Options())
    return action.execute()


def _action(
    user: User, steps: Sequence[str], operation: Operation, options: Options, *, include_images: bool = False
) -> StartRun:
    if Run.objects.filter(status__in=ACTIVE_RUNS).count() >= MAX_CONCURRENT_RUNS:
        raise RateLimitError(
            f"{MAX_CONCURRENT_RUNS} operations are at work already; wait until one has finished", RETRY_SECONDS
        )
    return StartRun(steps, operation, options, include_images=include_images, trigger=Trigger.API, user=user)


def _started(action: StartRun) -> Run:
    action.check()
    with open_context(action.options) as context:
        if action.operation == Operation.MIGRATE:
            refuse_lived_in(context)
    run = action.execute()
    enqueue(run)
    return run


def stop(run: Run) -> Run:
    """Ask a run to stop, and wait a few seconds for the chunk at hand."""
    StopRun(run).execute()
    give_up = time.monotonic() + STOP_SECONDS
    while run.status == RunStatus.STOPPING and time.monotonic() < give_up:
        time.sleep(LOOK_SECONDS)
        run.refresh_from_db()
    return run


def resume(run: Run) -> Run:
    """Let a stopped or failed run go on in the background."""
    run = ResumeRun(run).execute()
    enqueue(run, resume=True)
    return run


def runs_of_stores() -> QuerySet[Run]:
    """Return the runs of the configured stores, the newest first."""
    return Run.objects.filter(pair=pair_id()).select_related("user").prefetch_related("step_runs")


def find_run(orchestration_id: str) -> Run:
    """Return a run of the configured stores. Raises ``NotFoundError``."""
    run = runs_of_stores().filter(orchestration_id=orchestration_id).first()
    if run is None:
        raise NotFoundError(f"There is no orchestration “{orchestration_id}”")
    return run


def described_run(run: Run) -> dict[str, Any]:
    """Return a run as ``OrchestrationSerializer`` writes it."""
    steps = {step.step_id: step for step in run.step_runs.all()}
    completed = _with(run, steps, StepStatus.COMPLETED)
    failed = _with(run, steps, StepStatus.FAILED)
    current = _current(run, steps, done={*completed, *failed})
    settled = {*completed, *failed, current}
    return {
        "id": run.orchestration_id,
        "operation": run.operation,
        "status": run.status,
        "message": run.message,
        "trigger": run.trigger,
        "started_by": run.user.get_username() if run.user else None,
        "created_at": run.created_at,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "current_step": current,
        "completed_steps": completed,
        "remaining_steps": [step_id for step_id in run.steps if step_id not in settled],
        "failed_steps": failed,
        "progress": {
            "current": len(completed),
            "total": len(run.steps),
            "percentage": len(completed) * 100 // len(run.steps) if run.steps else 0,
        },
        "rejected_rows": run.rejected_rows.filter(resolved_at=None).count(),
    }


def _with(run: Run, steps: Mapping[str, StepRun], status: StepStatus) -> list[str]:
    return [step_id for step_id in run.steps if step_id in steps and steps[step_id].status == status]


def _current(run: Run, steps: Mapping[str, StepRun], done: set[str]) -> str | None:
    """Return the step at work, or the next one of a run that has not ended."""
    if not run.is_active:
        return None
    at_work = _with(run, steps, StepStatus.RUNNING)
    waiting = [step_id for step_id in run.steps if step_id not in done]
    return next(iter([*at_work, *waiting]), None)
