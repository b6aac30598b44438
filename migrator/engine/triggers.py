"""Triggers of the target: none may touch the originals while they are kept and put back, nor be lost by that.

On MySQL they go with the original, which is renamed, and that writes another name into their texts. On SQLite they are
taken off while rows are moved. So each one is written down in the target as it was created, before its table is kept,
and is created so once more when it is put back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, inspect, text
from sqlalchemy.exc import DBAPIError

from migrator.engine.sql import quoted
from migrator.stores import Store

__all__ = ["TRIGGERS", "Trigger", "bring_back", "switch_on", "triggers", "write_down"]

TRIGGERS = "ocm_trigger"
"""The table of the target that holds the triggers of what is kept."""

EVENT = re.compile(r"\b((?:BEFORE|AFTER)?\s*(?:INSERT|UPDATE|DELETE))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger, the full name of its table, when it fires (``BEFORE INSERT``), and whether its text may be read."""

    name: str
    table: str
    event: str
    readable: bool = True


def triggers(store: Store, connection: Connection) -> list[Trigger]:
    """Return the triggers of all tables in the order in which they fire; one query.

    To a user without the privilege TRIGGER, MariaDB shows them without their texts and MySQL does not show them.
    """
    if store.dialect == "sqlite":
        found = connection.execute(text("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"))
        return [Trigger(name, table, _event(sql)) for name, table, sql in found]
    found = connection.execute(
        text(
            "SELECT trigger_name, event_object_table, CONCAT(action_timing, ' ', event_manipulation),"
            " action_statement IS NOT NULL"
            " FROM information_schema.triggers WHERE trigger_schema = DATABASE()"
            " ORDER BY event_object_table, action_timing, event_manipulation, action_order"
        )
    )
    return [Trigger(name, table, event, bool(readable)) for name, table, event, readable in found]


def write_down(store: Store, connection: Connection, found: list[Trigger], table: str) -> None:
    """Keep the definitions of a table's triggers in the target; on SQLite they are off from here on."""
    for position, trigger in enumerate(one for one in found if one.table == table and one.readable):
        connection.exec_driver_sql(
            f"CREATE TABLE IF NOT EXISTS {TRIGGERS} (name VARCHAR(64) NOT NULL PRIMARY KEY,"
            " table_name VARCHAR(64) NOT NULL, position INTEGER NOT NULL, definition LONGTEXT NOT NULL,"
            " sql_mode TEXT NOT NULL, charset VARCHAR(64) NOT NULL, collation_name VARCHAR(64) NOT NULL)"
            + ("" if store.dialect == "sqlite" else " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin")
        )
        connection.execute(
            text(
                f"REPLACE INTO {TRIGGERS} VALUES (:name, :table, :position, :definition, :mode, :charset, :collation)"
            ),
            {"name": trigger.name, "table": table, "position": position, **_definition(store, connection, trigger)},
        )
        if store.dialect == "sqlite":
            connection.exec_driver_sql(f"DROP TRIGGER {quoted(trigger.name)}")


def switch_on(connection: Connection, table: str) -> None:
    """Let the triggers of a SQLite table fire again, now that its rows are kept: by them it may refuse others."""
    if inspect(connection).has_table(TRIGGERS):
        for row in _written_down(connection, table):
            _create(connection, row["definition"])


def bring_back(store: Store, connection: Connection, table: str) -> None:
    """Create the triggers of a table again as they were written down; safe to repeat.

    Where the server refuses, the trigger stays as the renaming of its table left it: it does the same.
    """
    if not inspect(connection).has_table(TRIGGERS):
        return
    for row in _written_down(connection, table):
        if store.dialect == "sqlite":
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {quoted(row['name'])}")
            _create(connection, row["definition"])
        else:
            _replace(connection, row)
        connection.execute(text(f"DELETE FROM {TRIGGERS} WHERE name = :name"), {"name": row["name"]})
    if not connection.execute(text(f"SELECT COUNT(*) FROM {TRIGGERS}")).scalar_one():
        connection.exec_driver_sql(f"DROP TABLE {TRIGGERS}")


def _written_down(connection: Connection, table: str) -> Sequence[RowMapping]:
    query = text(f"SELECT * FROM {TRIGGERS} WHERE table_name = :table ORDER BY position")
    return connection.execute(query, {"table": table}).mappings().all()


def _definition(store: Store, connection: Connection, trigger: Trigger) -> dict[str, str]:
    if store.dialect == "sqlite":
        query = text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = :name")
        definition = connection.execute(query, {"name": trigger.name}).scalar_one()
        return {"definition": definition, "mode": "", "charset": "", "collation": ""}
    row = connection.exec_driver_sql(f"SHOW CREATE TRIGGER {quoted(trigger.name)}").one()
    return {"mode": row[1], "definition": row[2], "charset": row[3], "collation": row[4]}


def _replace(connection: Connection, row: Any) -> None:
    # In one statement, so that a trigger which its user may not create is not gone; MySQL, which cannot do that, reads
    # a comment and refuses because the trigger is there.
    definition = row["definition"].replace("CREATE ", "CREATE /*M! OR REPLACE */ ", 1)
    try:
        with _session(connection, row):
            _create(connection, definition)
    except DBAPIError as error:
        if error.connection_invalidated:
            raise


@contextmanager
def _session(connection: Connection, row: Any) -> Iterator[None]:
    """Let the connection speak as the one that created the trigger did: its mode and character set are part of it."""
    raw: Any = connection.connection.driver_connection
    before = connection.exec_driver_sql("SELECT @@sql_mode, @@character_set_client, @@collation_connection").one()
    try:
        _speak(connection, raw, row["sql_mode"], row["charset"], row["collation_name"])
        yield
    finally:
        _speak(connection, raw, *before)


def _speak(connection: Connection, raw: Any, mode: str, charset: str, collation: str) -> None:
    raw.set_character_set(charset, collation)
    connection.exec_driver_sql("SET SESSION sql_mode = %s", (mode,))


def _create(connection: Connection, definition: str) -> None:
    # The text of a trigger may hold % signs.
    connection.execution_options(no_parameters=True).exec_driver_sql(definition)


def _event(sql: str) -> str:
    found = EVENT.search(sql)
    return " ".join(found[1].upper().split()) if found else ""
