"""The units of work of runs in the background: who is at what, and how far it came."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from migrator.models import Run

__all__ = ["UnitStatus", "WorkUnit"]


class UnitStatus(models.TextChoices):
    """Where a unit stands: waiting → queued → working → completed, failed or stopped; a turn ends in queued again."""

    WAITING = "waiting", "Waiting"
    QUEUED = "queued", "Queued"
    WORKING = "working", "Working"
    COMPLETED = "completed", "Completed"
    FAILED = "failed", "Failed"
    STOPPED = "stopped", "Stopped"


class WorkUnit(models.Model):
    """One thing that a worker does for a run: a step, or one of the units in ``migrator.tasks.units``.

    ``fence`` grows with every worker that takes the unit: what an earlier one says about it is not heard any more.
    ``result`` is what the turns so far came to (``migrator.tasks.results``).
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="units")
    name = models.CharField(max_length=32)
    after = models.JSONField(default=list, help_text="Names of the units that have to be over before")
    status = models.CharField(max_length=16, choices=UnitStatus.choices, default=UnitStatus.WAITING, db_index=True)
    owner = models.CharField(max_length=255, blank=True, help_text="The process that is or was at it")
    fence = models.PositiveBigIntegerField(default=0)
    turns = models.PositiveIntegerField(default=0, help_text="How often a worker took it")
    losses = models.PositiveIntegerField(default=0, help_text="Workers that died at it since it last got on")
    queued_at = models.DateTimeField(default=timezone.now)
    renewed_at = models.DateTimeField(null=True, blank=True)
    message = models.TextField(blank=True)
    result = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "name"], name="one_work_unit_per_name")]

    def __str__(self) -> str:
        return f"{self.run} {self.name}: {self.get_status_display()}"
