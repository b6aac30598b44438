"""docs/install.md: the rights it grants are enough to migrate, on either path, and to try it out first."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from migrator.demo import SOURCE_RELEASE, TARGET_RELEASE, build_store
from migrator.engine.context import Context, Options, Path
from migrator.engine.runner import Runner
from migrator.stores import Store
from steps import STEPS
from tests.mariadb import Server
from tests.packaging.conftest import ROOT

READER, WRITER, SERVER_SIDE = re.findall(r"```sql\n(.*?)```", (ROOT / "docs" / "install.md").read_text(), re.DOTALL)


def statements(text: str) -> list[str]:
    """The documented statements, for databases of the test's own."""
    text = text.replace("opencart3.", "granted_source.").replace("opencart4.", "granted_target.")
    return [statement.strip() for statement in text.split(";") if statement.strip()]


@pytest.fixture
def stores(mariadb_server: Server) -> Iterator[Server]:
    """A shop and a fresh OpenCart 4, and the two documented users."""
    build_store(mariadb_server.create("granted_source"), SOURCE_RELEASE)
    build_store(mariadb_server.create("granted_target"), TARGET_RELEASE)
    mariadb_server.run(*statements(READER), *statements(WRITER))
    yield mariadb_server
    mariadb_server.run(
        "DROP USER 'migrator_read'@'127.0.0.1', 'migrator_write'@'127.0.0.1'",
        "DROP DATABASE granted_source",
        "DROP DATABASE granted_target",
    )


def context(server: Server, path: Path, *, dry_run: bool = False) -> Context:
    address = f"127.0.0.1:{server.port}"
    return Context(
        Store.open(f"mysql://migrator_read:a%20long%20password@{address}/granted_source", "source"),
        Store.open(f"mysql://migrator_write:another%20long%20password@{address}/granted_target", "target"),
        Options(path=path, dry_run=dry_run),
    )


def verified_steps(migration: Context) -> int:
    return sum(result.verified for result in Runner(migration, "granted").run(list(STEPS.values())))


def test_the_users_of_the_manual_can_try_and_migrate(stores: Server) -> None:
    assert verified_steps(context(stores, "stream", dry_run=True)) == 11
    assert verified_steps(context(stores, "stream")) == 11


def test_one_more_right_lets_the_server_copy(stores: Server) -> None:
    assert context(stores, "auto").path == "stream"
    stores.run(*statements(SERVER_SIDE))
    migration = context(stores, "auto")
    assert migration.path == "server"
    assert verified_steps(migration) == 11
