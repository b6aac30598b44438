"""The checks in their order, and how they are run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import chain

from sqlalchemy.exc import DBAPIError

from migrator.engine.context import Context
from migrator.engine.errors import EngineError
from migrator.engine.step import Step
from migrator.engine.threads import in_lanes
from migrator.engine.write import refusal
from migrator.preflight import (
    characters,
    fitting,
    homeless,
    localisation,
    orphans,
    passwords,
    privileges,
    remarks,
    servers,
    sizes,
    switched_off,
    target,
    uniqueness,
    values,
)
from migrator.preflight.finding import Finding, Preflight, finding
from migrator.preflight.survey import Survey
from migrator.stores import StoreUnreachableError

__all__ = ["CHECKS", "Check", "run_preflight"]

Check = Callable[[Survey], Iterable[Finding]]

CHECKS: tuple[Check, ...] = (
    servers.versions,
    servers.path,
    servers.local_infile,
    privileges.source_privileges,
    privileges.target_privileges,
    target.freshness,
    target.lease,
    target.leftovers,
    switched_off.triggers,
    sizes.size,
    sizes.disk,
    homeless.unmapped_tables,
    homeless.unmapped_columns,
    homeless.dropped_tables,
    homeless.dropped_columns,
    fitting.values_that_do_not_fit,
    fitting.texts_without_number,
    characters.lost_characters,
    fitting.ids_out_of_range,
    uniqueness.unique_keys,
    orphans.orphans,
    orphans.options_without_values,
    values.zero_dates,
    values.php_values,
    localisation.languages,
    localisation.currencies,
    passwords.salted_passwords,
    remarks.remarks,
)
"""Every check, in the order in which people read the findings."""

LONG: tuple[Check, ...] = (orphans.orphans, remarks.remarks)
"""These take the longest, so they begin before the others."""


def run_preflight(context: Context, steps: Sequence[Step]) -> Preflight:
    """Return everything that can go wrong when these steps run with the options of ``context``.

    Both stores are only read. Raises ``StoreError`` when a store cannot be reached.
    """
    own = Context(context.source, context.target, context.options)
    begun = sorted(CHECKS, key=lambda check: check not in LONG)
    with own.source.connect() as source, own.target.connect() as destination:
        survey = Survey(own, steps, source, destination)
        made = in_lanes((partial(_checked, check, own, steps) for check in begun), own.lanes)
        found = dict(zip(begun, made, strict=True))
        estimate = sizes.estimate(survey)
    return Preflight(
        source=str(own.source.release),
        target=str(own.target.release),
        path=estimate.path,
        rows=estimate.rows,
        size_bytes=estimate.size_bytes,
        needed_bytes=estimate.needed_bytes,
        estimate_seconds=estimate.seconds,
        findings=tuple(chain.from_iterable(found[check] for check in CHECKS)),
    )


def _checked(check: Check, context: Context, steps: Sequence[Step]) -> list[Finding]:
    """Return what a check finds; one that a server refuses ends with a warning and does not end the others."""
    found: list[Finding] = []
    with context.source.connect() as source, context.target.connect() as target:
        try:
            found.extend(check(Survey(context, steps, source, target)))
        except DBAPIError as error:
            if error.connection_invalidated:
                raise StoreUnreachableError(
                    "The connection to one of the two stores broke during the preflight;"
                    " look after the server and repeat it"
                ) from error
            found.append(_undone(check, refusal(error)))
        except EngineError as error:
            found.append(_undone(check, str(error)))
    return found


def _undone(check: Check, reason: str) -> Finding:
    name = getattr(check, "__name__", "check")
    return finding(
        name,
        "warning",
        f"The check “{name.replace('_', ' ')}” could not be made: {reason.rstrip('.')}.",
        advice="Remove the reason and repeat the preflight: what the check looks for may be there.",
    )
