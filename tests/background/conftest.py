"""A tool whose state is a file of its own, shared by the test and by a real ``manage.py qcluster``."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connections
from django.db.utils import load_backend

from migrator.actions import StartRun
from migrator.engine.context import Options
from migrator.models import Operation, Run, Trigger, UnitStatus, WorkUnit
from migrator.tasks import enqueue, work
from tests.patience import PATIENCE_SECONDS
from tests.stores import sqlite_store

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Tool:
    """The tool's environment; ``workers`` starts clusters on it."""

    folder: Path
    environment: dict[str, str]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def log(self) -> str:
        """What the workers have written so far."""
        return (self.folder / "workers.log").read_text(errors="replace")

    def workers(self, number: int = 2) -> subprocess.Popen[bytes]:
        """Start a cluster with so many workers."""
        with (self.folder / "workers.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "qcluster"],
                cwd=ROOT,
                env=self.environment | {"WORKERS": str(number)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a management command in a process of its own."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )

    def end(self) -> None:
        """End all clusters, whatever they are doing."""
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            self._end_orphans(process.pid)

    @staticmethod
    def _end_orphans(group: int) -> None:
        try:
            os.killpg(group, signal.SIGKILL)
        except ProcessLookupError:
            return


def wait_for(condition: Callable[[], Any], tool: Tool, what: str = "") -> Any:
    """Return what the condition says as soon as that is true."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not (found := condition()):
        if time.monotonic() > end:
            units = [f"{unit} {unit.message}" for unit in WorkUnit.objects.all()]
            raise AssertionError(f"waited in vain {what}\n{units}\n{tool.log[-5000:]}")
        time.sleep(0.05)
    return found


def finished(run: Run, tool: Tool) -> Run:
    """Wait until the run is over and return it as it is then."""
    wait_for(lambda: not Run.objects.get(pk=run.pk).is_active, tool, f"for the end of {run}")
    run.refresh_from_db()
    return run


def start(operation: Operation = Operation.MIGRATE, *steps: str, images: bool = False, **options: Any) -> Run:
    """Record a run as the API does and queue it."""
    run = StartRun(
        steps,
        operation,
        Options(dry_run=operation == Operation.DRY_RUN, **options),
        include_images=images,
        trigger=Trigger.API,
    ).execute()
    enqueue(run)
    return run


def work_off() -> None:
    """Do in this process what workers would do, until nothing is queued any more."""
    while unit := WorkUnit.objects.filter(status=UnitStatus.QUEUED).first():
        work(unit.pk)


@pytest.fixture(scope="session")
def empty_state(django_db_setup: None, django_db_blocker: Any) -> Iterator[Path]:
    """A migrated database of the tool, to be copied."""
    with tempfile.TemporaryDirectory(prefix="migrator-state-") as folder, django_db_blocker.unblock():
        file = Path(folder) / "state.sqlite3"
        with _state_in(file):
            call_command("migrate", verbosity=0)
        yield file


class _state_in:
    """Let Django's default database be a file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __enter__(self) -> None:
        self._before = connections["default"]
        known = {**self._before.settings_dict, "NAME": str(self._file)}
        connections["default"] = load_backend(known["ENGINE"]).DatabaseWrapper(known, "default")

    def __exit__(self, *_error: object) -> None:
        connections["default"].close()
        connections["default"] = self._before


@pytest.fixture
def tool(empty_state: Path, tmp_path: Path, settings: Any, django_db_blocker: Any) -> Iterator[Tool]:
    """A tool for two SQLite demo stores, without workers yet."""
    folder = tmp_path / "var"
    folder.mkdir()
    state = folder / "migrator.sqlite3"
    shutil.copyfile(empty_state, state)
    settings.VAR_DIR = folder
    settings.SOURCE_DATABASE_URL = sqlite_store(tmp_path, "3.0.3.9")
    settings.TARGET_DATABASE_URL = sqlite_store(tmp_path, "4.0.2.3")
    settings.WEBHOOK_ALLOW_PRIVATE = True
    tool = Tool(
        folder,
        {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "migrator.settings",
            "VAR_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{state}",
            "SOURCE_DATABASE_URL": settings.SOURCE_DATABASE_URL,
            "TARGET_DATABASE_URL": settings.TARGET_DATABASE_URL,
            "SECRET_KEY": django_settings.SECRET_KEY,
            "WEBHOOK_ALLOW_PRIVATE": "on",
        },
    )
    with django_db_blocker.unblock(), _state_in(state):
        try:
            yield tool
        finally:
            tool.end()
