"""Session data in the store's own table and format (store-api 4)."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from opencart_proxy.database import Database
from opencart_proxy.php import dumps, fields, loads

__all__ = ["Session", "new_session_id", "well_formed"]

LIFETIME_SECONDS = 86_400
SHORTEST_LIFETIME_SECONDS = 3_600
FORMAT = "%Y-%m-%d %H:%M:%S"


def new_session_id() -> str:
    """Return a new id: 26 hexadecimal digits."""
    return secrets.token_hex(13)


def well_formed(session_id: str) -> bool:
    """Whether a text can be a session id."""
    return re.fullmatch(r"[a-zA-Z0-9,-]{22,52}", session_id) is not None


class Session:
    """One session; ``data`` is the map that OpenCart keeps as JSON."""

    def __init__(self, session_id: str, data: dict[str, Any] | None = None, *, stored: bool = False) -> None:
        self.session_id = session_id
        self.data: dict[str, Any] = data or {}
        self.stored = stored

    @classmethod
    def load(cls, database: Database, session_id: str) -> Session:
        """Read a session, and keep other calls from using it meanwhile; an unknown or expired one is empty."""
        row = database.locked("session", session_id=session_id)
        if row is None:
            return cls(session_id)
        alive = row["expire"] > datetime.now(UTC).strftime(FORMAT)
        return cls(session_id, fields(loads(row["data"])) if alive else {}, stored=True)

    def save(self, database: Database, lifetime_seconds: int = LIFETIME_SECONDS) -> None:
        """Write the session; it lives for ``lifetime_seconds`` from now, an hour at least."""
        seconds = max(lifetime_seconds, SHORTEST_LIFETIME_SECONDS)
        values = {
            "data": dumps(self.data) if self.data else "",
            "expire": (datetime.now(UTC) + timedelta(seconds=seconds)).strftime(FORMAT),
        }
        if self.stored:
            database.update("session", {"session_id": self.session_id}, **values)
        else:
            database.insert("session", session_id=self.session_id, **values)
            self.stored = True

    def forget(self, *keys: str) -> None:
        """Remove keys, present or not."""
        for key in keys:
            self.data.pop(key, None)
