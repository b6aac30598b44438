"""What moves: the steps of the migration, in the order in which they can run."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import TopologicalSorter

from migrator.engine.step import Step
from steps import (
    admin_users,
    attributes,
    categories,
    customers,
    default_data,
    filters,
    infrastructure,
    manufacturers,
    orders,
    other_data,
    products,
)

__all__ = ["STEPS", "ordered"]


def ordered(*steps: Step) -> Mapping[str, Step]:
    """Return step_id → step, each after those it depends on.

    Raises ``ValueError`` for a step_id used twice or a dependency that does not exist, ``graphlib.CycleError`` for
    steps that wait for each other.
    """
    known = {step.step_id: step for step in steps}
    if len(known) != len(steps):
        raise ValueError("two steps have the same step_id")
    for step in steps:
        missing = set(step.depends_on) - known.keys()
        if missing:
            raise ValueError(f"{step.step_id} depends on {', '.join(sorted(missing))}, which does not exist")
    sorter = TopologicalSorter({step.step_id: step.depends_on for step in steps})
    sorter.prepare()
    result: dict[str, Step] = {}
    while sorter.is_active():
        ready = set(sorter.get_ready())
        result.update({step.step_id: step for step in steps if step.step_id in ready})
        sorter.done(*ready)
    return result


STEPS = ordered(
    default_data.STEP,
    categories.STEP,
    manufacturers.STEP,
    attributes.STEP,
    filters.STEP,
    infrastructure.STEP,
    admin_users.STEP,
    products.STEP,
    customers.STEP,
    orders.STEP,
    other_data.STEP,
)
