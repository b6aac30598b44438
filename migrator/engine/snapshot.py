"""Keep the target's tables before the first write, and put them back.

MySQL: the table itself is kept, by renaming it, and an empty twin takes its place; putting it back is one atomic
rename, so that a dump before and after is the same to the byte, AUTO_INCREMENT included. SQLite has no such twin
(index names are global there), so the rows are copied, with their row ids, and how the tables were made is written
down, for those that somebody drops or changes. Triggers are written down on their own (``migrator.engine.triggers``).

Which tables are kept is read from the target itself: there is no second record that could disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, inspect

from migrator.engine.context import KEPT, Context
from migrator.engine.lease import LEASE_TABLE
from migrator.engine.resolve import ResolvedTable, additions
from migrator.engine.sql import quoted
from migrator.engine.triggers import TRIGGERS, Trigger, bring_back, switch_on, triggers, write_down
from migrator.stores.schema import INTERNAL_PREFIX

__all__ = ["has_snapshot", "keep", "leave", "put_back", "trial"]

NEW, OLD, CREATED = "ocm_new_", "ocm_old_", "ocm_none_"
MADE = "ocm_made"
"""SQLite: the statements that make the tables and indexes of the target, as they were before the first write."""


def has_snapshot(context: Context) -> bool:
    """Whether the target keeps originals of any table or trigger, or has tables that it did not have."""
    with context.target.connect() as connection:
        names = inspect(connection).get_table_names()
    return any(name.startswith((KEPT, CREATED, TRIGGERS)) for name in names)


def keep(context: Context, tables: Iterable[ResolvedTable]) -> frozenset[str]:
    """Keep the originals of ``tables`` and leave empty ones in their place; what is kept already stays as it is.

    Returns the tables that are empty now.
    """
    missing = [table for table in tables if table.name not in context.kept]
    if not missing:
        return frozenset()
    with context.target.connect() as connection, _autocommit(connection):
        existing = set(inspect(connection).get_table_names())
        # A table that an earlier run created is in its place and may have rows.
        full = context.target.prefix
        missing = [table for table in missing if not {full + table.name, CREATED + full + table.name} <= existing]
        found = triggers(context.target, connection)
        renames = [name for table in missing for name in _keep(connection, context, table, existing, found)]
        if renames:
            _execute(connection, f"RENAME TABLE {', '.join(renames)}")
    context.forget_kept()
    return frozenset(table.name for table in missing)


def _keep(
    connection: Connection, context: Context, table: ResolvedTable, existing: set[str], found: list[Trigger]
) -> list[str]:
    """Prepare the twin of a table and return the renames that put it in its place."""
    full = context.target.prefix + table.name
    if full not in existing:
        if CREATED + full not in existing:
            _execute(connection, f"CREATE TABLE {quoted(CREATED + full)} (id INTEGER)")
        _execute(connection, f"CREATE TABLE {quoted(full)} ({table.map.creates})")
    elif connection.dialect.name == "sqlite":
        _keep_sqlite(connection, context, table, full, found)
    else:
        write_down(context.target, connection, found, full)
        if NEW + full in existing:
            _execute(connection, f"DROP TABLE {quoted(NEW + full)}")
        _execute(connection, f"CREATE TABLE {quoted(NEW + full)} LIKE {quoted(full)}")
        for statement in _additions(context, table, NEW + full):
            _execute(connection, statement)
        return [f"{quoted(full)} TO {quoted(context.kept_name(table.name))}", f"{quoted(NEW + full)} TO {quoted(full)}"]
    return []


def put_back(context: Context, tables: Iterable[str]) -> list[str]:
    """Put the originals of these tables (without prefix) back and return those that changed; safe to repeat."""
    changed = []
    with context.target.connect() as connection, _autocommit(connection):
        existing = set(inspect(connection).get_table_names())
        for name in tables:
            full = context.target.prefix + name
            kept = context.kept_name(name)
            if kept in existing:
                if connection.dialect.name == "sqlite":
                    _put_back_sqlite(connection, context, full, kept)
                else:
                    _put_back_mysql(connection, full, kept, here=full in existing)
                changed.append(name)
            elif CREATED + full in existing:
                _execute(connection, f"DROP TABLE IF EXISTS {quoted(full)}")
                _execute(connection, f"DROP TABLE {quoted(CREATED + full)}")
                changed.append(name)
            for leftover in (NEW + full, OLD + full):
                if leftover in existing:
                    _execute(connection, f"DROP TABLE IF EXISTS {quoted(leftover)}")
            bring_back(context.target, connection, full)
    context.forget_kept()
    context.target.forget()
    return changed


def leave(context: Context) -> None:
    """Remove the tool's own tables, the last trace of it in a target without snapshot."""
    with context.target.connect() as connection:
        for name in (LEASE_TABLE, MADE):
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {quoted(name)}")
        connection.commit()


