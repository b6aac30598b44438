"""The watchdog and the claims: what a dead, frozen or unlucky worker leaves behind."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_q.models import OrmQ, Schedule

from migrator.engine.lease import owner_here
from migrator.models import LogEntry, Operation, Run, RunStatus, StepRun, StepStatus, UnitStatus, WorkUnit
from migrator.tasks import watch
from migrator.tasks.claims import MAX_LOSSES, Heartbeat, take
from migrator.tasks.recorder import TurnRecorder
from tests.background.conftest import Tool, start, work_off

FEW = ("default_data", "manufacturers")


@pytest.fixture(scope="module")
def dead_owner() -> str:
    """The name of a process of this machine that is no more."""
    return subprocess.run(
        [sys.executable, "-c", "from migrator.engine.lease import owner_here; print(owner_here())"],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ).stdout.strip()


def _queued_run() -> tuple[Run, WorkUnit]:
    run = start(Operation.MIGRATE, *FEW)
    return run, run.units.get(name="@start")


def test_a_unit_is_had_by_one_only(tool: Tool) -> None:
    _, unit = _queued_run()
    claim = take(unit.pk)
    assert claim is not None
    assert claim.unit.owner == owner_here()
    assert take(unit.pk) is None


def test_a_living_worker_is_left_alone(tool: Tool) -> None:
    _, unit = _queued_run()
    take(unit.pk)
    watch()
    unit.refresh_from_db()
    assert unit.status == UnitStatus.WORKING


def test_a_dead_worker_is_replaced_and_the_run_goes_on(tool: Tool, dead_owner: str) -> None:
    run, unit = _queued_run()
    take(unit.pk)
    WorkUnit.objects.filter(pk=unit.pk).update(owner=dead_owner)
    watch()
    unit.refresh_from_db()
    assert (unit.status, unit.losses) == (UnitStatus.QUEUED, 1)
    assert LogEntry.objects.filter(run=run, level="WARNING", message__contains="its worker died").count() == 1
    work_off()
    run.refresh_from_db()
    assert run.status == RunStatus.COMPLETED


def test_a_silent_worker_of_another_machine_is_replaced(tool: Tool) -> None:
    _, unit = _queued_run()
    take(unit.pk)
    silent = timezone.now() - timedelta(seconds=151)
    WorkUnit.objects.filter(pk=unit.pk).update(owner="elsewhere:1:1", renewed_at=timezone.now())
    watch()
    unit.refresh_from_db()
    assert unit.status == UnitStatus.WORKING
    WorkUnit.objects.filter(pk=unit.pk).update(renewed_at=silent)
    watch()
    unit.refresh_from_db()
    assert unit.status == UnitStatus.QUEUED


def test_what_a_worker_says_that_was_overtaken_is_not_heard(tool: Tool, dead_owner: str) -> None:
    run = start(Operation.MIGRATE, "default_data")
    unit = run.units.get(name="@start")
    frozen = take(unit.pk)
    assert frozen is not None
    WorkUnit.objects.filter(pk=unit.pk).update(owner=dead_owner)
    watch()
    second = take(unit.pk)
    assert second is not None
    StepRun.objects.filter(run=run).update(status=StepStatus.RUNNING)
    recorder = TurnRecorder(frozen, Heartbeat(frozen), 60)
    recorder.step_finished("default_data", "failed", "I lost my place")
    assert frozen.renew() is False
    assert frozen.settle(UnitStatus.FAILED, message="I lost my place") is False
    unit.refresh_from_db()
    assert (unit.status, unit.message) == (UnitStatus.WORKING, "")
    assert StepRun.objects.get(run=run).status == StepStatus.RUNNING
    assert second.settle(UnitStatus.COMPLETED) is True


def test_a_heartbeat_keeps_a_claim_and_sees_that_it_is_lost(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    _, unit = _queued_run()
    claim = take(unit.pk)
    assert claim is not None
    answers = iter([True, False])
    beaten: list[bool] = []

    def renew(_claim: Any) -> bool:
        beaten.append(next(answers, False))
        return beaten[-1]

    monkeypatch.setattr("migrator.tasks.claims.Claim.renew", renew)
    with Heartbeat(claim, seconds=0.001) as heartbeat:
        while len(beaten) < 3:
            heartbeat._over.wait(0.001)
    assert heartbeat.lost is True


def test_a_step_that_kills_every_worker_fails_the_run(tool: Tool, dead_owner: str) -> None:
    run, unit = _queued_run()
    for _ in range(MAX_LOSSES):
        assert take(unit.pk) is not None
        WorkUnit.objects.filter(pk=unit.pk).update(owner=dead_owner)
        watch()
    work_off()
    run.refresh_from_db()
    assert run.status == RunStatus.FAILED
    assert "5 workers died at it" in run.message


def test_a_conclusion_that_kills_every_worker_fails_the_run_too(tool: Tool, dead_owner: str) -> None:
    run = start(Operation.MIGRATE, "default_data")
    for name in ("@start", "default_data"):
        claim = take(run.units.get(name=name).pk)
        assert claim is not None
        claim.settle(UnitStatus.COMPLETED)
        watch()
    finish = run.units.get(name="@finish")
    for _ in range(MAX_LOSSES):
        assert take(finish.pk) is not None
        WorkUnit.objects.filter(pk=finish.pk).update(owner=dead_owner)
        watch()
    run.refresh_from_db()
    assert (run.status, "5 workers died" in run.message) == (RunStatus.FAILED, True)


def test_a_task_that_the_queue_lost_is_queued_again_after_a_minute(tool: Tool) -> None:
    _, unit = _queued_run()
    OrmQ.objects.all().delete()
    watch()
    assert OrmQ.objects.count() == 0
    WorkUnit.objects.filter(pk=unit.pk).update(queued_at=timezone.now() - timedelta(seconds=61))
    watch()
    watch()
    assert OrmQ.objects.count() == 1


def test_a_queue_that_cannot_be_reached_holds_nobody_up(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any, **_keywords: Any) -> None:
        raise ConnectionRefusedError("redis://user:canary@queue")

    monkeypatch.setattr("migrator.broker.async_task", refuse)
    run, unit = _queued_run()
    assert unit.status == UnitStatus.QUEUED
    assert run.is_active
    assert "canary" not in str(list(LogEntry.objects.values()))


def test_the_watchdog_is_scheduled_every_minute(tool: Tool) -> None:
    schedule = Schedule.objects.get(name="migrator watchdog")
    assert (schedule.func, schedule.schedule_type, schedule.minutes, schedule.repeats) == (
        "migrator.tasks.watch",
        Schedule.MINUTES,
        1,
        -1,
    )
