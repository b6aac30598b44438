"""Every comparison that was ever made; the page “Validation” shows the last of each step."""

from __future__ import annotations

from django.contrib import admin
from django.template.loader import render_to_string

from migrator.admin.modeladmins.readonly import ReadOnlyAdmin
from migrator.admin.theme import display
from migrator.models import ValidationReport

__all__ = ["ValidationReportAdmin"]


@admin.register(ValidationReport)
class ValidationReportAdmin(ReadOnlyAdmin):
    """All validation reports, the newest first."""

    list_display = ("created_at", "step_id", "result", "source_count", "target_count", "run")
    list_filter = ("passed", "step_id")
    list_select_related = ("run",)
    date_hierarchy = "created_at"
    fields = ("step_id", "result", "source_count", "target_count", "created_at", "run", "content")
    readonly_fields = ("result", "content")

    @display(description="result", ordering="passed", label={"passed": "success", "failed": "danger"})
    def result(self, report: ValidationReport) -> str:
        return "passed" if report.passed else "failed"

    @display(description="checks")
    def content(self, report: ValidationReport) -> str:
        return render_to_string("admin/migrator/_checks.html", {"step": report})
