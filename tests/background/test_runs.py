"""Whole runs by a real cluster: they end as they do in the foreground, whatever happens to a worker."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from django_q.tasks import async_task

from migrator.actions import ResumeRun, StartRun, StopRun
from migrator.execution import execute
from migrator.models import (
    LogEntry,
    Operation,
    Run,
    RunStatus,
    StepRun,
    StepStatus,
    UnitStatus,
    ValidationReport,
    WorkUnit,
)
from migrator.report import folder_of
from migrator.tasks import enqueue
from steps import STEPS
from tests.background.conftest import Tool, finished, start, wait_for
from tests.mariadb import Server
from tests.stores import mariadb_store, sqlite_store


def _assert_complete(run: Run) -> None:
    assert (run.status, run.message) == (RunStatus.COMPLETED, "")
    assert set(run.step_runs.values_list("status", "verified")) == {(StepStatus.COMPLETED, True)}
    for step in run.step_runs.all():
        assert step.success == sum(step.tables.values_list("target_count", flat=True)), step.step_id
    assert set(ValidationReport.objects.filter(run=run, passed=True).values_list("step_id", flat=True)) == {
        *STEPS,
        "store",
    }
    assert (folder_of(run) / "report.json").exists()


def _content(url: str) -> list[str]:
    connection = sqlite3.connect(url.removeprefix("sqlite://").partition("?")[0])
    try:
        return sorted(line for line in connection.iterdump() if line.startswith("INSERT") and "ocm_" not in line)
    finally:
        connection.close()


def test_two_workers_bring_over_what_the_foreground_brings_over(tool: Tool, tmp_path: Path, settings: Any) -> None:
    run = start()
    tool.workers(2)
    finished(run, tool)
    _assert_complete(run)
    spans = run.step_runs.values_list("started_at", "finished_at")
    assert any(a[0] < b[1] and b[0] < a[1] for a, b in combinations(spans, 2)), "no two steps ran side by side"
    in_background = _content(settings.TARGET_DATABASE_URL)
    settings.TARGET_DATABASE_URL = sqlite_store(tmp_path, "4.0.2.3")
    execute(StartRun().execute())
    assert in_background == _content(settings.TARGET_DATABASE_URL)


def _killed(tool: Tool, run: Run, step_id: str) -> WorkUnit:
    """Kill the worker that is in the middle of a step, and return its unit as it was."""

    def in_the_middle() -> WorkUnit | None:
        unit = run.units.get(name=step_id)
        processed = StepRun.objects.get(run=run, step_id=step_id).processed
        return unit if unit.status == UnitStatus.WORKING and processed else None

    unit: WorkUnit = wait_for(in_the_middle, tool, f"for {step_id} to be in the middle")
    os.kill(int(unit.owner.split(":")[1]), signal.SIGKILL)
    return unit


def test_a_run_survives_the_death_of_its_only_worker(tool: Tool) -> None:
    tool.workers(1)
    finished(start(Operation.MIGRATE, "default_data"), tool)
    run = start(Operation.MIGRATE, "manufacturers", "categories", "filters", "attributes", "products", batch_size=1)
    killed = _killed(tool, run, "products")
    finished(run, tool)
    assert (run.status, run.message) == (RunStatus.COMPLETED, "")
    assert run.step_runs.get(step_id="products").verified is True
    assert run.units.get(name="products").turns == killed.turns + 1
    assert LogEntry.objects.filter(run=run, message="products: its worker died; another one goes on with it").exists()


def test_a_run_survives_the_death_of_idle_workers(tool: Tool) -> None:
    tool.workers(2)
    idle = wait_for(
        lambda: _ready(tool) if len(_ready(tool)) == 2 and "running." in tool.log else None, tool, "for both"
    )
    for number, process in enumerate(idle, start=1):
        os.kill(process, signal.SIGKILL)
        wait_for(lambda number=number: len(_ready(tool)) == 2 + number, tool, "for the next worker")
    run = finished(start(Operation.MIGRATE, "default_data"), tool)
    assert run.status == RunStatus.COMPLETED


def _ready(tool: Tool) -> list[int]:
    """The workers that were started so far."""
    return [int(found) for found in re.findall(r"ready for work at (\d+)", tool.log)]


def test_a_run_survives_the_death_of_the_whole_cluster_on_mariadb(
    tool: Tool, mariadb_server: Server, settings: Any
) -> None:
    source = mariadb_store(mariadb_server, "3.0.3.9", "back_source")
    target = mariadb_store(mariadb_server, "4.1.0.3", "back_target")
    before = mariadb_server.dump("back_target")
    settings.SOURCE_DATABASE_URL = tool.environment["SOURCE_DATABASE_URL"] = source
    settings.TARGET_DATABASE_URL = tool.environment["TARGET_DATABASE_URL"] = target
    run = start(batch_size=200)
    cluster = tool.workers(2)
    wait_for(lambda: run.units.get(name="products").status == UnitStatus.WORKING, tool, "for the products")
    os.killpg(cluster.pid, signal.SIGKILL)
    cluster.wait()
    assert run.units.get(name="products").status == UnitStatus.WORKING
    tool.workers(2)
    finished(run, tool)
    _assert_complete(run)
    reset = finished(start(Operation.RESET), tool)
    assert (reset.status, reset.message) == (RunStatus.COMPLETED, "")
    assert mariadb_server.dump("back_target") == before


def test_tasks_that_are_delivered_three_times_do_no_harm(tool: Tool) -> None:
    run = start(Operation.MIGRATE, "default_data", "manufacturers", "categories")
    for unit in run.units.all():
        for _ in range(2):
            async_task("migrator.tasks.work", unit.pk)
    tool.workers(2)
    finished(run, tool)
    assert run.status == RunStatus.COMPLETED
    assert set(run.units.values_list("turns", flat=True)) == {1}


def test_a_stop_takes_effect_within_a_chunk_and_a_resume_goes_on_there(tool: Tool, settings: Any) -> None:
    # At a row a chunk these keep the worker busy far longer than it takes to see the first row and to say stop.
    with closing(sqlite3.connect(settings.SOURCE_DATABASE_URL.removeprefix("sqlite://").partition("?")[0])) as source:
        source.executemany(
            "INSERT INTO oc_zone (country_id, name, code, status) VALUES (222, ?, 'X', 1)",
            [(f"Zone {number}",) for number in range(10_000)],
        )
        source.commit()
    run = start(batch_size=1)
    tool.workers(2)
    step = run.step_runs.get(step_id="default_data")

    def begun() -> bool:
        step.refresh_from_db()
        return step.processed > 0

    wait_for(begun, tool, "for the first rows")
    StopRun(run).execute()
    finished(run, tool)
    assert run.status == RunStatus.STOPPED
    step.refresh_from_db()
    assert step.status == StepStatus.STOPPED
    assert step.processed < step.total
    stopped_at = step.processed
    Run.objects.filter(pk=run.pk).update(options={**run.options, "batch_size": 500})
    ResumeRun(run).execute()
    enqueue(run, resume=True)
    finished(run, tool)
    _assert_complete(run)
    step.refresh_from_db()
    assert step.processed > stopped_at


@contextmanager
def _redis(folder: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed")
    server = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)],
        stdout=subprocess.DEVNULL,
    )
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait()


def test_redis_can_be_the_queue(tool: Tool, tmp_path: Path) -> None:
    with _redis(tmp_path) as url:
        tool.environment["REDIS_URL"] = url
        tool.workers(2)
        wait_for(lambda: "running." in tool.log, tool, "for the cluster")
        queued = tool.manage("migrate_store", "--queue")
        assert queued.returncode == 0, queued.stderr
        run = Run.objects.get()
        assert run.orchestration_id in queued.stdout
        _assert_complete(finished(run, tool))
        tool.end()
