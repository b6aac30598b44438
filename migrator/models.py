"""The tool's own state: runs and their steps, checkpoints, refused rows, logs and reports."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

__all__ = [
    "ACTIVE_RUNS",
    "Checkpoint",
    "ChunkRecord",
    "DeliveryStatus",
    "LogEntry",
    "Operation",
    "RejectedRow",
    "Remark",
    "Run",
    "RunStatus",
    "StepRun",
    "StepState",
    "StepStatus",
    "TableRun",
    "Trigger",
    "UnitStatus",
    "ValidationReport",
    "Webhook",
    "WebhookDelivery",
    "WorkUnit",
]


class StepStatus(models.TextChoices):
    """Where a step stands, in the seed's words."""

    PENDING = "pending", "Pending"
    QUEUED = "queued", "Queued"
    RUNNING = "in_progress", "In progress"
    COMPLETED = "completed", "Completed"
    STOPPED = "stopped", "Stopped"
    FAILED = "failed", "Failed"


class RunStatus(models.TextChoices):
    """Where a run stands: pending → running → completed, failed or stopped; a stopped or failed one can resume."""

    PENDING = "pending", "Pending"
    RUNNING = "running", "Running"
    STOPPING = "stopping", "Stopping"
    COMPLETED = "completed", "Completed"
    STOPPED = "stopped", "Stopped"
    FAILED = "failed", "Failed"


ACTIVE_RUNS = (RunStatus.PENDING, RunStatus.RUNNING, RunStatus.STOPPING)


class Operation(models.TextChoices):
    """What a run does."""

    MIGRATE = "migrate", "Migrate"
    SYNC = "sync", "Sync"
    VALIDATE = "validate", "Validate"
    RESET = "reset", "Reset"
    DRY_RUN = "dry_run", "Dry run"


class Trigger(models.TextChoices):
    """From where a run was started."""

    COMMAND = "command", "Command line"
    API = "api", "REST API"
    ADMIN = "admin", "Admin"


class Run(models.Model):
    """One orchestration: some or all steps, started together.

    ``pair`` identifies the two stores (see ``migrator.pair``), so that state of other stores is never mistaken for
    this one's.
    """

    orchestration_id = models.CharField(max_length=64, unique=True)
    pair = models.CharField(max_length=32, db_index=True)
    operation = models.CharField(max_length=16, choices=Operation.choices, default=Operation.MIGRATE)
    status = models.CharField(max_length=16, choices=RunStatus.choices, default=RunStatus.PENDING, db_index=True)
    trigger = models.CharField(max_length=16, choices=Trigger.choices, default=Trigger.COMMAND)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    steps = models.JSONField(default=list, help_text="step_ids in the order in which they run")
    options = models.JSONField(default=dict)
    path = models.CharField(max_length=16, blank=True, help_text="How rows travelled: server or stream")
    message = models.TextField(blank=True)
    stop_requested = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        permissions: ClassVar = [
            ("run_migration", "Can start, resume and sync migrations"),
            ("stop_migration", "Can stop migrations"),
            ("reset_migration", "Can reset migrations"),
            ("validate_migration", "Can validate migrations"),
            ("transfer_files", "Can transfer and verify files"),
        ]

    def __str__(self) -> str:
        return self.orchestration_id

    @property
    def is_active(self) -> bool:
        """Whether the run is at work or waiting for a worker."""
        return self.status in ACTIVE_RUNS


