"""Only one run writes to a target, and one that lost its place cannot write any more."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from migrator.engine.context import Context
from migrator.engine.copy import Copier
from migrator.engine.errors import LeaseHeldError, LeaseLostError
from migrator.engine.lease import acquire, is_dead, owner_here
from migrator.engine.tablemap import Range
from migrator.stores import Store
from steps import STEPS
from tests.mariadb import Server
from tests.stores import mariadb_store, sqlite_store

DEAD = f"{socket.gethostname()}:999999999:1"
ELSEWHERE = "another-machine:1:1"


@pytest.fixture
def context(backend: str, tmp_path: Path, mariadb_server: Server) -> Context:
    if backend == "sqlite":
        urls = sqlite_store(tmp_path, "3.0.3.9"), sqlite_store(tmp_path, "4.1.0.4")
    else:
        urls = (
            mariadb_store(mariadb_server, "3.0.3.9", "lease_source"),
            mariadb_store(mariadb_server, "4.1.0.4", "lease_target"),
        )
    return Context(Store.open(urls[0], "source"), Store.open(urls[1], "target"))


def test_another_run_is_refused_while_the_first_lives(context: Context) -> None:
    acquire(context.target, "first", "products", ELSEWHERE)

    with pytest.raises(LeaseHeldError, match="Another run is writing to this target"):
        acquire(context.target, "second", "products", owner_here())


def test_a_run_whose_process_is_dead_is_taken_over_at_once(context: Context) -> None:
    first = acquire(context.target, "first", "products", DEAD)

    second = acquire(context.target, "second", "products", owner_here())

    assert second.fence > first.fence


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")
def test_a_killed_process_is_dead_before_its_parent_has_asked_for_it() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        stat = Path(f"/proc/{child.pid}/stat")
        owner = f"{socket.gethostname()}:{child.pid}:{stat.read_text().rpartition(')')[2].split()[19]}"
        assert not is_dead(owner)

        child.kill()
        # Waits for the end, and leaves the process where it is.
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)

        assert stat.read_text().rpartition(")")[2].split()[0] == "Z"
        assert is_dead(owner)


def test_a_released_lease_is_free(context: Context) -> None:
    acquire(context.target, "first", "products", ELSEWHERE).release()

    acquire(context.target, "second", "products", owner_here())


def test_two_workers_of_one_run_share_it_but_not_a_step(context: Context) -> None:
    acquire(context.target, "run", "manufacturers", ELSEWHERE)

    acquire(context.target, "run", "attributes", owner_here())
    with pytest.raises(LeaseHeldError):
        acquire(context.target, "run", "manufacturers", owner_here())


def test_a_zombie_that_wakes_up_cannot_write(context: Context) -> None:
    zombie = acquire(context.target, "first", "manufacturers", DEAD)
    [table] = [t for t in STEPS["manufacturers"].resolved(context) if t.name == "manufacturer"]
    with context.source.connect() as source, context.writing() as target:
        acquire(context.target, "second", "manufacturers", owner_here())
        before = target.execute(table.written.select()).all()
        target.rollback()

        with pytest.raises(LeaseLostError):
            Copier(target, source, zombie).copy(table.parts[0], Range())

        assert target.execute(table.written.select()).all() == before
