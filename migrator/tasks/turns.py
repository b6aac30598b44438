"""One turn of a worker at a unit: work for a while, say what came of it, and see what can go on now."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction
from django.utils import timezone
from sqlalchemy.exc import DBAPIError

from migrator.actions import options_of
from migrator.engine.errors import EngineError, PausedError, StoppedError
from migrator.engine.lease import release_run
from migrator.engine.runner import Runner, StepResult
from migrator.engine.step import with_dependents
from migrator.engine.write import refusal
from migrator.execution import (
    Closing,
    begin,
    conclude,
    keep_remarks,
    keep_result,
    put_back,
    refuse,
    transfer_files,
)
from migrator.memory import flat_memory
from migrator.models import Operation, Run, RunStatus, StepRun, StepStatus, UnitStatus
from migrator.stores import StoreError
from migrator.tasks.claims import Claim, Heartbeat, take
from migrator.tasks.queueing import advance, advance_waiting, hand_out
from migrator.tasks.recorder import TurnRecorder
from migrator.tasks.results import pack, unpack
from migrator.tasks.units import FILES, FINISH, RESET, START
from migrator.tasks.verdict import results_of, verdict
from migrator.workspace import open_context
from steps import STEPS

__all__ = ["work"]

Result = dict[str, Any]


@flat_memory()
def work(unit_id: int) -> None:
    """Take a turn at a unit: the task of the background workers. Nothing happens when it is not to be had."""
    claim = take(unit_id)
    if claim is None:
        return
    with Heartbeat(claim) as heartbeat:
        recorder = TurnRecorder(claim, heartbeat, settings.TURN_SECONDS)
        status, message, result = (UnitStatus.STOPPED, "", None) if _is_called_off(claim) else _outcome(claim, recorder)
    with transaction.atomic():
        if not claim.settle(status, message=message, result=result):
            return
        if status == UnitStatus.FAILED:
            recorder.log("error", message, unit=claim.unit.name)
        if status == UnitStatus.QUEUED:
            claim.unit.refresh_from_db()
            hand_out(claim.unit)
        _mark_step(claim, status, message)
        if claim.unit.name == FINISH and result is not None:
            recorder.run_finished(result["outcome"], result["message"])
        advance(claim.run)
    if claim.unit.name == FINISH:
        advance_waiting(claim.run.pair)


def _is_called_off(claim: Claim) -> bool:
    """Whether the run was stopped before anybody was at the unit; a step that has begun says itself that it stops."""
    run = claim.run
    return not run.is_active or (run.stop_requested and claim.is_first and claim.unit.name != FINISH)


def _outcome(claim: Claim, recorder: TurnRecorder) -> tuple[UnitStatus, str, Result | None]:
    """Do the work and return how the turn ended, why it failed, and what is to be kept of it."""
    try:
        return UnitStatus.COMPLETED, "", _kinds().get(claim.unit.name, _step)(claim, recorder)
    except _TurnOver as turn:
        return UnitStatus.QUEUED, "", turn.result
    except StoppedError as error:
        return UnitStatus.STOPPED, str(error), None
    except (EngineError, StoreError) as error:
        return UnitStatus.FAILED, str(error), None
    except DBAPIError as error:
        return UnitStatus.FAILED, f"{claim.unit.name} failed: {refusal(error)}", None
    except OSError as error:
        return UnitStatus.FAILED, f"{claim.unit.name} failed: {error.strerror or error}", None
    except OperationalError:
        raise  # the tool's own database is gone, so nothing can be said there: the watchdog takes the unit up again
    except Exception as error:  # noqa: BLE001 - a bug must not leave the run hanging
        place = traceback.extract_tb(error.__traceback__)[-1]
        message = (
            f"{claim.unit.name} failed with an unexpected {type(error).__name__} in {place.name}, line {place.lineno}; "
            "this is a bug, please report it"
        )
        return UnitStatus.FAILED, message, None


class _TurnOver(Exception):
    def __init__(self, result: Result) -> None:
        super().__init__()
        self.result = result


def _kinds() -> dict[str, Callable[[Claim, TurnRecorder], Result]]:
    return {START: _start, RESET: _reset, FILES: _files, FINISH: _finish}


def _start(claim: Claim, recorder: TurnRecorder) -> Result:
    run = claim.run
    steps = with_dependents(STEPS, run.steps) if run.operation == Operation.RESET else [STEPS[s] for s in run.steps]
    with open_context(options_of(run)) as context:
        anew = bool(claim.unit.result.get("anew"))
        refuse(run, context, recorder, resume=not anew)
        if anew:
            begin(run, resume=False)
        path = "" if run.operation == Operation.RESET else context.path
        recorder.run_started(run.orchestration_id, [step.step_id for step in steps], path)
    return {}


def _step(claim: Claim, recorder: TurnRecorder) -> Result:
    run, unit = claim.run, claim.unit
    step = STEPS[unit.name]
    result = unpack(step.step_id, unit.result)
    with open_context(options_of(run)) as context:
        runner = Runner(context, run.orchestration_id, recorder)
        try:
            if run.operation == Operation.VALIDATE:
                _begin_comparison(run, step.step_id)
                runner.validate_step(step, result=result)
            elif run.operation == Operation.SYNC:
                runner.sync_step(step, last=False, result=result)
            else:
                # A first turn finds no checkpoint, and one that is repeated must go on where the last one ended.
                runner.run_step(step, resume=not context.options.dry_run, last=False, result=result)
        except PausedError as error:
            raise _TurnOver(pack(result, context.more_notes, unit.result)) from error
        finally:
            keep_remarks(run, context)
        if claim.holds():
            keep_result(run, result)
        return pack(result, context.more_notes, unit.result)


def _begin_comparison(run: Run, step_id: str) -> None:
    StepRun.objects.filter(run=run, step_id=step_id).exclude(status=StepStatus.RUNNING).update(
        status=StepStatus.RUNNING, started_at=timezone.now()
    )


def _reset(claim: Claim, recorder: TurnRecorder) -> Result:
    with open_context(options_of(claim.run)) as context:
        return {"steps": put_back(claim.run, context, recorder, lambda message: recorder.log("info", message))}


def _files(claim: Claim, recorder: TurnRecorder) -> Result:
    report = transfer_files(claim.run, recorder)
    return {"ok": report.ok, **report.as_dict()}


def _finish(claim: Claim, _recorder: TurnRecorder) -> Result:
    """Write the run's report and return what became of it, to be said together with the end of this unit.

    Who waits for the run's end finds everything there then, and nobody at work any more: it can be resumed at once.
    """
    run = claim.run
    found = verdict(run)
    if found.to_the_end:
        with open_context(options_of(run)) as context:
            release_run(context.target, run.orchestration_id)
            context.more_notes.update(found.more_remarks)
            closing = Closing(run, context)
            problem = closing()
            if problem:
                found = replace(found, outcome="failed", message=found.message or problem)
            run.status = RunStatus(found.outcome)
            conclude(run, context, results_of(run), closing)
    else:
        with suppress(StoreError), open_context(options_of(run)) as context:
            release_run(context.target, run.orchestration_id)
    return {"outcome": found.outcome, "message": found.message}


def _mark_step(claim: Claim, status: UnitStatus, message: str) -> None:
    """Bring the step runs in line where the engine does not tell: validations, resets, and what never got to a step."""
    run = claim.run
    steps = StepRun.objects.filter(run=run)
    now = timezone.now()
    if status == UnitStatus.FAILED:
        steps.filter(step_id=claim.unit.name).exclude(status=StepStatus.FAILED).update(
            status=StepStatus.FAILED, message=message, finished_at=now, rows_per_second=0
        )
    elif status == UnitStatus.STOPPED:
        steps.filter(step_id=claim.unit.name).update(status=StepStatus.STOPPED, rows_per_second=0)
    elif status == UnitStatus.COMPLETED and claim.unit.name == RESET:
        steps.update(status=StepStatus.COMPLETED, finished_at=now)
    elif status == UnitStatus.COMPLETED and run.operation == Operation.VALIDATE and claim.unit.name in STEPS:
        claim.unit.refresh_from_db()
        result = unpack(claim.unit.name, claim.unit.result)
        _mark_compared(steps.get(step_id=claim.unit.name), result)


def _mark_compared(step: StepRun, result: StepResult) -> None:
    step.status = StepStatus.COMPLETED if result.verified else StepStatus.FAILED
    step.verified = result.verified
    step.total = sum(check.source_count for check in result.checks)
    step.processed = sum(check.target_count for check in result.checks)
    step.failed = sum(check.differing_rows for check in result.checks)
    step.success = max(step.processed - step.failed, 0)
    step.finished_at = timezone.now()
    step.save()
