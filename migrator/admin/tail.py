"""The newest lines of the log, for a page that follows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from migrator.models import LogEntry
from steps import STEPS

__all__ = ["LEVELS", "tail"]

LEVELS: Mapping[str, Sequence[str]] = {
    "all": ("INFO", "WARNING", "ERROR"),
    "warning": ("WARNING", "ERROR"),
    "error": ("ERROR",),
}
"""What “at least this level” means."""
LINES = 200


def tail(*, level: str = "all", step_id: str = "", after: str = "") -> dict[str, Any]:
    """Return the lines behind the one with the id ``after`` (the last 200 at most), oldest first.

    An unknown level or step, and an ``after`` that is no number, count as none.
    """
    entries = LogEntry.objects.filter(level__in=LEVELS.get(level, LEVELS["all"]))
    if step_id in STEPS:
        entries = entries.filter(step_id=step_id)
    if after.isdecimal():
        entries = entries.filter(id__gt=int(after))
    lines = [_line(entry) for entry in reversed(entries.order_by("-id")[:LINES])]
    return {"lines": lines, "last": lines[-1]["id"] if lines else int(after) if after.isdecimal() else 0}


def _line(entry: LogEntry) -> dict[str, Any]:
    return {
        "id": entry.pk,
        "at": entry.timestamp.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": entry.level,
        "step_id": entry.step_id,
        "message": entry.message,
        "error": entry.context.get("error", ""),
    }
