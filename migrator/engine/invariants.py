"""Invariants: what must be true of a migrated store, whatever was in the source (data-map 6).

Comparing source and target proves that every cell arrived as the maps say; invariants prove that what arrived is a
store that OpenCart 4 can work with, and so would also find a mistake in the maps.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from migrator.engine.context import Context
from migrator.engine.threads import in_lanes

__all__ = ["SHOWN", "Invariant", "InvariantResult", "Violation", "check"]

SHOWN = 50
"""So many violations of an invariant are kept; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One breach: ``message`` is a sentence for people, ``key`` and ``data`` say which row of ``table`` it is.

    It is ``inherited`` when the source breaks the invariant in the same way.
    """

    table: str
    key: str
    message: str
    data: Mapping[str, Any] = field(default_factory=dict)
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Invariant:
    """One invariant; ``number`` is that of data-map 6, ``description`` is for the shop owner.

    ``check`` yields the violations of a migrated target one by one, ``when`` tells whether the target can have any.
    """

    number: int
    name: str
    description: str
    check: Callable[[Context], Iterable[Violation]]
    when: Callable[[Context], bool] | None = None

    def applies(self, context: Context) -> bool:
        """Whether the invariant says something about this target."""
        return self.when is None or self.when(context)


@dataclass(slots=True)
class InvariantResult:
    """What a check found: ``count`` violations, ``inherited`` of them the source's own.

    ``violations`` are the first fifty, those that the migration made before those that are inherited.
    """

    invariant: Invariant
    count: int = 0
    inherited: int = 0
    violations: list[Violation] = field(default_factory=list)

    @property
    def made(self) -> int:
        """The number of violations that the source does not have."""
        return self.count - self.inherited

    @property
    def passed(self) -> bool:
        """Whether the migration broke nothing; what is inherited is a warning."""
        return not self.made


def check(
    invariants: Iterable[Invariant],
    context: Context,
    *,
    numbers: Collection[int] | None = None,
    stop: Callable[[], None] | None = None,
) -> list[InvariantResult]:
    """Check the invariants that apply to the target, or those among them with these ``numbers``.

    ``stop`` is called after each and may raise. The schema of the target is read anew, because a migration adds
    columns and tables.
    """
    context.target.forget()
    wanted = [
        invariant
        for invariant in invariants
        if (numbers is None or invariant.number in numbers) and invariant.applies(context)
    ]
    results = []
    for result in in_lanes((partial(_checked, invariant, context) for invariant in wanted), context.lanes):
        results.append(result)
        if stop:
            stop()
    return results


def _checked(invariant: Invariant, context: Context) -> InvariantResult:
    made: list[Violation] = []
    inherited: list[Violation] = []
    result = InvariantResult(invariant)
    for violation in invariant.check(context):
        result.count += 1
        result.inherited += violation.inherited
        kept = inherited if violation.inherited else made
        if len(kept) < SHOWN:
            kept.append(violation)
    result.violations = (made + inherited)[:SHOWN]
    return result
