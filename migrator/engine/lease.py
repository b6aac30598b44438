"""Only one run writes to a target, and a writer that lost its place cannot write any more.

A table in the target holds one row for the run and one for each step at work, each with a fencing number. Every chunk
reads its rows inside its own transaction, locked until it commits: a run that was taken over (its process was thought
dead and woke up again) fails there instead of writing.
"""

from __future__ import annotations

import os
import socket
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from migrator.engine.errors import LeaseHeldError, LeaseLostError
from migrator.stores import Store

__all__ = ["LEASE_TABLE", "Lease", "acquire", "first_day", "is_dead", "owner_here", "release_run"]

LEASE_TABLE = "ocm_lease"
LEASE_SECONDS = 120
RENEW_SECONDS = 5.0
RUN = "run"
FIRST_DAY = "first_day"
ENDED = frozenset({"Z", "X", "x"})
"""The states of a process that has ended and is still listed."""


def owner_here() -> str:
    """Return a name for this process that no other process of this machine ever has."""
    return f"{socket.gethostname()}:{os.getpid()}:{_started(os.getpid())}"


def _started(pid: int) -> str:
    """Return when the process was started (clock ticks since boot), empty when there is no such process.

    One that has ended counts as none, though its parent may not have asked how it ended (in a container without an
    init nobody ever does).
    """
    try:
        state, *rest = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return "" if state in ENDED else rest[18]
    except (OSError, ValueError, IndexError):
        return ""


def is_dead(owner: str) -> bool:
    """Whether the owner is a process of this machine that no longer exists."""
    host, _, rest = owner.rpartition(":")[0].rpartition(":")
    if host != socket.gethostname() or not Path("/proc/self/stat").exists():
        return False
    return _started(int(rest)) != owner.rpartition(":")[2]


@dataclass
class Lease:
    """The right to write the tables of one step of one run."""

    store: Store
    run_id: str
    step_id: str
    owner: str
    fence: int
    renewed: float

    def check(self, connection: Connection) -> None:
        """Make sure, inside the transaction that writes, that the right still holds; raise ``LeaseLostError``."""
        lock = "" if self.store.dialect == "sqlite" else " LOCK IN SHARE MODE"
        held = connection.execute(
            text(
                f"SELECT name FROM {LEASE_TABLE}"
                f" WHERE (name = :run AND run_id = :run_id) OR (name = :step AND fence = :fence){lock}"
            ),
            {"run": RUN, "run_id": self.run_id, "step": self._step, "fence": self.fence},
        ).all()
        if len(held) != 2:
            raise LeaseLostError("Another run has taken over this target; this one has stopped writing")

    def renew(self) -> None:
        """Say that the owner is alive, at most every few seconds."""
        if time.monotonic() - self.renewed < RENEW_SECONDS:
            return
        with self.store.begin() as connection:
            connection.execute(
                text(
                    f"UPDATE {LEASE_TABLE} SET expires = {_now(self.store)} + {LEASE_SECONDS}"
                    " WHERE (name = :run AND run_id = :run_id) OR (name = :step AND fence = :fence)"
                ),
                {"run": RUN, "run_id": self.run_id, "step": self._step, "fence": self.fence},
            )
        self.renewed = time.monotonic()

    def release(self, *, run: bool = True) -> None:
        """Give the step back, and the run with it unless other workers go on with it."""
        names = [self._step, *([RUN] if run else [])]
        with self.store.begin() as connection:
            for name in names:
                connection.execute(
                    text(
                        f"UPDATE {LEASE_TABLE} SET expires = 0, fence = fence + 1"
                        " WHERE name = :name AND run_id = :run_id AND (name = :run OR fence = :fence)"
                    ),
                    {"name": name, "run_id": self.run_id, "run": RUN, "fence": self.fence},
                )

    @property
    def _step(self) -> str:
        return f"step:{self.step_id}"


