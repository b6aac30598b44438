"""The state of the target: fresh, in use by another run, or left over from an earlier one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import inspect, text

from migrator.engine import lease as leases
from migrator.engine.context import TRIAL, Context
from migrator.engine.errors import LivedInError
from migrator.engine.runner import refuse_lived_in
from migrator.engine.snapshot import NEW, OLD
from migrator.preflight.finding import Finding, finding
from migrator.preflight.survey import Survey

__all__ = ["freshness", "lease", "leftovers"]


def freshness(survey: Survey) -> Iterator[Finding]:
    """Orders or customers that this tool did not bring stop the migration, unless it is forced."""
    context = survey.context
    unforced = Context(context.source, context.target, replace(context.options, force=False))
    try:
        refuse_lived_in(unforced)
    except LivedInError as error:
        yield finding(
            "freshness",
            "warning" if context.options.force else "blocking",
            f"{error}.",
            advice="Make a backup of the target first: --force replaces what is there.",
        )


def lease(survey: Survey) -> Iterator[Finding]:
    """Another run that is alive and writes to this target."""
    store, table = survey.context.target, leases.LEASE_TABLE
    if not inspect(survey.target).has_table(table):
        return
    held = survey.target.execute(
        text(
            f"SELECT name, run_id, owner, expires - {leases._now(store)} AS seconds FROM {table}"  # noqa: S608
            " WHERE owner <> ''"
        )
    ).all()
    run = next((row for row in held if row.name == leases.RUN and row.seconds > 0), None)
    # The process that took the run last may be gone while another one is still at a step of it.
    alive = [row for row in held if row.seconds > 0 and not leases.is_dead(row.owner)]
    if run is None or not alive:
        return
    yield finding(
        "lease",
        "blocking",
        f"The run {run.run_id} is writing to this target just now.",
        rows=[{"part": row.name, "process": row.owner, "seconds_left": int(row.seconds)} for row in alive],
        count=1,
        advice="Wait until it has ended, or stop it.",
    )


def leftovers(survey: Survey) -> Iterator[Finding]:
    """Originals kept by an earlier run, and tables that an interrupted one left behind."""
    kept = sorted(survey.context.kept)
    if kept:
        yield finding(
            "leftovers",
            "info",
            "The target keeps the originals of tables that an earlier run has written.",
            count=len(kept),
            rows=[{"table": name} for name in kept],
            advice="Nothing has to be done to go on with it; reset_store puts the target back as it was.",
        )
    names = sorted(name for name in inspect(survey.target).get_table_names() if name.startswith((NEW, OLD, TRIAL)))
    if names:
        yield finding(
            "leftovers",
            "warning",
            "An interrupted run or reset left tables of its own in the target.",
            count=len(names),
            rows=[{"table": name} for name in names],
            advice="Run reset_store: it ends what was interrupted and removes them.",
        )
