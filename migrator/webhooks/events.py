"""The events that a webhook can be told about, and the message of each (seed 000, “Webhook Events”)."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from typing import Any

__all__ = ["EVENTS", "TEST_EVENT", "message", "new_message_id"]

EVENTS = (
    "migration.started",
    "migration.completed",
    "migration.failed",
    "migration.stopped",
    "orchestration.completed",
    "orchestration.failed",
    "validation.failed",
)
TEST_EVENT = "webhook.test"


def new_message_id() -> str:
    """Return an id for a message: the same at every attempt, different for every webhook."""
    return f"msg_{uuid.uuid4().hex}"


def message(message_id: str, event: str, data: dict[str, Any]) -> str:
    """Return the body of a message as JSON; its ``timestamp`` is when the event happened, in UTC."""
    return json.dumps(
        {
            "id": message_id,
            "type": event,
            "event": event,
            "timestamp": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}",
            "data": data,
        },
        ensure_ascii=False,
    )
