"""Who is at which unit: one worker at a time, known by its process, whatever the queue delivers and how often."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, close_old_connections, connection
from django.db.models import F, QuerySet
from django.utils import timezone

from migrator.engine.lease import is_dead, owner_here
from migrator.models import Run, UnitStatus, WorkUnit

__all__ = ["MAX_LOSSES", "Claim", "Heartbeat", "is_lost", "take"]

RENEW_SECONDS = 10.0
EXPIRES = timedelta(seconds=150)
"""A worker of another machine that was silent for so long is dead: longer than its lease of the target lasts."""
MAX_LOSSES = 5


@dataclass(frozen=True, slots=True)
class Claim:
    """A unit that this process has taken, and the fencing number that it got with it."""

    unit: WorkUnit
    fence: int

    @property
    def run(self) -> Run:
        """The run of the unit."""
        return self.unit.run

    @property
    def is_first(self) -> bool:
        """Whether no worker was at the unit before."""
        return self.unit.turns == 1

    def holds(self) -> bool:
        """Whether nobody else has taken the unit since."""
        return self._mine.exists()

    def renew(self) -> bool:
        """Say that this process is alive, and return whether the claim still holds."""
        return bool(self._mine.update(renewed_at=timezone.now()))

    def settle(self, status: UnitStatus, *, message: str = "", result: dict[str, Any] | None = None) -> bool:
        """Give the unit back and return whether that counted: what a worker says that was overtaken does not."""
        known = {} if result is None else {"result": result}
        return bool(
            self._mine.update(status=status, message=message, owner="", losses=0, queued_at=timezone.now(), **known)
        )

    @property
    def _mine(self) -> QuerySet[WorkUnit]:
        return WorkUnit.objects.filter(pk=self.unit.pk, status=UnitStatus.WORKING, fence=self.fence)


def take(unit_id: int) -> Claim | None:
    """Take a queued unit for this process; return None when it is gone, over, or somebody else is at it."""
    taken = WorkUnit.objects.filter(pk=unit_id, status=UnitStatus.QUEUED).update(
        status=UnitStatus.WORKING,
        owner=owner_here(),
        fence=F("fence") + 1,
        turns=F("turns") + 1,
        renewed_at=timezone.now(),
    )
    if not taken:
        return None
    unit = WorkUnit.objects.select_related("run").get(pk=unit_id)
    return Claim(unit, unit.fence)


def is_lost(unit: WorkUnit) -> bool:
    """Whether the worker of a unit is dead: its process is gone, or it was silent for too long."""
    if unit.status != UnitStatus.WORKING:
        return False
    return is_dead(unit.owner) or unit.renewed_at is None or unit.renewed_at < timezone.now() - EXPIRES


class Heartbeat:
    """Renews a claim from a thread while the work goes on, however long a statement of it takes."""

    def __init__(self, claim: Claim, seconds: float = RENEW_SECONDS) -> None:
        self._claim = claim
        self._seconds = seconds
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)
        self.lost = False

    def __enter__(self) -> Heartbeat:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._over.wait(self._seconds):
                try:
                    self.lost = not self._claim.renew()
                except DatabaseError:  # the next beat may get through
                    close_old_connections()
        finally:
            connection.close()
