"""Log records as lines of JSON; imported by the settings, so it knows nothing of the project."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

__all__ = ["JsonFormatter"]


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
