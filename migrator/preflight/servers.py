"""The two stores themselves: releases, servers, and how rows will travel between them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from migrator.engine.errors import EngineError
from migrator.preflight.finding import Finding, finding
from migrator.preflight.survey import Survey
from migrator.stores import Store

__all__ = ["FIRST_TARGET", "WAYS", "local_infile", "path", "versions"]

WAYS = frozenset({"path", "local_infile"})
"""The checks that say how rows will travel, and why."""

FIRST_TARGET = (4, 0, 2, 0)
"""The oldest OpenCart 4 that a shop is moved to: 4.0.0 and 4.0.1 keep orders and routes in a form of their own."""


def versions(survey: Survey) -> Iterator[Finding]:
    """The releases and the database servers; a target before 4.0.2 is not supported."""
    source, target = survey.context.source, survey.context.target
    yield finding(
        "versions",
        "info",
        f"The source is {source.release} on {_server(source, survey.source)}, "
        f"the target {target.release} on {_server(target, survey.target)}.",
    )
    if target.release.first < FIRST_TARGET:
        yield finding(
            "versions",
            "blocking",
            f"The target is {target.release}, and only OpenCart 4.0.2.0 or later is supported.",
            advice="Install OpenCart 4.0.2.3 or a current 4.1 and name its database as the target.",
        )


def path(survey: Survey) -> Iterator[Finding]:
    """How rows will travel, and why."""
    context = survey.context
    try:
        chosen = context.path
    except EngineError as error:
        yield finding("path", "blocking", f"{error}.")
        return
    if chosen == "server":
        both = "files here" if context.target.dialect == "sqlite" else "on one server"
        yield finding("path", "info", f"The database copies the rows by itself, because both stores are {both}.")
        return
    reason, advice = _why_streamed(survey)
    yield finding("path", "info", f"Rows travel through this program, because {reason}.", advice=advice)


def local_infile(survey: Survey) -> Iterator[Finding]:
    """Whether the target's server takes files from its clients; of interest only when rows are streamed."""
    context = survey.context
    if context.target.dialect == "sqlite" or context.options.path == "server" or context.path == "server":
        return
    allowed = survey.target.execute(text("SELECT @@local_infile")).scalar_one()
    yield finding(
        "local_infile",
        "info",
        f"The target's server {'allows' if allowed else 'does not allow'} LOAD DATA LOCAL INFILE.",
        advice="" if allowed else "Nothing has to be done: rows are sent with INSERT, which needs no such permission.",
    )


def _why_streamed(survey: Survey) -> tuple[str, str]:
    context = survey.context
    if context.options.path == "stream":
        return "the option --path stream asks for it", ""
    if context.source.dialect != context.target.dialect:
        return "one store is a SQLite file and the other is on a MySQL server", ""
    if _identity(survey.source) != _identity(survey.target):
        return "the stores are on two servers", ""
    return (
        f"the target's user may not read the source database “{context.source.url.database}”",
        "Give the target's user SELECT on the source database to let the server copy by itself, which is faster.",
    )


def _identity(connection: Connection) -> tuple[object, ...]:
    return tuple(connection.execute(text("SELECT @@hostname, @@port, @@datadir")).one())


def _server(store: Store, connection: Connection) -> str:
    if store.dialect == "sqlite":
        return f"SQLite {connection.execute(text('SELECT sqlite_version()')).scalar_one()}"
    version = str(connection.execute(text("SELECT VERSION()")).scalar_one())
    return version if "MariaDB" in version else f"MySQL {version}"
