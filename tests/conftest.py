"""Fixtures of the whole suite."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from tests import mariadb
from tests.shop import backend, shop

__all__ = ["backend", "shop"]


def pytest_configure() -> None:
    """Let the programs that tests start hear signals, even when whoever started the tests ignores them (nohup, “&”)."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[mariadb.Server]:
    """A private MariaDB, started once for the session."""
    with mariadb.running() as server:
        yield server
