"""API users (store-api 3.1, 3.2)."""

from __future__ import annotations

import secrets

from sqlalchemy import func, select

from opencart_proxy.database import Database, Row

__all__ = ["addresses", "enabled_user", "key_matches"]


def enabled_user(database: Database, username: str) -> Row | None:
    """Return the enabled API user of that name, whatever its letter case."""
    table = database.table("api")
    return database.one(
        select(table)
        .where(func.lower(table.c.username) == username.lower(), table.c.status == 1)
        .order_by(table.c.api_id)
    )


def addresses(database: Database, api_id: int) -> list[str]:
    """Return the addresses and networks that the user may call from."""
    return [row["ip"] for row in database.rows("api_ip", "api_ip_id", api_id=api_id)]


def key_matches(user: Row | None, key: str) -> bool:
    """Whether ``key`` is the user's; takes the same time for every wrong key, and for an unknown user."""
    expected = user["key"] if user else secrets.token_hex(128)
    return secrets.compare_digest(expected.encode(), key.encode()) and user is not None
