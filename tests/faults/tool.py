"""The tool as its user starts it: a process of its own, with state of its own, that a test may kill."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import MySQLdb

from tests.mariadb import Server
from tests.patience import PATIENCE_SECONDS

__all__ = ["Tool", "content", "until"]

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Tool:
    """``manage.py`` with two stores; ``folder`` holds its state."""

    folder: Path
    source: str
    target: str

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)
        assert self.run("migrate", "-v0").returncode == 0

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        process = self.start(*arguments)
        out, errors = process.communicate(timeout=PATIENCE_SECONDS)
        return subprocess.CompletedProcess(arguments, process.returncode, out, errors)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command."""
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "migrator.settings",
            "VAR_DIR": str(self.folder),
            "DATABASE_URL": f"sqlite:///{self.folder}/state.sqlite3",
            "SOURCE_DATABASE_URL": self.source,
            "TARGET_DATABASE_URL": self.target,
        }
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


def until(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait for a condition while the process works; fail when it ends, or takes too long, before it holds."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert process.poll() is None, f"ended too early: {process.communicate()}"
        assert time.monotonic() < end, "waited too long"


def has_rows(server: Server, table: str, rows: int) -> Callable[[], bool]:
    """Return a condition: the table of the target exists beside its kept original and has so many rows."""
    connection = MySQLdb.connect(host="127.0.0.1", port=server.port, user="root", autocommit=True)
    cursor = connection.cursor()

    def condition() -> bool:
        cursor.execute(
            "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'fault_target' AND table_name = %s",
            (f"ocm_keep_{table}",),
        )
        if not cursor.fetchone()[0]:
            return False
        cursor.execute(f"SELECT COUNT(*) FROM fault_target.`{table}`")
        return bool(cursor.fetchone()[0] >= rows)

    return condition


def content(server: Server, name: str) -> str:
    """Return a dump of a migrated store without the tool's own lease and without the counters for the next ids."""
    dump = server.dump(name)
    parts = re.split(r"(?=^DROP TABLE IF EXISTS )", dump, flags=re.MULTILINE)
    kept = [part for part in parts if not part.startswith("DROP TABLE IF EXISTS `ocm_")]
    return re.sub(r" AUTO_INCREMENT=\d+", "", "".join(kept))
