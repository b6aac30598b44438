"""A pair of stores to migrate in a test, on SQLite or MariaDB, and a look into them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import MySQLdb
import pytest
from pytest_django.fixtures import Settings

from migrator.actions import StartRun
from migrator.engine.context import Options
from migrator.execution import RunResult, execute
from migrator.models import Operation
from migrator.stores import StoreUrl
from tests.mariadb import Server
from tests.stores import mariadb_store, sqlite_store

__all__ = ["Database", "Shop", "shop_on"]


@dataclass(frozen=True)
class Database:
    """One of the two stores; SQL goes straight to the server, past the code under test."""

    url: str
    server: Server | None

    def run(self, *statements: str) -> None:
        """Execute statements and commit."""
        connection = self._connect()
        try:
            cursor = connection.cursor()
            for statement in statements:
                cursor.execute(statement)
            connection.commit()
        finally:
            connection.close()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        connection = self._connect()
        try:
            cursor = connection.cursor()
            cursor.execute(query)
            return [tuple(row) for row in cursor.fetchall()]
        finally:
            connection.close()

    def value(self, query: str) -> Any:
        """Return the first column of the only row of a query."""
        [(found,)] = self.rows(query)
        return found

    def dump(self) -> str:
        """Return the whole database as SQL."""
        if self.server is not None:
            return self.server.dump(StoreUrl.parse(self.url, "X").database)
        connection = sqlite3.connect(StoreUrl.parse(self.url, "X").database)
        try:
            return "\n".join(connection.iterdump())
        finally:
            connection.close()

    def _connect(self) -> Any:
        url = StoreUrl.parse(self.url, "X")
        if self.server is None:
            return sqlite3.connect(url.database)
        return MySQLdb.connect(host=url.host, port=url.port, user=url.user, database=url.database, charset="utf8mb4")


@dataclass(frozen=True)
class Shop:
    """The two stores that the settings name."""

    source: Database
    target: Database

    def migrate(self, steps: Sequence[str] = (), operation: Operation = Operation.MIGRATE, **options: Any) -> RunResult:
        """Run a migration in this process and return its result."""
        return execute(StartRun(steps, operation, Options(**options)).execute())


def shop_on(backend: str, source: str, target: str, folder: Path, server: Server, settings: Settings) -> Shop:
    """Build the two stores of these releases and let the settings name them."""
    if backend == "sqlite":
        shop = Shop(Database(sqlite_store(folder, source), None), Database(sqlite_store(folder, target), None))
    else:
        shop = Shop(
            Database(mariadb_store(server, source, "shop_source"), server),
            Database(mariadb_store(server, target, "shop_target"), server),
        )
    settings.SOURCE_DATABASE_URL, settings.TARGET_DATABASE_URL = shop.source.url, shop.target.url
    settings.VAR_DIR = folder
    return shop


@pytest.fixture(params=["sqlite", "mariadb"])
def backend(request: pytest.FixtureRequest) -> str:
    """The database that both stores are on."""
    return str(request.param)


@pytest.fixture
def shop(
    backend: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    mariadb_server: Server,
    settings: Settings,
    db: None,
) -> Iterator[Shop]:
    """A freshly built OpenCart 3.0.3.9 demo shop and an OpenCart 4 (mark ``target("4.0.2.3")``; 4.1.0.4 without it)."""
    mark = request.node.get_closest_marker("target")
    yield shop_on(backend, "3.0.3.9", mark.args[0] if mark else "4.1.0.4", tmp_path, mariadb_server, settings)