class StepRun(models.Model):
    """One step of a run; the counts are rows of the target."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="step_runs")
    step_id = models.CharField(max_length=32)
    job_id = models.CharField(max_length=96, db_index=True)
    status = models.CharField(max_length=16, choices=StepStatus.choices, default=StepStatus.PENDING)
    total = models.BigIntegerField(default=0)
    processed = models.BigIntegerField(default=0)
    success = models.BigIntegerField(default=0)
    failed = models.BigIntegerField(default=0)
    skipped = models.BigIntegerField(default=0)
    verified = models.BooleanField(null=True, blank=True)
    rows_per_second = models.FloatField(default=0, help_text="Over the last seconds")
    message = models.TextField(blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "step_id"], name="one_step_run_per_run")]

    def __str__(self) -> str:
        return self.job_id


class TableRun(models.Model):
    """One target table in a step of a run."""

    step_run = models.ForeignKey(StepRun, on_delete=models.CASCADE, related_name="tables")
    table = models.CharField(max_length=64)
    total = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    seconds = models.FloatField(default=0)
    source_count = models.BigIntegerField(null=True, blank=True)
    target_count = models.BigIntegerField(null=True, blank=True)
    differing_rows = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["step_run", "table"], name="one_table_run_per_step")]

    def __str__(self) -> str:
        return self.table


class StepState(models.Model):
    """Where a step stands for a pair of stores, whatever run brought it there."""

    pair = models.CharField(max_length=32)
    step_id = models.CharField(max_length=32)
    status = models.CharField(max_length=16, choices=StepStatus.choices, default=StepStatus.PENDING)
    source_count = models.BigIntegerField(default=0)
    target_count = models.BigIntegerField(default=0)
    verified = models.BooleanField(null=True, blank=True)
    last_run = models.DateTimeField(null=True, blank=True)
    last_step_run = models.ForeignKey(StepRun, null=True, blank=True, on_delete=models.SET_NULL)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["pair", "step_id"], name="one_state_per_step")]

    def __str__(self) -> str:
        return f"{self.step_id}: {self.get_status_display()}"


class Checkpoint(models.Model):
    """How far one part of a target table is copied.

    ``upto`` is the last source key copied; ``complete`` says that nothing is left.
    """

    pair = models.CharField(max_length=32)
    step_id = models.CharField(max_length=32)
    table = models.CharField(max_length=64)
    part = models.PositiveSmallIntegerField()
    upto = models.BigIntegerField(null=True, blank=True)
    complete = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pair", "step_id", "table", "part"], name="one_checkpoint_per_part")
        ]

    def __str__(self) -> str:
        return f"{self.table} part {self.part}"


class ChunkRecord(models.Model):
    """The checksums of the target's rows of one chunk as they were when it was last compared, 32 bits a row."""

    pair = models.CharField(max_length=32)
    step_id = models.CharField(max_length=32)
    table = models.CharField(max_length=64)
    part = models.PositiveSmallIntegerField()
    after = models.BigIntegerField(null=True, blank=True)
    upto = models.BigIntegerField(null=True, blank=True)
    checksums = models.BinaryField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["pair", "table", "part"])]

    def __str__(self) -> str:
        return f"{self.table} {self.after} – {self.upto}"


class RejectedRow(models.Model):
    """A row that the target refused; ``data`` has its secrets masked."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="rejected_rows")
    pair = models.CharField(max_length=32)
    step_id = models.CharField(max_length=32)
    table = models.CharField(max_length=64)
    key = models.CharField(max_length=255)
    part = models.PositiveSmallIntegerField(default=0)
    after = models.BigIntegerField(null=True, blank=True)
    upto = models.BigIntegerField(null=True, blank=True)
    data = models.JSONField(default=dict)
    error = models.TextField()
    attempts = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True, help_text="When a retry brought it over")

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["pair", "step_id", "table"])]
        permissions: ClassVar = [("retry_rejectedrow", "Can retry rejected rows")]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"


class Remark(models.Model):
    """Something the shop owner should know about a run: dropped, renamed, without a home (``engine.notes``)."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="remarks")
    kind = models.CharField(max_length=64)
    table = models.CharField(max_length=128)
    key = models.CharField(max_length=255, blank=True)
    message = models.TextField()
    data = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.message


class LogEntry(models.Model):
    """One line of the log; ``context`` has its secrets masked."""

    run = models.ForeignKey(Run, null=True, blank=True, on_delete=models.CASCADE, related_name="log_entries")
    timestamp = models.DateTimeField(default=timezone.now, db_index=True)
    level = models.CharField(max_length=8, db_index=True)
    message = models.TextField()
    step_id = models.CharField(max_length=32, blank=True, db_index=True)
    table = models.CharField(max_length=64, blank=True)
    key = models.CharField(max_length=255, blank=True)
    context = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-timestamp", "-id"]
        verbose_name_plural = "log entries"

    def __str__(self) -> str:
        return self.message


class ValidationReport(models.Model):
    """The result of comparing a step's tables: ``checks`` and ``differences`` as they are shown."""

    run = models.ForeignKey(Run, null=True, blank=True, on_delete=models.CASCADE, related_name="validation_reports")
    pair = models.CharField(max_length=32)
    step_id = models.CharField(max_length=32)
    passed = models.BooleanField()
    source_count = models.BigIntegerField(default=0)
    target_count = models.BigIntegerField(default=0)
    checks = models.JSONField(default=list)
    differences = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["pair", "step_id"])]

    def __str__(self) -> str:
        return f"{self.step_id}: {'passed' if self.passed else 'failed'}"


from migrator.webhook_models import DeliveryStatus, Webhook, WebhookDelivery  # noqa: E402 - they refer to the models above
from migrator.work_models import UnitStatus, WorkUnit  # noqa: E402
