"""The shop on every kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import caches
from pytest_django import Settings

from migrator.stores import Store
from opencart_proxy import database
from tests.mariadb import Server
from tests.opencart_proxy.shop import Shop, fill
from tests.stores import mariadb_store, sqlite_store

MEMORY = "django.core.cache.backends.locmem.LocMemCache"
RELEASES = {"4.0": "4.0.2.3", "4.1": "4.1.0.4"}


@pytest.fixture(autouse=True)
def counters(settings: Settings) -> Iterator[None]:
    """Counters that start at nothing, in memory: most tests have no use for the tool's own database."""
    settings.CACHES = {name: {"BACKEND": MEMORY, "LOCATION": f"store-api-{name}"} for name in ("default", "shared")}
    yield
    for cache in caches.all(initialized_only=True):
        cache.clear()


def _shop(url: str, settings: Settings) -> Iterator[Shop]:
    settings.TARGET_DATABASE_URL = url
    settings.MIDDLEWARE = ["opencart_proxy.views.StoreApiMiddleware"]
    store: Store = database.open_store()
    fill(store)
    yield Shop(store)
    database.forget_stores()


@pytest.fixture
def shop40(tmp_path: Path, settings: Settings) -> Iterator[Shop]:
    """A shop on 4.0's schema."""
    yield from _shop(sqlite_store(tmp_path, RELEASES["4.0"]), settings)


@pytest.fixture
def shop41(tmp_path: Path, settings: Settings) -> Iterator[Shop]:
    """A shop on 4.1's schema."""
    yield from _shop(sqlite_store(tmp_path, RELEASES["4.1"]), settings)


@pytest.fixture(scope="session")
def mariadb_urls(mariadb_server: Server) -> dict[str, str]:
    """Stores of both schemas on MariaDB, built once."""
    return {
        line: mariadb_store(mariadb_server, release, f"store_api_{line.replace('.', '')}")
        for line, release in RELEASES.items()
    }


@pytest.fixture(params=["sqlite-4.0", "sqlite-4.1", "mariadb-4.0", "mariadb-4.1"])
def shop(request: pytest.FixtureRequest, tmp_path: Path, settings: Settings) -> Iterator[Shop]:
    """The shop on both schemas, on SQLite and on MariaDB."""
    kind, line = request.param.split("-")
    url = sqlite_store(tmp_path, RELEASES[line]) if kind == "sqlite" else request.getfixturevalue("mariadb_urls")[line]
    yield from _shop(url, settings)


@pytest.fixture(params=["4.0", "4.1"])
def busy_shop(request: pytest.FixtureRequest, mariadb_urls: dict[str, str], settings: Settings) -> Iterator[Shop]:
    """The shop on MariaDB, for several callers at a time."""
    yield from _shop(mariadb_urls[request.param], settings)
