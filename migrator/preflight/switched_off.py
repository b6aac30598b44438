"""Triggers of the target's tables: what becomes of them, or of the rows that are copied."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from migrator.engine.triggers import triggers as triggers_of
from migrator.preflight.finding import Finding, finding
from migrator.preflight.privileges import grants_of
from migrator.preflight.survey import Survey

__all__ = ["triggers"]

SEEING = "TRIGGER"

SWITCHED_OFF = (
    "is switched off by the migration, so that it cannot change the rows that are copied.",
    "Save its definition now and, after the last migrate_store --sync, create it again under another name; "
    "reset_store brings the original back.",
)
FIRES = (
    "may change or refuse the rows that a migration writes.",
    "Save its definition and drop it; after the last migrate_store --sync create it again.",
)


def triggers(survey: Survey) -> Iterator[Finding]:
    """Warn of each trigger on a table that the migration writes; say so when the user cannot see them."""
    target = survey.context.target
    written = {target.prefix + table.name: table.name for table in survey.tables}
    for trigger in triggers_of(target, survey.target):
        name = written.get(trigger.table)
        if name is None:
            continue
        # On MySQL a table that is kept already was replaced by one without triggers: this one was made since.
        fires = target.dialect == "sqlite" or name in survey.context.kept
        effect, advice = FIRES if fires else SWITCHED_OFF
        if not trigger.readable:
            advice += f" Give the target's user {SEEING} first, so that a reset can bring it back with its own text."
        yield finding(
            "triggers",
            "warning",
            f"The trigger “{trigger.name}” ({trigger.event}) on {trigger.table} {effect}",
            count=1,
            rows=[{"table": trigger.table, "trigger": trigger.name, "event": trigger.event}],
            advice=advice,
            table=name,
        )
    yield from _unseen(survey)


def _unseen(survey: Survey) -> Iterator[Finding]:
    target = survey.context.target
    if target.dialect == "sqlite" or _shows_all(survey.target):
        return
    if not grants_of(survey.target, target.url.database).missing([SEEING]):
        return
    yield finding(
        "triggers",
        "info",
        f"It is not known whether the target's tables have triggers, because its user “{target.url.user}” lacks "
        f"{SEEING}.",
        advice="Nothing has to be done for a fresh OpenCart 4, which has none; else "
        f"GRANT {SEEING} ON `{target.url.database}`.* TO …; and repeat the preflight.",
    )


def _shows_all(server: Connection) -> bool:
    return bool(getattr(server.dialect, "is_mariadb", False))
