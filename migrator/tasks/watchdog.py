"""Take up what was left behind: units of dead workers, tasks that the queue lost, runs and messages that wait."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone
from django_q.brokers import get_broker
from django_q.models import Schedule

from migrator import logs
from migrator.models import UnitStatus, WorkUnit
from migrator.tasks.claims import MAX_LOSSES, is_lost
from migrator.tasks.queueing import advance, advance_waiting, hand_out
from migrator.webhooks.deliver import queue_overdue

__all__ = ["ensure_schedule", "watch", "watch_from_new_worker"]

NAME = "migrator watchdog"
FORGOTTEN = timedelta(seconds=60)


def watch() -> None:
    """Look for what was left behind and let it go on: the task of a schedule, every minute."""
    for unit in WorkUnit.objects.filter(status=UnitStatus.WORKING).select_related("run"):
        if is_lost(unit):
            _revive(unit)
    _queue_forgotten()
    advance_waiting()
    queue_overdue()


def watch_from_new_worker(**_signal: Any) -> None:
    """Watch at once when a worker starts: django-q2 starts a new one a moment after one has died."""
    try:
        watch()
    except DatabaseError as error:
        logs.logger.warning("The watchdog could not look into the database (%s)", type(error).__name__)


def ensure_schedule(**_signal: Any) -> None:
    """Make sure that the watchdog's schedule exists."""
    Schedule.objects.get_or_create(
        name=NAME,
        defaults={"func": "migrator.tasks.watch", "schedule_type": Schedule.MINUTES, "minutes": 1, "repeats": -1},
    )


def _revive(lost: WorkUnit) -> None:
    with transaction.atomic():
        unit = WorkUnit.objects.select_for_update().select_related("run").get(pk=lost.pk)
        if not is_lost(unit) or unit.fence != lost.fence:
            return
        unit.losses += 1
        if unit.losses < MAX_LOSSES:
            logs.write("warning", f"{unit.name}: its worker died; another one goes on with it", run=unit.run)
            hand_out(unit)
            return
        unit.status = UnitStatus.FAILED
        unit.message = (
            f"{unit.name} failed: {MAX_LOSSES} workers died at it, one after the other (out of memory?); "
            "look into the system's log, then resume the run with a smaller batch size"
        )
        unit.save()
        logs.write("error", unit.message, run=unit.run)
        advance(unit.run)


def _queue_forgotten() -> None:
    """Queue again what waits although the queue is empty: a broker without receipts loses what a dead worker took."""
    forgotten = WorkUnit.objects.filter(status=UnitStatus.QUEUED, queued_at__lt=timezone.now() - FORGOTTEN)
    if forgotten.exists() and not get_broker().queue_size():
        for unit in forgotten.select_related("run"):
            with transaction.atomic():
                hand_out(unit)
