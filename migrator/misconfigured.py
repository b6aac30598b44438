"""Configuration that is wrong, told in one sentence instead of a traceback by every program of the tool."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

__all__ = ["WRONG", "told"]

WRONG = 2
"""The exit code of every command that is used or configured wrongly."""

UNOPENED = "unable to open database file"
REFUSED = frozenset({1044, 1045, 1698})
UNKNOWN_DATABASE = 1049
FROM_CLIENT = range(2000, 3000)
"""Numbers of the errors that MySQL's client has with its connection; all others are the server's."""


@contextmanager
def told(code: int = WRONG) -> Iterator[None]:
    """End the process with ``code`` and a sentence when a variable is wrong or the tool's own database is away."""
    try:
        yield
    except ImproperlyConfigured as error:
        _end(str(error), code)
    except OperationalError as error:
        reason = _unreachable(error, settings.DATABASES["default"])
        if not reason:
            raise
        _end(f"DATABASE_URL: {reason}", code)


def _end(sentence: str, code: int) -> NoReturn:
    sys.stderr.write(f"{' '.join(sentence.split())}\n")
    sys.exit(code)


def _unreachable(error: OperationalError, database: dict[str, Any]) -> str:
    """Return why the tool's own database cannot be used, empty for errors of another kind; no password is in it."""
    number = error.args[0] if error.args else 0
    if number == UNOPENED:
        return f"the SQLite file {database['NAME']} cannot be opened; check the folder and its rights"
    if number in REFUSED:
        return f"the server refuses the user “{database['USER']}”; check user, password and the grants on the database"
    if number == UNKNOWN_DATABASE:
        return f"there is no database “{database['NAME']}” on this server; create it"
    if number in FROM_CLIENT:
        where = f"{database['HOST'] or 'localhost'}:{database['PORT'] or 3306}"
        return f"no answer from {where}; check host, port and firewall"
    return ""
