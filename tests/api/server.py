"""The real thing for tests: gunicorn and a worker, with their own state, on a pair of stores."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from tests.patience import PATIENCE_SECONDS

__all__ = ["PASSWORD", "USERNAME", "serving"]

ROOT = Path(__file__).resolve().parents[2]
USERNAME, PASSWORD = "admin", "correct horse"


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[str]:
    """Start the web server and the worker with these settings, state in ``folder``; yield the base URL."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "migrator.settings",
        "VAR_DIR": str(folder / "var"),
        "DATABASE_URL": f"sqlite:///{folder / 'state.sqlite3'}",
        "REDIS_URL": "",
        **settings,
    }

    shutil.copyfile(_state(), folder / "state.sqlite3")
    gunicorn = [sys.executable, "-m", "gunicorn", "migrator.wsgi", "--bind", "127.0.0.1:0", "--no-control-socket"]
    web_log, worker_log = folder / "web.log", folder / "worker.log"
    with web_log.open("wb") as output, worker_log.open("wb") as worker_output:
        web = subprocess.Popen(
            [*gunicorn, "--worker-class", "gthread", "--workers", "2", "--threads", "4"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
        )
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "qcluster"],
            cwd=ROOT,
            env=environment,
            stdout=worker_output,
            stderr=worker_output,
        )
        try:
            yield _listening(web)
        finally:
            for process in (web, worker):
                process.terminate()
            web.communicate(timeout=PATIENCE_SECONDS)
            worker.wait(PATIENCE_SECONDS)


@cache
def _state() -> Path:
    """Return a database of the tool's own with an administrator, made once."""
    folder = Path(tempfile.mkdtemp(prefix="migrator-state-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / "state.sqlite3"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "migrator.settings",
        "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
        "VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{file}",
    }
    for arguments in (
        ["migrate", "--no-input", "--verbosity", "0"],
        ["createsuperuser", "--no-input", "--username", USERNAME, "--email", "admin@example.com"],
    ):
        subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True, capture_output=True
        )
    # What is still in the write-ahead log would be missing in a copy.
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


def _listening(web: subprocess.Popen[str]) -> str:
    """Return the address that the server says it listens at."""
    assert web.stderr is not None
    seen = []
    for line in web.stderr:
        seen.append(line)
        if found := re.search(r"Listening at: (http://\S+)", line):
            return found[1]
    raise AssertionError("the web server ended: " + "".join(seen))
