"""The demonstration shop, migrated once a session for each database and line of OpenCart 4."""

from __future__ import annotations

import pytest

from tests.invariants.migrated import Migrated, migrate
from tests.mariadb import Server
from tests.stores import mariadb_store, sqlite_store

SOURCE = "3.0.3.9"
TARGETS = {"4.0": "4.0.2.3", "4.1": "4.1.0.4"}


@pytest.fixture(
    scope="session", params=[(kind, line) for kind in ("sqlite", "mariadb") for line in TARGETS], ids="-".join
)
def migrated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Migrated:
    """The demonstration shop in a fresh OpenCart 4 that it was migrated into."""
    kind, line = request.param
    if kind == "sqlite":
        folder = tmp_path_factory.mktemp("invariants")
        return migrate(sqlite_store(folder, SOURCE), sqlite_store(folder, TARGETS[line]))
    server: Server = request.getfixturevalue("mariadb_server")
    number = TARGETS[line].replace(".", "")
    return migrate(
        mariadb_store(server, SOURCE, f"invariants_source_{number}"),
        mariadb_store(server, TARGETS[line], f"invariants_target_{number}"),
    )
