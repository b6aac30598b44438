"""Freshly built stores for tests: SQLite files that are built once and copied, and MariaDB databases."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from migrator.demo import build_store, sqlite_url
from tests.mariadb import Server

__all__ = ["mariadb_store", "sqlite_store"]


@cache
def _folder() -> Path:
    folder = tempfile.mkdtemp(prefix="migrator-stores-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


@cache
def _built(release: str) -> Path:
    file = _folder() / f"{release}.sqlite3"
    build_store(sqlite_url(file), release)
    return file


def sqlite_store(tmp_path: Path, release: str) -> str:
    """Return the URL of a new SQLite store of ``release`` in ``tmp_path``; each call makes another file."""
    number = len(list(tmp_path.glob(f"{release}-*.sqlite3")))
    file = tmp_path / f"{release}-{number}.sqlite3"
    shutil.copyfile(_built(release), file)
    return sqlite_url(file)


def mariadb_store(server: Server, release: str, name: str) -> str:
    """Return the URL of a new store of ``release`` in the database ``name``, which is replaced if it exists."""
    return build_store(server.create(name), release)
