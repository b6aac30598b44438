"""One migration for each kind of database and each line of OpenCart 4, which all tests here look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from migrator.engine.context import Context, Options
from migrator.engine.runner import Runner
from migrator.stores import Store
from steps import STEPS
from tests.mariadb import Server
from tests.shop import Database
from tests.steps import odd
from tests.stores import mariadb_store, sqlite_store


@dataclass(frozen=True)
class Moved:
    """A shop with odd rows and what became of it; ``release`` is the target's."""

    source: Database
    target: Database
    context: Context
    release: str

    @property
    def is_4_1(self) -> bool:
        return self.release.startswith("4.1")


@pytest.fixture(
    scope="session",
    params=[(backend, release) for backend in ("sqlite", "mariadb") for release in ("4.0.2.3", "4.1.0.4")],
    ids=lambda param: "-".join(param),
)
def moved(
    request: pytest.FixtureRequest, mariadb_server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Moved]:
    """A migrated shop; tests must not write to it."""
    backend, release = request.param
    if backend == "sqlite":
        folder: Path = tmp_path_factory.mktemp("steps")
        source = Database(sqlite_store(folder, "3.0.3.9"), None)
        target = Database(sqlite_store(folder, release), None)
    else:
        source = Database(mariadb_store(mariadb_server, "3.0.3.9", "steps_source"), mariadb_server)
        target = Database(mariadb_store(mariadb_server, release, "steps_target"), mariadb_server)
    source.run(*odd.SOURCE)
    target.run(*odd.TARGET)
    context = Context(Store.open(source.url, "source"), Store.open(target.url, "target"), Options())
    results = Runner(context, "steps").run(list(STEPS.values()))
    assert [result.step_id for result in results if not result.verified] == []
    yield Moved(source, target, context, release)
    context.source.dispose()
    context.target.dispose()
