"""The stores that the preflight is tried on, built once for all tests that only look."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.preflight import Preflight
from tests.mariadb import Server
from tests.preflight.pair import Pair
from tests.preflight.spoiling import spoil, spoil_mariadb
from tests.stores import mariadb_store, sqlite_store

DIALECTS = ("sqlite", "mariadb")


def _pair(request: pytest.FixtureRequest, dialect: str, folder: Path, name: str, target: str) -> Pair:
    if dialect == "sqlite":
        return Pair(sqlite_store(folder, "3.0.3.9"), sqlite_store(folder, target))
    server: Server = request.getfixturevalue("mariadb_server")
    return Pair(mariadb_store(server, "3.0.3.9", f"{name}_source"), mariadb_store(server, target, f"{name}_target"))


@pytest.fixture(scope="session", params=DIALECTS)
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """The demonstration shop as it is, and a fresh OpenCart 4.1; for tests that change nothing."""
    return _pair(request, request.param, tmp_path_factory.mktemp("preflight"), "pref_shop", "4.1.0.4")


@pytest.fixture(scope="session")
def of_shop(shop: Pair) -> Preflight:
    """The preflight of the demonstration shop."""
    return shop.run()


@pytest.fixture(scope="session", params=DIALECTS)
def spoiled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """A shop with one thing wrong of every kind, and a fresh OpenCart 4.1."""
    pair = _pair(request, request.param, tmp_path_factory.mktemp("spoiled"), "pref_spoiled", "4.1.0.4")
    spoil(pair)
    if request.param == "mariadb":
        spoil_mariadb(pair)
    return pair


@pytest.fixture(scope="session")
def of_spoiled(spoiled: Pair) -> Preflight:
    """The preflight of the spoiled shop."""
    return spoiled.run()


@pytest.fixture
def files(tmp_path: Path) -> Pair:
    """A shop and a fresh OpenCart 4.1 in SQLite files of their own."""
    return Pair(sqlite_store(tmp_path, "3.0.3.9"), sqlite_store(tmp_path, "4.1.0.4"))


@pytest.fixture(scope="session")
def databases(mariadb_server: Server) -> Pair:
    """A shop and a fresh OpenCart 4.1 in MariaDB databases, for tests that change users only."""
    return Pair(
        mariadb_store(mariadb_server, "3.0.3.9", "pref_source"), mariadb_store(mariadb_server, "4.1.0.4", "pref_target")
    )
