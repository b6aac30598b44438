"""The state of the board: everything that its page shows, as one document for the page and for its polling.

Times are ISO 8601 in UTC, durations seconds; ``actions`` name the operations that make sense now and that the account
may carry out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from migrator.admin.facts import Facts, facts
from migrator.admin.operations import OPERATIONS
from migrator.engine.step import Step
from migrator.models import ACTIVE_RUNS, Operation, RejectedRow, Run, RunStatus, StepRun, StepState, StepStatus
from migrator.workspace import pair_id
from steps import STEPS

if TYPE_CHECKING:
    from django.contrib.auth.models import User

__all__ = ["board_state", "short_name"]

TOUCHED = frozenset({StepStatus.COMPLETED, StepStatus.FAILED, StepStatus.STOPPED})
GOES_ON = frozenset({RunStatus.STOPPED, RunStatus.FAILED})


def short_name(step: Step) -> str:
    """Return the step's name as a heading: “Products” for “Products Migration”."""
    return step.name.removesuffix(" Migration")


def board_state(user: User) -> dict[str, Any]:
    """Return the state for this account. Raises ``StoreUrlError`` when the stores are not configured."""
    pair = pair_id()
    known = facts()
    run = _shown_run(pair)
    steps = _steps(pair, run, known, user)
    return {
        "now": _moment(timezone.now()),
        "stores": [asdict(store) for store in known.stores],
        "problem": known.problem,
        "path": (run.path if run and run.is_active else "") or known.path,
        "estimate_seconds": known.estimate_seconds,
        "run": _run(run, user),
        "overall": _overall(run, steps),
        "steps": steps,
        "actions": _allowed(user, _all_actions(pair, run, steps, known)),
    }


def _shown_run(pair: str) -> Run | None:
    """Return the run at work, else the last one."""
    runs = Run.objects.filter(pair=pair).select_related("user")
    return runs.filter(status__in=ACTIVE_RUNS).first() or runs.first()


def _run(run: Run | None, user: User) -> dict[str, Any] | None:
    if run is None:
        return None
    begun = run.started_at or run.created_at
    return {
        "orchestration_id": run.orchestration_id,
        "link": reverse("admin:migrator_run_change", args=[run.pk]),
        "operation": run.operation,
        "operation_label": run.get_operation_display(),
        "status": run.status,
        "status_label": run.get_status_display(),
        "active": run.is_active,
        "waiting": run.status == RunStatus.PENDING,
        "message": run.message,
        "trigger": run.get_trigger_display(),
        "by": str(run.user) if run.user else "",
        "mine": run.user_id == user.pk,
        "started_at": _moment(run.started_at),
        "finished_at": _moment(run.finished_at),
        "seconds": ((run.finished_at or timezone.now()) - begun).total_seconds(),
    }


def _steps(pair: str, run: Run | None, known: Facts, user: User) -> list[dict[str, Any]]:
    states = {state.step_id: state for state in _states(pair)}
    current = {record.step_id: record for record in run.step_runs.all()} if run and run.is_active else {}
    rejected = dict(
        RejectedRow.objects.filter(pair=pair, resolved_at=None)
        .values_list("step_id")
        .annotate(rows=Count("id"))
        .order_by()
    )
    done = {step_id for step_id, state in states.items() if state.status == StepStatus.COMPLETED}
    busy = {step_id for active in _active(pair) for step_id in active.steps}
    result = []
    for step_id, step in STEPS.items():
        waits_for = [name for name in step.depends_on if name not in done]
        shown = _step(step, states.get(step_id), current.get(step_id), known.rows.get(step_id, 0))
        possible = _step_actions(shown["status"], waits_for, busy=step_id in busy) if known.healthy else []
        shown["rejected"] = rejected.get(step_id, 0)
        shown["waits_for"] = [short_name(STEPS[name]) for name in waits_for]
        shown["actions"] = _allowed(user, possible)
        result.append(shown)
    return result


def _states(pair: str) -> Sequence[StepState]:
    return list(StepState.objects.filter(pair=pair).select_related("last_step_run"))


def _active(pair: str) -> Sequence[Run]:
    return list(Run.objects.filter(pair=pair, status__in=ACTIVE_RUNS))


