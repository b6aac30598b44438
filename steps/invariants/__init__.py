"""The 56 invariants of data-map 6, grouped by subject: what must be true of every migrated store."""

from __future__ import annotations

from collections.abc import Callable, Collection

from migrator.engine.context import Context
from migrator.engine.invariants import Invariant, InvariantResult, check
from steps.invariants import (
    administration,
    catalogue,
    categories,
    customers,
    design,
    localisation,
    order_sums,
    orders,
    pictures,
    prices,
    seo,
    structure,
)

__all__ = ["INVARIANTS", "check_invariants"]

SUBJECTS = (
    structure,
    localisation,
    categories,
    catalogue,
    prices,
    pictures,
    seo,
    customers,
    orders,
    order_sums,
    design,
    administration,
)

INVARIANTS: tuple[Invariant, ...] = tuple(
    sorted((found for subject in SUBJECTS for found in subject.INVARIANTS), key=lambda invariant: invariant.number)
)


def check_invariants(
    context: Context, *, numbers: Collection[int] | None = None, stop: Callable[[], None] | None = None
) -> list[InvariantResult]:
    """Check all invariants that apply to the target, or those with these ``numbers``; see ``check``."""
    return check(INVARIANTS, context, numbers=numbers, stop=stop)
