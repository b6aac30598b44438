"""What is proven once all steps are through: the invariants of a healthy store, and its sums of money and stock.

The comparison of every cell proves that the target is what the maps say; this proves that it is a store OpenCart 4 can
work with (data-map 6).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from migrator.engine.context import Context
from migrator.engine.invariants import InvariantResult
from migrator.engine.losses import losses_of
from migrator.engine.verify import Difference
from steps import STEPS
from steps.invariants import check_invariants
from steps.sums import SumResult, check_sums

__all__ = ["STORE", "Proof", "prove"]

STORE = "store"
"""Stands for the whole store where a validation report names a step."""

UNPROVEN = "the rules and the sums of the store were not checked, because tables or columns are missing"


@dataclass(frozen=True, slots=True)
class Proof:
    """The result of all invariants that apply, and of all sums; of neither where tables or columns are ``lost``."""

    invariants: tuple[InvariantResult, ...]
    sums: tuple[SumResult, ...]
    lost: tuple[Difference, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the migration broke no invariant and changed no sum; what the source breaks itself is a warning."""
        return not self.broken and not self.wrong_sums and not self.lost

    @property
    def broken(self) -> list[InvariantResult]:
        """The invariants that the migration broke."""
        return [result for result in self.invariants if not result.passed]

    @property
    def wrong_sums(self) -> list[SumResult]:
        """The sums that differ."""
        return [result for result in self.sums if not result.passed]

    def sentence(self) -> str:
        """Return what is wrong in one sentence, or that nothing is."""
        problems = [
            *([UNPROVEN] if self.lost else []),
            *(f"rule {r.invariant.number} ({r.invariant.name}) is broken {r.made} times" for r in self.broken),
            *(f"{s.name} {s.group} is {s.target} instead of {s.source}" for s in self.wrong_sums),
        ]
        return "; ".join(problems) or f"{len(self.invariants)} rules and {len(self.sums)} sums hold"

    def lines(self, shown: int) -> list[str]:
        """Return the first violations of every broken rule, and the sums that differ, as sentences."""
        violations = [
            violation.message
            for result in self.broken
            for violation in [v for v in result.violations if not v.inherited][:shown]
        ]
        unproven = [f"{UNPROVEN[0].upper()}{UNPROVEN[1:]}"] if self.lost else []
        return [
            *unproven,
            *violations,
            *(f"{s.name} {s.group}: expected {s.source}, found {s.target}" for s in self.wrong_sums),
        ]

    def checks(self) -> list[dict[str, Any]]:
        """Return the results as a validation report lists them."""
        return [
            *({"name": lost.table, "status": "failed", "details": f"{lost}; {UNPROVEN}"} for lost in self.lost),
            *(
                {
                    "name": result.invariant.name,
                    "number": result.invariant.number,
                    "status": "failed" if result.made else "warning" if result.inherited else "passed",
                    "details": result.invariant.description,
                    "count": result.made,
                    "inherited": result.inherited,
                    "rows": [violation.message for violation in result.violations],
                }
                for result in self.invariants
            ),
            *(
                {
                    "name": f"{result.name} {result.group}".strip(),
                    "status": "passed" if result.passed else "failed",
                    "source_count": str(result.source),
                    "target_count": str(result.target),
                    "details": f"{result.description}: must be the same in both stores",
                }
                for result in self.sums
            ),
        ]


def prove(context: Context, stop: Callable[[], None] | None = None) -> Proof:
    """Check everything; ``stop`` is called between the invariants and may raise."""
    context.target.forget()
    lost = losses_of(STEPS.values(), context)
    if lost:
        return Proof((), (), tuple(lost))
    return Proof(tuple(check_invariants(context, stop=stop)), tuple(check_sums(context)))
