"""A variable of the tool itself that is wrong is told in one sentence that names it, by every program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as project

from tests.mariadb import Server
from tests.stores import sqlite_store

SECRET = "canary-password"


def run(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the project, with state in ``folder`` and these variables."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=project.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "migrator.settings", "VAR_DIR": str(folder)} | variables,
        capture_output=True,
        text=True,
    )


def sentence(result: subprocess.CompletedProcess[str]) -> str:
    """Return the one line that a command which is configured wrongly ends with."""
    (line,) = result.stderr.splitlines()
    assert (result.returncode, result.stdout) == (2, "")
    assert SECRET not in line
    return line


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("WORKERS", "abc", "WORKERS is not a whole number above 0; write it as WORKERS=2"),
        ("WORKERS", "0", "WORKERS is not a whole number above 0"),
        ("WORKERS", "-1", "WORKERS is not a whole number above 0"),
        ("TURN_SECONDS", "x", "TURN_SECONDS is not a number of seconds above 0; write it as TURN_SECONDS=60"),
        ("TURN_SECONDS", "nan", "TURN_SECONDS is not a number of seconds above 0"),
        ("TURN_SECONDS", "-5", "TURN_SECONDS is not a number of seconds above 0"),
        ("VAR_DIR", "/proc/nope", "VAR_DIR: nothing can be written to the folder /proc/nope"),
        ("DATABASE_URL", "nonsense", "DATABASE_URL is not the URL of a database; write it as mysql://user:"),
        ("DATABASE_URL", f"postgres://u:{SECRET}@localhost/x", "DATABASE_URL is not the URL of a database"),
        ("DATABASE_URL", f"mysql://u:{SECRET}@localhost:port/x", "DATABASE_URL is not the URL of a database"),
        ("DATABASE_URL", f"mysql://u:{SECRET}@localhost", "DATABASE_URL is not the URL of a database"),
        ("DEBUG", "maybe", "DEBUG is neither on nor off; write DEBUG=on or DEBUG=off"),
        ("HTTPS_ONLY", "2", "HTTPS_ONLY is neither on nor off"),
        ("WEBHOOK_ALLOW_PRIVATE", "sure", "WEBHOOK_ALLOW_PRIVATE is neither on nor off"),
        ("REDIS_URL", "nonsense", "REDIS_URL is not the URL of a Redis; write it as REDIS_URL=redis://host:6379/0"),
    ],
)
def test_a_wrong_variable_is_named(tmp_path: Path, name: str, value: str, words: str) -> None:
    assert words in sentence(run(tmp_path, "manage.py", "reset_store", "--noinput", **{name: value}))


@pytest.mark.parametrize("command", ["migrate", "migrate_store", "qcluster", "clearsessions"])
def test_a_database_that_does_not_answer_is_named_by_every_command(tmp_path: Path, command: str) -> None:
    url = f"mysql://tool:{SECRET}@127.0.0.1:1/state"

    told = sentence(run(tmp_path, "manage.py", command, DATABASE_URL=url, **stores(tmp_path)))

    assert told == "DATABASE_URL: no answer from 127.0.0.1:1; check host, port and firewall"


def test_a_database_that_refuses_the_account(tmp_path: Path, mariadb_server: Server) -> None:
    def told(account: str, database: str) -> str:
        url = f"mysql://{account}@127.0.0.1:{mariadb_server.port}/{database}"
        return sentence(run(tmp_path, "manage.py", "migrate_store", DATABASE_URL=url, **stores(tmp_path)))

    assert told(f"root:{SECRET}", "state").startswith("DATABASE_URL: the server refuses the user “root”; check user")
    assert told("root", "no_such").startswith("DATABASE_URL: there is no database “no_such” on this server")


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    told = sentence(run(tmp_path, "manage.py", "migrate", DATABASE_URL="sqlite:////proc/nope/state"))

    assert told == "DATABASE_URL: the SQLite file /proc/nope/state cannot be opened; check the folder and its rights"


def test_the_web_server_tells_the_sentence_and_ends(tmp_path: Path) -> None:
    for module in ("wsgi", "asgi"):
        result = run(tmp_path, "-c", f"import migrator.{module}", WORKERS="abc")

        # After any other code gunicorn would start the next worker, for ever.
        assert result.returncode == (3 if module == "wsgi" else 2)
        assert result.stderr == "WORKERS is not a whole number above 0; write it as WORKERS=2\n"


def test_variables_that_are_empty_have_their_defaults(tmp_path: Path) -> None:
    empty = dict.fromkeys(("WORKERS", "TURN_SECONDS", "DATABASE_URL", "DEBUG", "REDIS_URL"), "")
    printing = "from migrator import settings as s; print(s.Q_CLUSTER['workers'], s.TURN_SECONDS, s.DEBUG)"

    assert run(tmp_path, "-c", printing, **empty).stdout == "2 60.0 False\n"


@pytest.mark.parametrize(
    ("value", "flag"), [("on", True), ("TRUE", True), ("1", True), ("yes", True), ("off", False), ("0", False)]
)
def test_a_flag_is_on_or_off(tmp_path: Path, value: str, flag: bool) -> None:
    assert run(tmp_path, "-c", "from migrator import settings as s; print(s.DEBUG)", DEBUG=value).stdout == f"{flag}\n"


@pytest.mark.parametrize("command", ["migrate_store --queue", "qcluster"])
def test_a_queue_that_cannot_be_reached_is_named_and_no_run_is_on_record(tmp_path: Path, command: str) -> None:
    assert run(tmp_path, "manage.py", "migrate", "-v0").returncode == 0
    queue = f"redis://:{SECRET}@127.0.0.1:1/0"

    told = sentence(run(tmp_path, "manage.py", *command.split(), REDIS_URL=queue, **stores(tmp_path)))

    assert told.startswith("REDIS_URL: the queue of background tasks at 127.0.0.1:1 cannot be reached; start Redis")
    counting = "import django; django.setup(); from migrator.models import Run; print(Run.objects.count())"
    assert run(tmp_path, "-c", counting).stdout == "0\n"


def stores(folder: Path) -> dict[str, str]:
    """Return the variables of a shop and a fresh OpenCart 4."""
    return {
        "SOURCE_DATABASE_URL": sqlite_store(folder, "3.0.3.9"),
        "TARGET_DATABASE_URL": sqlite_store(folder, "4.1.0.4"),
    }
