"""Build a demonstration store in an empty database."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection

from migrator.demo import opencart3, opencart4
from migrator.demo.fill import insert
from migrator.demo.layouts import create, load
from migrator.stores import Store, StoreUrl
from migrator.stores.url import DEFAULT_PREFIX

__all__ = ["SOURCE_RELEASE", "TARGET_RELEASE", "build_source", "build_store", "build_target", "sqlite_url"]

SOURCE_RELEASE = "3.0.3.9"
TARGET_RELEASE = "4.0.2.3"


def build_source(connection: Connection, release: str = SOURCE_RELEASE, prefix: str = DEFAULT_PREFIX) -> None:
    """Create and fill an OpenCart 3 shop through a SQLAlchemy connection to an empty database.

    On MySQL the connection must speak utf8mb4 and be without strict mode, as ``Store`` opens it. The caller commits.
    Raises ``ValueError`` for a release without layout.
    """
    layout = opencart3.extended(load(release))
    create(connection, layout, prefix)
    insert(connection, layout, prefix, opencart3.rows(layout))


def build_target(connection: Connection, release: str = TARGET_RELEASE, prefix: str = DEFAULT_PREFIX) -> None:
    """Create and fill a freshly installed OpenCart 4; connection and errors as for ``build_source``."""
    layout = load(release)
    create(connection, layout, prefix)
    insert(connection, layout, prefix, opencart4.rows(layout))


def build_store(url: str, release: str) -> str:
    """Build the store of ``release`` in the empty database at the store URL ``url``, and return ``url``.

    A SQLite file that exists is replaced. Raises ``StoreError`` when the database cannot be reached and
    ``ValueError`` for a release without layout.
    """
    build = build_source if load(release).generation == 3 else build_target
    store = Store(StoreUrl.parse(url, "url"), "target")
    if store.dialect == "sqlite":
        file = Path(store.url.database)
        file.unlink(missing_ok=True)
        file.touch()
    with store.begin() as connection:
        build(connection, release, store.prefix)
    store.dispose()
    return url


def sqlite_url(file: Path) -> str:
    """Return the store URL of a SQLite file."""
    return f"sqlite:///{quote(str(file))}"
