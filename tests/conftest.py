"""Fixtures of the whole suite."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import mariadb
from tests.shop import backend, shop

__all__ = ["backend", "shop"]


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[mariadb.Server]:
    """A private MariaDB, started once for the session."""
    with mariadb.running() as server:
        yield server
