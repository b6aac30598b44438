"""Runs: what was started, by whom and from where, how long it took and what came of each step."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from migrator.admin.modeladmins.readonly import ReadOnlyAdmin, duration, verdict
from migrator.admin.theme import TabularInline, display
from migrator.engine.context import Options
from migrator.models import Run, RunStatus, StepRun

__all__ = ["RunAdmin"]

STATUS_COLOURS = {
    RunStatus.PENDING: "info",
    RunStatus.RUNNING: "info",
    RunStatus.STOPPING: "warning",
    RunStatus.COMPLETED: "success",
    RunStatus.STOPPED: "warning",
    RunStatus.FAILED: "danger",
}


class StepRunInline(TabularInline):
    """The steps of a run, in their order."""

    model = StepRun
    fields = ("step_id", "status", "success", "failed", "compared", "took", "message")
    readonly_fields = fields
    extra = 0
    can_delete = False
    hide_title = True
    show_change_link = False
    verbose_name_plural = "steps"

    def has_add_permission(self, _request: HttpRequest, _obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Model | None = None) -> bool:
        return False

    @display(description="comparison")
    def compared(self, record: StepRun) -> str:
        return verdict(verified=record.verified)

    @display(description="duration")
    def took(self, record: StepRun) -> str:
        return duration(_seconds(record))


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    """All runs, the newest first."""

    list_display = ("orchestration_id", "what", "state", "who", "trigger", "created_at", "took", "message")
    list_filter = ("status", "operation", "trigger")
    search_fields = ("orchestration_id", "message", "user__username")
    date_hierarchy = "created_at"
    list_select_related = ("user",)
    inlines = (StepRunInline,)
    fieldsets = (
        (None, {"fields": ("orchestration_id", "what", "status", "message")}),
        ("Who and from where", {"fields": ("who", "trigger", "chosen", "path")}),
        ("When", {"fields": ("created_at", "started_at", "finished_at", "took")}),
    )
    readonly_fields = ("what", "who", "chosen", "took")

    @display(description="operation", ordering="operation")
    def what(self, run: Run) -> str:
        return f"{run.get_operation_display()}, {len(run.steps)} step{'' if len(run.steps) == 1 else 's'}"

    @display(description="status", ordering="status", label=STATUS_COLOURS)
    def state(self, run: Run) -> tuple[str, str]:
        return run.status, run.get_status_display()

    @display(description="started by", ordering="user__username")
    def who(self, run: Run) -> str:
        return str(run.user) if run.user else "–"

    @display(description="duration")
    def took(self, run: Run) -> str:
        return duration(_seconds(run))

    @display(description="options")
    def chosen(self, run: Run) -> str:
        usual = asdict(Options())
        chosen = {name: value for name, value in run.options.items() if value != usual.get(name, False)}
        return ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in chosen.items()) or "as usual"


def _seconds(record: Run | StepRun) -> float | None:
    if record.started_at is None:
        return None
    return ((record.finished_at or timezone.now()) - record.started_at).total_seconds()
