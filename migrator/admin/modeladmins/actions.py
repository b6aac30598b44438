"""Who did what in the admin: the history of all records together."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin.models import LogEntry

from migrator.admin.modeladmins.readonly import ReadOnlyAdmin
from migrator.admin.theme import display

__all__ = ["ActionAdmin"]


@admin.register(LogEntry)
class ActionAdmin(ReadOnlyAdmin):
    """All actions, the newest first."""

    list_display = ("action_time", "user", "object_repr", "what")
    list_display_links = None
    list_filter = ("user", "content_type")
    list_select_related = ("user", "content_type")
    search_fields = ("object_repr", "change_message", "user__username")
    date_hierarchy = "action_time"

    @display(description="action")
    def what(self, entry: LogEntry) -> str:
        return entry.get_change_message() or entry.get_action_flag_display()
