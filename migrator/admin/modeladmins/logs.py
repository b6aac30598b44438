"""The whole log, to search in; the page “Log” follows it as it grows."""

from __future__ import annotations

import json

from django.contrib import admin
from django.utils.html import format_html

from migrator.admin.modeladmins.readonly import ReadOnlyAdmin
from migrator.admin.theme import display
from migrator.models import LogEntry

__all__ = ["LogEntryAdmin"]


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    """All lines of the log, the newest first."""

    list_display = ("timestamp", "severity", "step_id", "message")
    list_display_links = ("timestamp",)
    list_filter = ("level", "step_id")
    search_fields = ("message", "table", "key")
    date_hierarchy = "timestamp"
    fields = ("timestamp", "level", "message", "run", "step_id", "table", "key", "details")
    readonly_fields = ("details",)

    @display(description="level", ordering="level", label={"INFO": "info", "WARNING": "warning", "ERROR": "danger"})
    def severity(self, entry: LogEntry) -> tuple[str, str]:
        return entry.level, entry.level.capitalize()

    @display(description="context")
    def details(self, entry: LogEntry) -> str:
        text = json.dumps(entry.context, ensure_ascii=False, indent=2)
        return format_html('<pre class="row-content">{}</pre>', text)
