"""What the last look at the files and at the store's rules found, for reports that are read later.

It is kept for a day in the cache that all processes share; a report without it says that nobody has looked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.core.cache import caches

from migrator.engine.context import Context
from migrator.engine.losses import losses_of
from migrator.engine.step import Step
from migrator.files import VerifyReport
from migrator.models import StepState, StepStatus
from migrator.workspace import pair_id
from steps import STEPS
from steps.invariants import check_invariants

__all__ = ["Breach", "FileCounts", "breaches", "check_rules", "file_counts", "remember_files"]

KEPT_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule of OpenCart 4 that rows of a step break; ``inherited`` when they did so in OpenCart 3 already."""

    rule: str
    table: str
    key: str
    message: str
    inherited: bool


@dataclass(frozen=True, slots=True)
class FileCounts:
    """The files of one type."""

    total: int
    missing: int
    corrupted: int


def check_rules(context: Context, step: Step) -> list[Breach] | None:
    """Return what rows of the step break, None while steps, tables or columns are missing: then rules say nothing."""
    done = StepState.objects.filter(pair=pair_id(), status=StepStatus.COMPLETED).values_list("step_id", flat=True)
    complete = set(STEPS) <= set(done) and not losses_of(STEPS.values(), context)
    found = _of_step(context, step) if complete else None
    caches["shared"].set(
        _name("rules", step.step_id), None if found is None else [asdict(one) for one in found], KEPT_SECONDS
    )
    return found


def _of_step(context: Context, step: Step) -> list[Breach]:
    tables = {table_map.target for table_map in step.maps}
    return [
        Breach(result.invariant.name, one.table, one.key, one.message, one.inherited)
        for result in check_invariants(context)
        for one in result.violations
        if one.table in tables
    ]


def breaches(step_id: str) -> list[Breach] | None:
    """Return what the last ``check_rules`` found, None when it could not look or nobody has."""
    found = caches["shared"].get(_name("rules", step_id))
    return None if found is None else [Breach(**one) for one in found]


def remember_files(report: VerifyReport) -> None:
    """Keep the counts of every type that was verified."""
    for kind, counts in report.by_type.items():
        caches["shared"].set(_name("files", kind), asdict(_counts(counts)), KEPT_SECONDS)


def file_counts(kind: str) -> FileCounts | None:
    """Return the counts of the last verification of a type, None when nobody has looked."""
    found = caches["shared"].get(_name("files", kind))
    return None if found is None else FileCounts(**found)


def _counts(counts: Mapping[str, Any]) -> FileCounts:
    return FileCounts(
        total=sum(counts.get(name, 0) for name in ("valid", "missing", "corrupted")),
        missing=counts.get("missing", 0),
        corrupted=counts.get("corrupted", 0),
    )


def _name(kind: str, of: str) -> str:
    return f"{kind}:{pair_id()}:{of}"
