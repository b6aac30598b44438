"""Whether the tool works, and where it runs."""

from __future__ import annotations

import os
import platform
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from migrator import __version__
from migrator.stores import Store, StoreError, StoreUrl, StoreUrlError
from migrator.stores.store import VARIABLES, Role

__all__ = ["health", "system"]

NO_TIME_LIMIT = 0
LEAST_MEMORY_BYTES = 64 * 1024 * 1024
MEBIBYTE = 1024 * 1024


def health() -> dict[str, str]:
    """Return ``ok`` or ``error`` for each check of ``GET /api/health``."""
    checks = {
        "database_source": not _database("source")["problem"],
        "database_target": not _database("target")["problem"],
        "filesystem": _can_write(),
        "memory": _free_memory_bytes() >= LEAST_MEMORY_BYTES,
    }
    return {name: "ok" if passed else "error" for name, passed in checks.items()}


def system() -> dict[str, Any]:
    """Return the ``system`` object of ``GET /api/system/info``; nothing in it is secret."""
    source, target = _database("source"), _database("target")
    return {
        "version": __version__,
        "php_version": "",
        "python_version": platform.python_version(),
        "mysql_version": "" if target["server"].startswith("SQLite") else target["server"],
        "memory_limit": f"{_pages('SC_PHYS_PAGES') // MEBIBYTE}M",
        "max_execution_time": NO_TIME_LIMIT,
        "databases": {"source": source, "target": target},
    }


def _database(role: Role) -> dict[str, Any]:
    """Return what is known of a store; ``problem`` says in a sentence why it cannot be used."""
    url = getattr(settings, VARIABLES[role])
    found = {"connected": False, "database": _name(url, role), "tables": 0, "release": "", "server": "", "problem": ""}
    try:
        store = Store.open(url, role)
        try:
            with store.connect() as connection:
                sqlite = store.dialect == "sqlite"
                version = connection.execute(text("SELECT sqlite_version()" if sqlite else "SELECT VERSION()")).scalar()
            found |= {
                "connected": True,
                "tables": len(store.schema.tables),
                "release": store.release.label,
                "server": f"SQLite {version}" if sqlite else str(version),
            }
        finally:
            store.dispose()
    except StoreError as error:
        found["problem"] = str(error)
    except SQLAlchemyError:
        found["problem"] = f"{VARIABLES[role]}: the database does not answer as it should"
    return found


def _name(url: str, role: Role) -> str:
    """Return the name of the database, for SQLite without its folder."""
    try:
        return Path(StoreUrl.parse(url, VARIABLES[role]).database).name
    except StoreUrlError:
        return ""


def _can_write() -> bool:
    try:
        with tempfile.TemporaryFile(dir=settings.VAR_DIR) as file:
            file.write(b"ok")
    except OSError:
        return False
    return True


def _free_memory_bytes() -> int:
    """Return the memory that programs may still take: what is free or only caches files."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:  # not Linux
        return _pages("SC_AVPHYS_PAGES")
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable")), 0)


def _pages(name: str) -> int:
    return os.sysconf(name) * os.sysconf("SC_PAGE_SIZE")