def acquire(store: Store, run_id: str, step_id: str, owner: str) -> Lease:
    """Take the right to write a step's tables in the target for a run.

    Raises ``LeaseHeldError`` when another run, or another worker of this one, is alive and holds it.
    """
    with store.begin() as connection:
        connection.exec_driver_sql(
            f"CREATE TABLE IF NOT EXISTS {LEASE_TABLE} (name VARCHAR(64) NOT NULL PRIMARY KEY,"
            " run_id VARCHAR(64) NOT NULL, owner VARCHAR(255) NOT NULL, fence BIGINT NOT NULL,"
            " expires BIGINT NOT NULL)" + ("" if store.dialect == "sqlite" else " ENGINE=InnoDB")
        )
    # On their own, so that two workers that take the run at once wait for each other instead of in a circle.
    with store.begin() as connection:
        _insert(connection, store, FIRST_DAY, datetime.now(UTC).date().isoformat())
        _insert(connection, store, RUN, "")
        _insert(connection, store, f"step:{step_id}", "")
    with store.begin() as connection:
        _take(connection, store, RUN, run_id, owner, shared=True)
        fence = _take(connection, store, f"step:{step_id}", run_id, owner, shared=False)
    return Lease(store, run_id, step_id, owner, fence, time.monotonic())


def _take(connection: Connection, store: Store, name: str, run_id: str, owner: str, *, shared: bool) -> int:
    lock = "" if store.dialect == "sqlite" else " FOR UPDATE"
    holder, held_by, fence, left = connection.execute(
        text(f"SELECT run_id, owner, fence, expires - {_now(store)} FROM {LEASE_TABLE} WHERE name = :name{lock}"),
        {"name": name},
    ).one()
    mine = holder == run_id and (shared or held_by == owner)
    if left > 0 and not mine and (not is_dead(held_by) or (shared and _has_workers(connection, store, holder))):
        raise LeaseHeldError(
            f"Another run is writing to this target (run {holder}, process {held_by}, {left} seconds of its lease "
            "left); stop it, or wait until its lease has run out"
        )
    connection.execute(
        text(
            f"UPDATE {LEASE_TABLE} SET run_id = :run_id, owner = :owner, fence = :fence,"
            f" expires = {_now(store)} + {LEASE_SECONDS} WHERE name = :name"
        ),
        {"name": name, "run_id": run_id, "owner": owner, "fence": fence + 1},
    )
    return int(fence) + 1


def _has_workers(connection: Connection, store: Store, run_id: str) -> bool:
    """Whether another process of the run is at a step: the one that took the run last need not be alive for that."""
    owners = connection.execute(
        text(
            f"SELECT owner FROM {LEASE_TABLE} WHERE run_id = :run_id AND name LIKE 'step:%' AND expires > {_now(store)}"
        ),
        {"run_id": run_id},
    )
    return any(not is_dead(owner) for (owner,) in owners)


def release_run(store: Store, run_id: str) -> None:
    """Give the target free after a run whose steps were done by several processes."""
    with store.begin() as connection:
        if inspect(connection).has_table(LEASE_TABLE):
            connection.execute(
                text(
                    f"UPDATE {LEASE_TABLE} SET expires = 0, fence = fence + 1 WHERE name = :name AND run_id = :run_id"
                ),
                {"name": RUN, "run_id": run_id},
            )


def _insert(connection: Connection, store: Store, name: str, run_id: str) -> None:
    ignore = "OR IGNORE" if store.dialect == "sqlite" else "IGNORE"
    connection.execute(
        text(f"INSERT {ignore} INTO {LEASE_TABLE} VALUES (:name, :run_id, '', 0, 0)"),
        {"name": name, "run_id": run_id},
    )


def first_day(store: Store) -> date:
    """Return the day of the first write to the target (UTC); today when there was none.

    It is kept in the target, because due dates depend on it and have to be the same at every verification.
    """
    with store.connect() as connection:
        if not inspect(connection).has_table(LEASE_TABLE):
            return datetime.now(UTC).date()
        found = connection.execute(
            text(f"SELECT run_id FROM {LEASE_TABLE} WHERE name = :name"),
            {"name": FIRST_DAY},
        ).scalar()
    return date.fromisoformat(found) if found else datetime.now(UTC).date()


def _now(store: Store) -> str:
    return "CAST(strftime('%s', 'now') AS INTEGER)" if store.dialect == "sqlite" else "UNIX_TIMESTAMP()"
