"""The log: every line in the database and as a line of JSON on standard error, secrets masked in both."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

from migrator.engine.notes import mask
from migrator.models import LogEntry, Run

__all__ = ["JsonFormatter", "write"]

logger = logging.getLogger("migrator")


class JsonFormatter(logging.Formatter):
    """One line of JSON for each record: timestamp (ISO 8601, UTC), level, message, context."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "message": record.getMessage(),
            "context": getattr(record, "context", {}),
        }
        return json.dumps(line, ensure_ascii=False, default=str)


def write(level: str, message: str, *, run: Run | None = None, **context: Any) -> None:
    """Log a sentence with its context (``step``, ``table``, ``key``, ``error`` …)."""
    known = {name: value for name, value in mask(context).items() if value not in (None, "")}
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
