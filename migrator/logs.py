"""The log: every line in the database and as a line of JSON on standard error, secrets masked in both."""

from __future__ import annotations

import logging
from typing import Any

from migrator.engine.notes import mask
from migrator.models import LogEntry, Run

__all__ = ["write"]

logger = logging.getLogger("migrator")


def write(level: str, message: str, *, run: Run | None = None, **context: Any) -> None:
    """Log a sentence with its context (``step``, ``table``, ``key``, ``error`` …)."""
    # “key” names the row that the line is about, and is no secret here.
    known = {name: value for name, value in {**mask(context), **_row_key(context)}.items() if value not in (None, "")}
    if run is not None:
        known = {"run": run.orchestration_id, **known}
    logger.log(logging.getLevelName(level.upper()), "%s", message, extra={"context": known})
    if level == "debug":
        return
    LogEntry.objects.create(
        run=run,
        level=level.upper(),
        message=message,
        step_id=str(known.get("step", ""))[:32],
        table=str(known.get("table", ""))[:64],
        key=str(known.get("key", ""))[:255],
        context={
            name: value if isinstance(value, int | float | str | list) else str(value) for name, value in known.items()
        },
    )


def _row_key(context: dict[str, Any]) -> dict[str, Any]:
    return {"key": context["key"]} if "key" in context else {}
