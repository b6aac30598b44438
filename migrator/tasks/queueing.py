"""Hand out the units of runs that can go on."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from migrator.broker import hand_over
from migrator.errors import ConflictError
from migrator.execution import begin
from migrator.models import ACTIVE_RUNS, Operation, Run, RunStatus, StepRun, StepStatus, UnitStatus, WorkUnit
from migrator.tasks.results import unpack
from migrator.tasks.units import FINISH, START, is_step, units_of

__all__ = ["advance", "advance_waiting", "enqueue", "hand_out"]

OVER = (UnitStatus.COMPLETED, UnitStatus.FAILED, UnitStatus.STOPPED)
WRITING = (Operation.MIGRATE, Operation.SYNC, Operation.RESET)


def enqueue(run: Run, *, resume: bool = False) -> None:
    """Start a recorded run in the background, or go on with it, once the surrounding transaction has committed.

    Runs that write to the same target wait for each other, in the order of their creation. Raises ``ConflictError``
    when workers are at the run already.
    """
    with transaction.atomic():
        if run.units.filter(status__in=(UnitStatus.QUEUED, UnitStatus.WORKING)).exists():
            raise ConflictError(f"Run {run.orchestration_id} is at work already; stop it first")
        left = {step.step_id for step in begin(run, resume=True)} if resume else set(run.steps)
        earlier = {unit.name: unit.result for unit in run.units.exclude(name__in=left)} if resume else {}
        run.units.all().delete()
        WorkUnit.objects.bulk_create(
            WorkUnit(
                run=run,
                name=unit.name,
                after=list(unit.after),
                status=UnitStatus.COMPLETED if is_step(unit.name) and unit.name not in left else UnitStatus.WAITING,
                result={"anew": not resume} if unit.name == START else earlier.get(unit.name, {}),
            )
            for unit in units_of(run)
        )
        run.step_runs.filter(step_id__in=left).update(status=StepStatus.PENDING, message="", finished_at=None)
        advance(run)


def advance(run: Run) -> None:
    """Queue the units of a run whose time has come; call it whenever one is over, inside the same transaction.

    Once somebody asked to stop, or a unit has failed, nothing new begins; the last unit is queued when all are over.
    """
    with transaction.atomic():
        run = Run.objects.select_for_update().get(pk=run.pk)
        units = {unit.name: unit for unit in WorkUnit.objects.select_for_update().filter(run=run)}
        if not run.is_active:
            _stop(units.values())
            return
        last = units[FINISH]
        if last.status in OVER:
            _fail(run, last.message)
            return
        if run.stop_requested or any(_ends_the_run(run, unit) for unit in units.values()):
            _stop(unit for unit in units.values() if unit.name != FINISH)
        for unit in units.values():
            if unit.status == UnitStatus.WAITING and _may_begin(run, unit, units):
                hand_out(unit)


def advance_waiting(pair: str | None = None) -> None:
    """Advance every run (of two stores) that waits: the one that it waited for may be over."""
    waiting = Run.objects.filter(status__in=ACTIVE_RUNS, units__status=UnitStatus.WAITING)
    for run in (waiting if pair is None else waiting.filter(pair=pair)).distinct():
        advance(run)


def hand_out(unit: WorkUnit) -> None:
    """Queue one unit for the next free worker, once the transaction has committed."""
    unit.status = UnitStatus.QUEUED
    unit.queued_at = timezone.now()
    unit.save(update_fields=["status", "queued_at", "losses"])
    StepRun.objects.filter(run=unit.run, step_id=unit.name, status=StepStatus.PENDING).update(status=StepStatus.QUEUED)
    transaction.on_commit(partial(hand_over, "migrator.tasks.work", unit.pk, group=unit.run.orchestration_id))


def _may_begin(run: Run, unit: WorkUnit, units: dict[str, WorkUnit]) -> bool:
    if unit.name == START:
        return not _has_to_wait(run)
    return all(units[name].status in OVER for name in unit.after)


def _has_to_wait(run: Run) -> bool:
    """Whether another background run is at the same target, or is to write to it first."""
    if run.operation not in WRITING:
        return False
    others = WorkUnit.objects.filter(
        name=START, run__pair=run.pair, run__operation__in=WRITING, run__status__in=ACTIVE_RUNS
    ).exclude(run=run)
    return others.filter(Q(run__lt=run.pk) | ~Q(status=UnitStatus.WAITING)).exists()


def _ends_the_run(run: Run, unit: WorkUnit) -> bool:
    if unit.status == UnitStatus.FAILED:
        return True
    refused = unit.status == UnitStatus.COMPLETED and is_step(unit.name) and bool(run.options.get("stop_on_error"))
    return refused and not unpack(unit.name, unit.result).verified


def _stop(units: Iterable[WorkUnit]) -> None:
    """Let nothing begin that has not begun; a step that has begun is told to stop by the run's own flag."""
    for unit in units:
        if unit.status in (UnitStatus.WAITING, UnitStatus.QUEUED) and not unit.turns:
            unit.status = UnitStatus.STOPPED
            unit.save(update_fields=["status"])
            StepRun.objects.filter(run=unit.run, step_id=unit.name, status=StepStatus.QUEUED).update(
                status=StepStatus.PENDING
            )


def _fail(run: Run, message: str) -> None:
    """Close a run whose conclusion could not be drawn."""
    Run.objects.filter(pk=run.pk).update(status=RunStatus.FAILED, message=message, finished_at=timezone.now())
