"""What a worker does in one turn, without a cluster: the tasks are called as the queue would call them."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from migrator.actions import ResumeRun, StartRun, StopRun
from migrator.engine.errors import EngineError
from migrator.errors import ConflictError
from migrator.execution import execute
from migrator.models import (
    LogEntry,
    Operation,
    RunStatus,
    StepStatus,
    UnitStatus,
    ValidationReport,
    WorkUnit,
)
from migrator.report import folder_of
from migrator.tasks import enqueue, work
from migrator.tasks.claims import Claim
from migrator.tasks.recorder import TurnRecorder
from tests.background.conftest import Tool, start, work_off

FEW = ("default_data", "manufacturers")


def _execute(url: str, statement: str) -> list[Any]:
    connection = sqlite3.connect(url.removeprefix("sqlite://").partition("?")[0])
    try:
        found = connection.execute(statement).fetchall()
        connection.commit()
    finally:
        connection.close()
    return found


def _queued() -> set[str]:
    return set(WorkUnit.objects.filter(status=UnitStatus.QUEUED).values_list("name", flat=True))


def _work(name: str) -> None:
    work(WorkUnit.objects.get(name=name).pk)


def test_steps_are_queued_as_soon_as_those_they_depend_on_are_over(tool: Tool) -> None:
    start(Operation.MIGRATE, "default_data", "manufacturers", "attributes", "categories", "filters", "products")
    assert _queued() == {"@start"}
    _work("@start")
    assert _queued() == {"default_data"}
    _work("default_data")
    assert _queued() == {"manufacturers", "attributes", "categories"}
    _work("manufacturers")
    _work("attributes")
    assert _queued() == {"categories"}
    _work("categories")
    assert _queued() == {"filters"}


def _basis() -> None:
    """Bring over what all steps need."""
    start(Operation.MIGRATE, "default_data")
    work_off()


def test_turns_of_no_length_come_to_the_same_as_one(tool: Tool, settings: Any) -> None:
    _basis()
    settings.TURN_SECONDS = 0
    run = start(Operation.MIGRATE, "manufacturers", batch_size=5)
    work_off()
    run.refresh_from_db()
    assert (run.status, run.message) == (RunStatus.COMPLETED, "")
    step = run.step_runs.get(step_id="manufacturers")
    source = _execute(tool.environment["SOURCE_DATABASE_URL"], "SELECT COUNT(*) FROM oc_manufacturer")[0][0]
    assert run.units.get(name="manufacturers").turns > 2
    assert step.tables.get(table="manufacturer").rows == source
    assert (step.status, step.verified) == (StepStatus.COMPLETED, True)
    assert ValidationReport.objects.filter(run=run, step_id="manufacturers").count() == 1


def test_a_dry_run_in_turns_keeps_nothing(tool: Tool, settings: Any) -> None:
    settings.TURN_SECONDS = 0
    before = _execute(tool.environment["TARGET_DATABASE_URL"], "SELECT * FROM oc_manufacturer")
    run = start(Operation.DRY_RUN, "manufacturers")
    work_off()
    run.refresh_from_db()
    assert (run.status, run.message) == (RunStatus.COMPLETED, "")
    assert _execute(tool.environment["TARGET_DATABASE_URL"], "SELECT * FROM oc_manufacturer") == before
    assert not folder_of(run).exists()


def test_a_sync_in_turns_brings_a_change_over(tool: Tool, settings: Any) -> None:
    start(Operation.MIGRATE, *FEW)
    work_off()
    settings.TURN_SECONDS = 0
    _execute(
        tool.environment["SOURCE_DATABASE_URL"], "UPDATE oc_manufacturer SET name = 'Renamed' WHERE manufacturer_id = 5"
    )
    run = start(Operation.SYNC, "manufacturers")
    work_off()
    run.refresh_from_db()
    assert (run.status, run.message) == (RunStatus.COMPLETED, "")
    assert _execute(
        tool.environment["TARGET_DATABASE_URL"], "SELECT name FROM oc_manufacturer WHERE manufacturer_id = 5"
    ) == [("Renamed",)]


def test_a_validation_finds_a_changed_cell(tool: Tool, settings: Any) -> None:
    start(Operation.MIGRATE, *FEW)
    work_off()
    settings.TURN_SECONDS = 0
    _execute(
        tool.environment["TARGET_DATABASE_URL"], "UPDATE oc_manufacturer SET name = 'Edited' WHERE manufacturer_id = 5"
    )
    run = start(Operation.VALIDATE, *FEW)
    work_off()
    run.refresh_from_db()
    assert (run.status, run.message) == (RunStatus.FAILED, "manufacturers")
    report = ValidationReport.objects.get(run=run, step_id="manufacturers")
    assert [(d["table"], d["column"], d["found"]) for d in report.differences] == [("manufacturer", "name", "Edited")]
    assert dict(run.step_runs.values_list("step_id", "status")) == {
        "default_data": "completed",
        "manufacturers": "failed",
    }


def test_a_reset_puts_the_target_back(tool: Tool) -> None:
    target = tool.environment["TARGET_DATABASE_URL"]
    before = _execute(target, "SELECT * FROM oc_manufacturer ORDER BY manufacturer_id")
    start(Operation.MIGRATE, *FEW)
    work_off()
    assert _execute(target, "SELECT * FROM oc_manufacturer ORDER BY manufacturer_id") != before
    run = start(Operation.RESET, "default_data")
    work_off()
    run.refresh_from_db()
    assert (run.status, run.message) == (RunStatus.COMPLETED, "")
    assert _execute(target, "SELECT * FROM oc_manufacturer ORDER BY manufacturer_id") == before
    assert _execute(target, "SELECT name FROM sqlite_master WHERE name LIKE 'ocm%'") == []


def test_the_second_of_two_deliveries_does_nothing(tool: Tool) -> None:
    run = start(Operation.MIGRATE, *FEW)
    for name in ("@start", "default_data", "manufacturers", "@finish"):
        _work(name)
        _work(name)
    run.refresh_from_db()
    assert run.status == RunStatus.COMPLETED
    assert set(run.units.values_list("turns", flat=True)) == {1}


def test_a_stop_before_the_first_turn_leaves_the_target_alone(tool: Tool) -> None:
    run = start(Operation.MIGRATE, *FEW)
    StopRun(run).execute()
    work_off()
    run.refresh_from_db()
    assert run.status == RunStatus.STOPPED
    assert set(run.units.values_list("status", flat=True)) == {UnitStatus.STOPPED}
    assert (
        _execute(tool.environment["TARGET_DATABASE_URL"], "SELECT name FROM sqlite_master WHERE name LIKE 'ocm%'") == []
    )


def test_a_stop_ends_a_step_between_two_turns_and_a_resume_goes_on_there(tool: Tool, settings: Any) -> None:
    _basis()
    settings.TURN_SECONDS = 0
    run = start(Operation.MIGRATE, "manufacturers", batch_size=5)
    for name in ("@start", "manufacturers"):
        work(run.units.get(name=name).pk)
    done = run.step_runs.get(step_id="manufacturers").processed
    assert done > 0
    StopRun(run).execute()
    work_off()
    run.refresh_from_db()
    assert (run.status, run.step_runs.get(step_id="manufacturers").status) == (RunStatus.STOPPED, StepStatus.STOPPED)
    assert run.step_runs.get(step_id="manufacturers").processed == done
    ResumeRun(run).execute()
    enqueue(run, resume=True)
    work_off()
    run.refresh_from_db()
    assert run.status == RunStatus.COMPLETED
    step = run.step_runs.get(step_id="manufacturers")
    assert (step.status, step.verified, step.processed) == (StepStatus.COMPLETED, True, step.total)


@pytest.mark.parametrize("stopped", [False, True])
@pytest.mark.parametrize(("kind", "method"), [(TurnRecorder, "run_finished"), (Claim, "settle")])
def test_a_run_is_over_at_the_moment_when_its_last_worker_is(
    tool: Tool, monkeypatch: pytest.MonkeyPatch, kind: type, method: str, stopped: bool
) -> None:
    run = start(Operation.MIGRATE, "default_data")
    _work("@start")
    if stopped:
        StopRun(run).execute()
    _work("default_data")

    def fail(*_values: object, **_more: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as broken, pytest.raises(OperationalError):
        broken.setattr(kind, method, fail)
        _work("@finish")
    run.refresh_from_db()
    assert (run.is_active, run.units.get(name="@finish").status) == (True, UnitStatus.WORKING)
    WorkUnit.objects.filter(name="@finish").update(status=UnitStatus.QUEUED)
    _work("@finish")
    run.refresh_from_db()
    assert run.status == (RunStatus.STOPPED if stopped else RunStatus.COMPLETED)
    assert not run.units.filter(status__in=(UnitStatus.QUEUED, UnitStatus.WORKING)).exists()


def test_a_run_that_is_at_work_is_not_queued_twice(tool: Tool) -> None:
    run = start(Operation.MIGRATE, *FEW)
    with pytest.raises(ConflictError, match="is at work already"):
        enqueue(run, resume=True)


def test_runs_that_write_to_one_target_wait_for_each_other(tool: Tool) -> None:
    _basis()
    first = start(Operation.MIGRATE, "manufacturers")
    second = start(Operation.MIGRATE, "attributes")
    assert (first.units.get(name="@start").status, second.units.get(name="@start").status) == ("queued", "waiting")
    work_off()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == (RunStatus.COMPLETED, RunStatus.COMPLETED)
    assert first.finished_at < second.started_at


def test_a_store_that_is_gone_fails_the_run_in_one_sentence(tool: Tool, settings: Any) -> None:
    run = start(Operation.MIGRATE, *FEW)
    settings.SOURCE_DATABASE_URL = settings.SOURCE_DATABASE_URL.replace("3.0.3.9-0", "gone")
    work_off()
    run.refresh_from_db()
    assert run.status == RunStatus.FAILED
    assert "gone" in run.message
    assert "Traceback" not in run.message


def test_a_lived_in_target_is_refused(tool: Tool) -> None:
    _execute(
        tool.environment["TARGET_DATABASE_URL"],
        "INSERT INTO oc_customer (customer_group_id, language_id, firstname, lastname, email, telephone, password,"
        " custom_field, ip, status, safe, token, code, date_added)"
        " VALUES (1, 1, 'A', 'B', 'a@b.example', '', '', '', '', 1, 0, '', '', '2026-01-01 00:00:00')",
    )
    run = start(Operation.MIGRATE, *FEW)
    work_off()
    run.refresh_from_db()
    assert run.status == RunStatus.FAILED
    assert "already has 1 customers of its own" in run.message
    assert set(run.step_runs.values_list("status", flat=True)) == {StepStatus.PENDING}


def test_a_bug_fails_the_run_and_shows_no_value(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: Any, **_keywords: Any) -> None:
        raise ZeroDivisionError("canary-5c1f")

    monkeypatch.setattr("migrator.tasks.turns.Runner.run_step", broken)
    run = start(Operation.MIGRATE, *FEW)
    work_off()
    run.refresh_from_db()
    assert run.status == RunStatus.FAILED
    assert "default_data failed with an unexpected ZeroDivisionError" in run.message
    said = [run.message, *LogEntry.objects.values_list("message", flat=True)]
    said += [json.dumps(context) for context in LogEntry.objects.values_list("context", flat=True)]
    assert not [text for text in said if "canary" in text]


def test_the_first_refused_row_ends_a_run_that_stops_on_errors(tool: Tool) -> None:
    _execute(
        tool.environment["TARGET_DATABASE_URL"],
        "CREATE TRIGGER refuse BEFORE INSERT ON oc_manufacturer WHEN NEW.manufacturer_id = 5"
        " BEGIN SELECT RAISE(ABORT, 'no five'); END",
    )
    run = start(Operation.MIGRATE, "default_data", "manufacturers", "categories", stop_on_error=True)
    _work("@start")
    _work("default_data")
    _work("manufacturers")
    work_off()
    run.refresh_from_db()
    assert run.status == RunStatus.FAILED
    assert "no five" in run.message
    assert run.step_runs.get(step_id="categories").status == StepStatus.PENDING


def test_files_are_copied_after_the_steps(tool: Tool, settings: Any, tmp_path: Path) -> None:
    for side in ("source", "target"):
        (tmp_path / side / "catalog").mkdir(parents=True)
        setattr(settings, f"{side.upper()}_IMAGE_URL", (tmp_path / side).as_uri())
    (tmp_path / "source" / "catalog" / "new.png").write_bytes(b"picture")
    run = start(Operation.MIGRATE, "default_data", images=True)
    _work("@start")
    _work("default_data")
    assert not (tmp_path / "target" / "catalog" / "new.png").exists()
    work_off()
    run.refresh_from_db()
    assert (run.status, run.message) == (RunStatus.COMPLETED, "")
    assert (tmp_path / "target" / "catalog" / "new.png").read_bytes() == b"picture"


def test_files_that_cannot_be_copied_fail_the_run(tool: Tool, settings: Any, tmp_path: Path) -> None:
    settings.SOURCE_IMAGE_URL = (tmp_path / "nowhere").as_uri()
    settings.TARGET_IMAGE_URL = tmp_path.as_uri()
    run = start(Operation.MIGRATE, "default_data", images=True)
    work_off()
    run.refresh_from_db()
    assert run.status == RunStatus.FAILED
    assert "SOURCE_IMAGE_URL" in run.message
    assert run.step_runs.get(step_id="default_data").status == StepStatus.COMPLETED


@pytest.mark.parametrize("folder", ["nowhere", "source"])
def test_a_run_in_the_foreground_is_not_complete_without_its_files(
    tool: Tool, settings: Any, tmp_path: Path, folder: str
) -> None:
    (tmp_path / "source" / "catalog").mkdir(parents=True)
    (tmp_path / "target" / "catalog").mkdir(parents=True)
    (tmp_path / "source" / "catalog" / "new.png").write_bytes(b"picture")
    (tmp_path / "target" / "catalog" / "new.png").write_bytes(b"another")
    settings.SOURCE_IMAGE_URL = (tmp_path / folder).as_uri()
    settings.TARGET_IMAGE_URL = (tmp_path / "target").as_uri()
    run = StartRun(["default_data"], Operation.MIGRATE, include_images=True).execute()
    if folder == "nowhere":
        with pytest.raises(EngineError, match="SOURCE_IMAGE_URL"):
            execute(run)
    else:
        assert execute(run).completed is False
    run.refresh_from_db()
    assert run.status == RunStatus.FAILED
    assert ("SOURCE_IMAGE_URL" if folder == "nowhere" else "files") in run.message
    assert run.step_runs.get(step_id="default_data").verified is True
    assert ValidationReport.objects.get(run=run).step_id == "default_data"
