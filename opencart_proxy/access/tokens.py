"""Tokens of API sessions (store-api 3.2, 3.3).

On 4.0's schema they are rows of ``api_session``. 4.1 dropped that table: the app then keeps the same columns in a
table of its own beside the store's, so that every process and host behind one shop knows the tokens.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import TableClause, select

from opencart_proxy import own_tables
from opencart_proxy.access.addresses import allowed
from opencart_proxy.database import Database

__all__ = ["Token", "grant", "use"]

LIFETIME = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Token:
    """A token that exists; ``allowed`` tells whether its user may use it from this address now."""

    api_id: int
    username: str
    allowed: bool


def _table(database: Database) -> TableClause:
    return database.table("api_session") if database.has("api_session") else own_tables.tokens


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def grant(database: Database, api_id: int, token: str, address: str, now: datetime) -> None:
    """Write a new token."""
    values = {
        "api_id": api_id,
        "session_id": token,
        "ip": address,
        "date_added": _stamp(now),
        "date_modified": _stamp(now),
    }
    database.execute(_table(database).insert().values(values))


def use(database: Database, token: str, address: str, now: datetime) -> Token | None:
    """Return the token if it exists and its user is enabled, and keep it alive for another hour.

    Tokens that were not used for an hour are deleted first. One query, and one change when the token is good.
    """
    table, user, place = _table(database), database.table("api"), database.table("api_ip")
    limit = _stamp(now - LIFETIME)
    expired = table.c.date_modified < limit
    rows = database.all(
        select(
            table.c.api_session_id, table.c.session_id, user.c.api_id, user.c.username, place.c.ip, expired.label("old")
        )
        .outerjoin(user, (user.c.api_id == table.c.api_id) & (user.c.status == 1))
        .outerjoin(place, place.c.api_id == user.c.api_id)
        .where((table.c.session_id == token) | expired)
    )
    old = sorted({row["api_session_id"] for row in rows if row["old"]})
    if old:
        database.execute(table.delete().where(table.c.api_session_id.in_(old)))
    mine = [row for row in rows if row["session_id"] == token and not row["old"] and row["api_id"] is not None]
    if not mine:
        return None
    known = allowed(address, [row["ip"] for row in mine if row["ip"]])
    if known:
        key = table.c.api_session_id == mine[0]["api_session_id"]
        database.execute(table.update().where(key).values(date_modified=_stamp(now)))
    return Token(mine[0]["api_id"], mine[0]["username"], known)
