"""Keep what a step came to between its turns, as JSON in its unit."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from migrator.engine.runner import StepResult
from migrator.engine.sync import Conflict
from migrator.engine.verify import Difference, TableCheck

__all__ = ["more_remarks", "pack", "unpack"]

MORE = "more_remarks"


def pack(result: StepResult, more: Counter[str], earlier: dict[str, Any]) -> dict[str, Any]:
    """Return a result as JSON; ``more`` are the remarks beyond those that are kept, in the turn with the most."""
    before = Counter(earlier.get(MORE, {}))
    return {**asdict(result), MORE: dict(before | more)}


def unpack(step_id: str, data: dict[str, Any]) -> StepResult:
    """Return the result that was packed, an empty one when there is none yet."""
    checks = [
        TableCheck(
            check["table"],
            check["source_count"],
            check["target_count"],
            check["differing_rows"],
            [Difference(**difference) for difference in check["differences"]],
        )
        for check in data.get("checks", [])
    ]
    return StepResult(
        step_id,
        rows=data.get("rows", 0),
        rejected=data.get("rejected", 0),
        checks=checks,
        conflicts=[Conflict(**conflict) for conflict in data.get("conflicts", [])],
        deleted=data.get("deleted", 0),
    )


def more_remarks(data: dict[str, Any]) -> Counter[str]:
    """Return how many remarks of each kind were not kept."""
    return Counter(data.get(MORE, {}))