def _step(step: Step, state: StepState | None, current: StepRun | None, counted: int) -> dict[str, Any]:
    record = current or (state.last_step_run if state else None)
    status = _status(state, current)
    total = (record.total if record else 0) or counted
    processed = record.processed if record and not _is_fresh(current) else 0
    speed = record.rows_per_second if record and status == StepStatus.RUNNING else 0.0
    return {
        "step_id": step.step_id,
        "name": short_name(step),
        "description": step.description,
        "status": status,
        "status_label": StepStatus(status).label,
        "phase": _phase(status, processed, total),
        "source_count": state.source_count if state and state.source_count else counted,
        "target_count": processed if current else state.target_count if state else 0,
        "total": total,
        "processed": processed,
        "failed": record.failed if record else 0,
        "percent": _percent(processed, total, status),
        "rows_per_second": round(speed),
        "seconds_left": round((total - processed) / speed) if speed else None,
        "verified": _verified(state, current),
        "seconds": _seconds(record),
        "last_run_at": _moment(state.last_run) if state else None,
        "message": record.message if record else "",
    }


def _is_fresh(current: StepRun | None) -> bool:
    return current is not None and current.status == StepStatus.PENDING


def _status(state: StepState | None, current: StepRun | None) -> str:
    if current is not None:
        return StepStatus.QUEUED if current.status == StepStatus.PENDING else current.status
    return state.status if state else StepStatus.PENDING


def _phase(status: str, processed: int, total: int) -> str:
    if status != StepStatus.RUNNING:
        return ""
    return "comparing" if processed >= total else "copying"


def _percent(processed: int, total: int, status: str) -> int:
    if status == StepStatus.COMPLETED:
        return 100
    return 0 if not total else min(99 if status == StepStatus.RUNNING else 100, processed * 100 // total)


def _verified(state: StepState | None, current: StepRun | None) -> bool | None:
    return current.verified if current is not None else state.verified if state else None


def _seconds(record: StepRun | None) -> float | None:
    if record is None or record.started_at is None:
        return None
    return ((record.finished_at or timezone.now()) - record.started_at).total_seconds()


def _overall(run: Run | None, steps: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the progress of the run at work, or how much of the shop has been brought over when none is."""
    mine = [step for step in steps if run is None or not run.is_active or step["step_id"] in run.steps]
    total = sum(step["total"] for step in mine)
    processed = sum(min(step["processed"], step["total"]) for step in mine if step["status"] != StepStatus.PENDING)
    done = sum(step["status"] == StepStatus.COMPLETED for step in mine)
    elapsed = (timezone.now() - run.started_at).total_seconds() if run and run.is_active and run.started_at else 0.0
    return {
        "total": total,
        "processed": processed,
        "percent": 100 if done == len(mine) else min(99, processed * 100 // total) if total else 0,
        "steps": len(mine),
        "steps_completed": done,
        "steps_verified": sum(step["verified"] is True for step in mine),
        "rows_per_second": sum(step["rows_per_second"] for step in mine),
        "seconds_left": round(elapsed * (total - processed) / processed) if elapsed and processed else None,
    }


def _step_actions(status: str, waits_for: Sequence[str], *, busy: bool) -> list[str]:
    if busy:
        return [] if status in TOUCHED else ["stop"]
    starts = [] if waits_for else ["migrate"]
    return [*starts, "sync", "validate", "dry_run", "reset"] if status in TOUCHED else [*starts, "dry_run"]


def _all_actions(pair: str, run: Run | None, steps: Sequence[Mapping[str, Any]], known: Facts) -> list[str]:
    if run is not None and run.is_active:
        return ["stop"]
    if not known.healthy:
        return []
    if all(step["status"] == StepStatus.COMPLETED for step in steps):
        return ["sync", "validate", "dry_run", "migrate", "reset"]
    touched = any(step["status"] in TOUCHED for step in steps)
    last = Run.objects.filter(pair=pair, operation__in=[Operation.MIGRATE, Operation.SYNC]).first()
    resumable = touched and last is not None and last.status in GOES_ON
    return [
        *(["resume"] if resumable else []),
        "migrate",
        *(["sync", "validate"] if touched else []),
        "dry_run",
        *(["reset"] if touched else []),
    ]


def _allowed(user: User, names: Sequence[str]) -> list[str]:
    return [name for name in names if user.has_perm(OPERATIONS[name].permission)]


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat(timespec="seconds").replace("+00:00", "Z")
