"""Variables of the environment: one that is wrong ends in a sentence that names it and says what to write."""

from __future__ import annotations

import math
import os
import warnings
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

__all__ = ["Environment"]

ON = environ.Env.BOOLEAN_TRUE_STRINGS
OFF = ("false", "off", "n", "no", "0")
DATABASES = ("sqlite", "mysql")
QUEUES = ("redis://", "rediss://", "unix://")


class Environment:
    """Reads variables of the environment and of a file; an empty one counts as not set."""

    def __init__(self, file: Path) -> None:
        self._env = environ.Env()
        self._env.read_env(file)

    def text(self, name: str) -> str:
        """Return a variable as it is."""
        return str(self._env.str(name, default="")).strip()

    def words(self, name: str, default: list[str]) -> list[str]:
        """Return the words of a variable, which commas separate."""
        return list(self._env.list(name, default=default))

    def flag(self, name: str) -> bool:
        """Return a variable that is on or off; off when it is not set."""
        value = self.text(name).lower()
        if value not in (*ON, *OFF, ""):
            raise ImproperlyConfigured(f"{name} is neither on nor off; write {name}=on or {name}=off")
        return value in ON

    def count(self, name: str, default: int) -> int:
        """Return a variable that is a whole number of at least 1."""
        value = self.text(name) or str(default)
        if not (value.isascii() and value.isdigit() and int(value)):
            raise ImproperlyConfigured(f"{name} is not a whole number above 0; write it as {name}={default}")
        return int(value)

    def seconds(self, name: str, default: float) -> float:
        """Return a variable that is a number of seconds above 0."""
        try:
            found = float(self.text(name) or default)
        except ValueError:
            found = math.nan
        if not 0 < found < math.inf:
            raise ImproperlyConfigured(f"{name} is not a number of seconds above 0; write it as {name}={default:g}")
        return found

    def folder(self, name: str, default: Path) -> Path:
        """Return a folder that this process may write to; it is made when it does not exist."""
        folder = Path(self.text(name) or default)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            reason = "" if os.access(folder, os.W_OK | os.X_OK) else "Permission denied"
        except OSError as error:
            reason = error.strerror or type(error).__name__
        if reason:
            raise ImproperlyConfigured(
                f"{name}: nothing can be written to the folder {folder} ({reason}); name one that this user may write to"
            )
        return folder

    def database(self, name: str, default: Path) -> dict[str, Any]:
        """Return Django's settings of a database, by default the SQLite file ``default``."""
        url = self.text(name) or f"sqlite:///{default}"
        found: dict[str, Any] = {}
        if url.startswith(tuple(f"{scheme}://" for scheme in DATABASES)):
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                try:
                    found = self._env.db_url_config(url)
                except (ValueError, UserWarning):
                    found = {}
        if not found.get("NAME"):
            raise ImproperlyConfigured(
                f"{name} is not the URL of a database; write it as mysql://user:password@host:3306/database or "
                "sqlite:////path/of/the/file, with special characters as %XX"
            )
        return found

    def queue(self, name: str) -> str:
        """Return the URL of a Redis, empty when it is not set."""
        url = self.text(name)
        if url and not url.startswith(QUEUES):
            raise ImproperlyConfigured(f"{name} is not the URL of a Redis; write it as {name}=redis://host:6379/0")
        return url