def trial(connection: Connection, context: Context, table: ResolvedTable) -> None:
    """Create the temporary twin that a dry run writes to; it is gone with the connection."""
    full = context.target.prefix + table.name
    name = context.written(table.name)
    if context.target.dialect == "sqlite":
        if table.name in context.target.schema:
            _execute(connection, f"CREATE TEMPORARY TABLE {quoted(name)} AS SELECT * FROM {quoted(full)} WHERE 0")
            for statement in _additions(context, table, name):
                _execute(connection, statement)
        else:
            _execute(connection, f"CREATE TEMPORARY TABLE {quoted(name)} ({table.map.creates})")
    elif table.name in context.target.schema:
        _execute(connection, f"CREATE TEMPORARY TABLE {quoted(name)} LIKE {quoted(full)}")
        for statement in _additions(context, table, name):
            _execute(connection, statement)
    else:
        _execute(connection, f"CREATE TEMPORARY TABLE {quoted(name)} ({table.map.creates})")
    connection.commit()


def _additions(context: Context, table: ResolvedTable, full: str) -> list[str]:
    return [
        f"ALTER TABLE {quoted(full)} ADD COLUMN {quoted(added.name)} {added.ddl}"
        for added in additions(table.map, context)
    ]


def _keep_sqlite(
    connection: Connection, context: Context, table: ResolvedTable, full: str, found: list[Trigger]
) -> None:
    _execute(connection, "BEGIN IMMEDIATE")
    write_down(context.target, connection, found, full)
    _execute(
        connection,
        f"CREATE TABLE IF NOT EXISTS {quoted(MADE)} AS SELECT rowid AS position, type, name, tbl_name, sql"
        f" FROM sqlite_master WHERE sql IS NOT NULL AND substr(name, 1, {len(INTERNAL_PREFIX)}) <> '{INTERNAL_PREFIX}'",
    )
    kept = context.kept_name(table.name)
    _execute(connection, f"CREATE TABLE {quoted(kept)} AS SELECT *, rowid AS ocm_rowid FROM {quoted(full)}")
    _execute(connection, f"DELETE FROM {quoted(full)}")
    for statement in _additions(context, table, full):
        _execute(connection, statement)
    switch_on(connection, full)
    _execute(connection, "COMMIT")


def _put_back_sqlite(connection: Connection, context: Context, full: str, kept: str) -> None:
    _execute(connection, "BEGIN IMMEDIATE")
    # These were made since; on MySQL they go with their table.
    for trigger in triggers(context.target, connection):
        if trigger.table == full:
            _execute(connection, f"DROP TRIGGER {quoted(trigger.name)}")
    columns = [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({quoted(kept)})")][:-1]
    present = [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({quoted(full)})")]
    if set(columns) <= set(present):
        for name in present:
            if name not in columns:
                _execute(connection, f"ALTER TABLE {quoted(full)} DROP COLUMN {quoted(name)}")
    else:
        _make_sqlite(connection, full)
    listed = ", ".join(quoted(name) for name in columns)
    _execute(connection, f"DELETE FROM {quoted(full)}")
    _execute(
        connection,
        f"INSERT INTO {quoted(full)} (rowid, {listed}) SELECT ocm_rowid, {listed} FROM {quoted(kept)} ORDER BY ocm_rowid",
    )
    _execute(connection, f"DROP TABLE {quoted(kept)}")
    _execute(connection, "COMMIT")


def _make_sqlite(connection: Connection, full: str) -> None:
    """Make a table anew as it was, and then all indexes in the order in which they were made, as a dump lists them."""
    _execute(connection, f"DROP TABLE IF EXISTS {quoted(full)}")
    made = connection.exec_driver_sql(f"SELECT type, name, tbl_name, sql FROM {quoted(MADE)} ORDER BY position").all()
    for kind, name, _, statement in made:
        if kind == "table" and name == full:
            _execute(connection, statement)
    existing = set(inspect(connection).get_table_names())
    for kind, name, table, statement in made:
        if kind == "index" and table in existing:
            _execute(connection, f"DROP INDEX IF EXISTS {quoted(name)}")
            _execute(connection, statement)


def _put_back_mysql(connection: Connection, full: str, kept: str, *, here: bool) -> None:
    _execute(connection, f"DROP TABLE IF EXISTS {quoted(OLD + full)}")
    away = f"{quoted(full)} TO {quoted(OLD + full)}, " if here else ""
    _execute(connection, f"RENAME TABLE {away}{quoted(kept)} TO {quoted(full)}")
    _execute(connection, f"DROP TABLE IF EXISTS {quoted(OLD + full)}")


@contextmanager
def _autocommit(connection: Connection) -> Iterator[None]:
    """DDL commits by itself on MySQL; on SQLite the functions above begin and commit."""
    raw = connection.connection.driver_connection
    if connection.dialect.name != "sqlite":
        yield
        connection.commit()
        return
    assert raw is not None  # noqa: S101 - a connection that has been checked out has its driver's connection
    level, raw.isolation_level = raw.isolation_level, None
    try:
        yield
    except BaseException:
        if raw.in_transaction:
            raw.rollback()
        raise
    finally:
        raw.isolation_level = level


def _execute(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement)
