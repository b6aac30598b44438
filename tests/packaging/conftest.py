"""A checkout whose interpreter only records what the scripts in ``bin/`` ask of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("mariadbd", "mariadb-install-db", "mariadb", "mariadb-dump", "chromium", "php", "node", "shellcheck")
NEVER = -1
"""As the exit code of a recorded command: it ignores every request to end."""
RECORDER = """#!{python}
import json, os, signal, sys

arguments = sys.argv[1:]
if arguments[0] == "-c":
    os.execv("{python}", ["{python}", *arguments])
signal.pthread_sigmask(signal.SIG_BLOCK, {{signal.SIGTERM}})
names = ("VAR_DIR", "SOURCE_DATABASE_URL", "TARGET_DATABASE_URL", "SOURCE_IMAGE_URL", "DATABASE_URL", "REDIS_URL",
         "DJANGO_SUPERUSER_PASSWORD", "DJANGO_SETTINGS_MODULE")
call = {{"arguments": arguments, "environment": {{name: os.environ.get(name) for name in names}}}}
with open("calls", "a") as file:
    file.write(json.dumps(call) + "\\n")
command = arguments[1]
if command == "build_demo_stores":
    for name in ("source", "target"):
        open(f"{{arguments[arguments.index('--folder') + 1]}}/{{name}}.sqlite3", "w").close()
exits = json.loads(os.environ.get("EXITS", "{{}}"))
if exits.get(command) == {never}:
    print(command, "runs", flush=True)
    signal.sigwait({{signal.SIGUSR1}})
if command in exits:
    sys.exit(exits[command])
if command in ("gunicorn", "qcluster"):
    print(command, "runs", flush=True)
    signal.sigwait({{signal.SIGTERM}})
    with open("stopped", "a") as file:
        file.write(command + "\\n")
    print(command, "stopped", flush=True)
"""


@dataclass(frozen=True, slots=True)
class Call:
    """One start of the interpreter by a script."""

    arguments: list[str]
    environment: dict[str, str | None]


@dataclass
class Checkout:
    """A copy of the scripts beside a virtual environment that counts as installed."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def start(self, *command: str, exits: dict[str, int] | None = None) -> subprocess.Popen[str]:
        """Start a script; ``exits`` tells which recorded commands end at once, and with what code."""
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env={**self.environment, "EXITS": json.dumps(exits or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *command: str, exits: dict[str, int] | None = None) -> subprocess.CompletedProcess[str]:
        """Run a script to its end."""
        process = self.start(*command, exits=exits)
        out, err = process.communicate()
        return subprocess.CompletedProcess(command, process.returncode, out, err)

    def program(self, name: str, body: str) -> None:
        """Put a program before all others on the path."""
        path = self.folder / "tools" / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)

    def calls(self) -> list[Call]:
        """What the scripts asked of the interpreter, in order."""
        path = self.folder / "calls"
        return [Call(**json.loads(line)) for line in path.read_text().splitlines()] if path.exists() else []

    def commands(self) -> list[str]:
        """The same as ``command arguments``, without the interpreter's own part."""
        return [" ".join(call.arguments[1:]) for call in self.calls()]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    folder = tmp_path / "a checkout"
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / "tools").mkdir()
    shutil.copytree(ROOT / "bin", folder / "bin")
    shutil.copytree(ROOT / ".ci", folder / ".ci")
    for name in ("requirements.txt", "requirements-dev.txt"):
        (folder / name).write_text("pinned==1.0\n")
        (folder / ".venv" / name).write_text("pinned==1.0\n")
    python = folder / ".venv" / "bin" / "python"
    python.write_text(RECORDER.format(python=sys.executable, never=NEVER))
    python.chmod(0o755)
    made = Checkout(
        folder, {"PATH": f"{folder / 'tools'}:{os.environ['PATH']}", "SOURCE_DATABASE_URL": "mysql://real/"}
    )
    for tool in TOOLS:
        made.program(tool, "exit 0")
    made.program("apt-get", f'echo "$@" >>"{folder}/apt"')
    return made
