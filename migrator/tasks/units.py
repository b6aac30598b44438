"""The units of work that a run is cut into, and which have to wait for which."""

from __future__ import annotations

from dataclasses import dataclass

from migrator.models import Operation, Run
from steps import STEPS

__all__ = ["FILES", "FINISH", "RESET", "START", "Unit", "is_step", "units_of"]

START, RESET, FILES, FINISH = "@start", "@reset", "@files", "@finish"
"""Beside the steps: look whether the run may begin, put tables back, copy files, draw the conclusion."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit's name (a step_id, or one of the above) and the names of those that have to be over before."""

    name: str
    after: tuple[str, ...]


def is_step(name: str) -> bool:
    """Whether a unit is a step."""
    return name in STEPS


def units_of(run: Run) -> list[Unit]:
    """Return the units of a run. Steps wait for the steps they depend on, as far as the run includes them."""
    units = [Unit(START, ())]
    if run.operation == Operation.RESET:
        units.append(Unit(RESET, (START,)))
    else:
        units.extend(Unit(step_id, _dependencies(run, step_id)) for step_id in run.steps)
    if run.options.get("include_images") and run.operation in (Operation.MIGRATE, Operation.SYNC):
        units.append(Unit(FILES, tuple(unit.name for unit in units)))
    return [*units, Unit(FINISH, tuple(unit.name for unit in units))]


def _dependencies(run: Run, step_id: str) -> tuple[str, ...]:
    if run.operation == Operation.VALIDATE:
        return (START,)
    return (START, *(name for name in STEPS[step_id].depends_on if name in run.steps))
