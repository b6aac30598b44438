"""Records that the machinery writes: people look at them, and no form changes them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from migrator.admin.theme import ModelAdmin

__all__ = ["ReadOnlyAdmin", "duration", "verdict"]


class ReadOnlyAdmin(ModelAdmin):
    """A list without add, change and delete."""

    list_fullwidth = True
    list_filter_submit = False
    compressed_fields = True

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        return False


def duration(seconds: float | None) -> str:
    """Return a duration as people read it: “8.4 s”, “3 min 05 s”, “2 h 10 min”, “–” when unknown."""
    if seconds is None:
        return "–"
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest:02} s"
    return f"{minutes // 60} h {minutes % 60:02} min"


def verdict(*, verified: bool | None) -> str:
    """Return what a comparison said, in a word."""
    return {None: "not compared", True: "verified", False: "differences"}[verified]
