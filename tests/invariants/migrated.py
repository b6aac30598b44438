"""Migrated demonstration stores, and rows in them changed for the length of a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from migrator.engine.context import Context
from migrator.engine.runner import Runner
from migrator.stores import Store
from steps import STEPS

BACKUP = "kept_for_the_test"


@dataclass(frozen=True, slots=True)
class Migrated:
    """The URLs of a source and of the target that it was migrated into."""

    source: str
    target: str

    def context(self) -> Context:
        """Return a context that knows nothing yet, as a later validation has it."""
        return Context(Store.open(self.source, "source"), Store.open(self.target, "target"))


def migrate(source: str, target: str) -> Migrated:
    """Migrate everything."""
    stores = Migrated(source, target)
    Runner(stores.context(), "test").run(list(STEPS.values()))
    return stores


@contextmanager
def tampered(stores: Migrated, table: str, *statements: str) -> Iterator[None]:
    """Run statements that change (or drop) ``table`` of the target, and put its rows back at the end."""
    store = Store.open(stores.target, "target")
    run(store, f"CREATE TABLE {BACKUP} AS SELECT * FROM {table}")
    try:
        run(store, *statements)
        yield
    finally:
        if not any(statement.startswith("DROP TABLE") for statement in statements):
            run(store, f"DELETE FROM {table}", f"INSERT INTO {table} SELECT * FROM {BACKUP}", f"DROP TABLE {BACKUP}")
        else:
            run(store, f"ALTER TABLE {BACKUP} RENAME TO {table}")


def run(store: Store, *statements: str) -> None:
    """Execute statements, written with double quotes around names that are words of SQL."""
    with store.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(
                statement.replace('"', "`").replace("%", "%%" if store.dialect == "mysql" else "%")
            )
