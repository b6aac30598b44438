"""What the two database users may do: the source's should only read, the target's has to write."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, text

from migrator.preflight.finding import Finding, finding
from migrator.preflight.grants import Grants
from migrator.preflight.survey import Survey

__all__ = ["NEEDED", "WRITING", "grants_of", "source_privileges", "target_privileges"]

NEEDED = ("SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP")
FOR_DRY_RUN = "CREATE TEMPORARY TABLES"
WRITING = ("INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "TRIGGER")
OVERRIDING_READ_ONLY = ("SUPER", "READ ONLY ADMIN", "READ_ONLY ADMIN", "CONNECTION_ADMIN")


def source_privileges(survey: Survey) -> Iterator[Finding]:
    """Warn when the source's user could change the old shop; a SQLite source is opened read-only."""
    source = survey.context.source
    if source.dialect == "sqlite":
        return
    grants = grants_of(survey.source, source.url.database)
    writing = grants.any_of(WRITING)
    read_only = bool(survey.source.execute(text("SELECT @@global.read_only")).scalar_one())
    if not writing or (read_only and not grants.any_of(OVERRIDING_READ_ONLY)):
        return
    yield finding(
        "source_privileges",
        "warning",
        f"The user “{source.url.user}” of the source may change the old shop ({', '.join(writing)}), "
        "although it is only read.",
        advice=f"Use a user of its own: GRANT SELECT ON `{source.url.database}`.* TO …;",
    )


def target_privileges(survey: Survey) -> Iterator[Finding]:
    """The target's user has to create, change and remove tables and rows."""
    target = survey.context.target
    if target.dialect == "sqlite":
        yield from _sqlite_target(Path(target.url.database))
        return
    wanted = [*NEEDED, *([FOR_DRY_RUN] if survey.context.options.dry_run else [])]
    grants = grants_of(survey.target, target.url.database)
    missing = grants.missing(wanted)
    if not missing:
        return
    rights = ", ".join(missing)
    if grants.has_roles:
        message = (
            f"It is not known whether the user “{target.url.user}” of the target has {rights}, or by its roles only."
        )
    else:
        message = f"The user “{target.url.user}” of the target lacks {rights} on the database."
    yield finding(
        "target_privileges",
        "warning" if grants.has_roles else "blocking",
        message,
        advice=f"GRANT {rights} ON `{target.url.database}`.* TO …;",
    )


def _sqlite_target(file: Path) -> Iterator[Finding]:
    # SQLite writes its journal beside the file, so the folder has to be writable too.
    for place in (file, file.absolute().parent):
        if not os.access(place, os.W_OK):
            yield finding(
                "target_privileges",
                "blocking",
                f"{place} may not be written to.",
                advice="Give this user the right to write the file and its folder.",
            )


def grants_of(connection: Connection, database: str) -> Grants:
    """Return what the user of the connection may do on a database."""
    return Grants.parse((str(line) for line in connection.execute(text("SHOW GRANTS")).scalars()), database)
