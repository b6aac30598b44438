"""What became of a run, said by what became of its units."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from migrator.engine.recorder import Outcome
from migrator.engine.runner import StepResult
from migrator.models import Run, StepRun, UnitStatus, WorkUnit
from migrator.tasks.results import more_remarks, unpack
from migrator.tasks.units import FILES, FINISH, is_step

__all__ = ["Verdict", "results_of", "verdict"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a run ended; ``to_the_end`` says that it was neither stopped nor broken off."""

    outcome: Outcome
    message: str
    to_the_end: bool
    more_remarks: Counter[str]


def verdict(run: Run) -> Verdict:
    """Return the verdict on a run whose units are all over."""
    units = list(run.units.exclude(name=FINISH))
    more: Counter[str] = sum((more_remarks(unit.result) for unit in units), Counter())
    broken = [unit for unit in units if unit.status == UnitStatus.FAILED]
    if broken:
        return Verdict("failed", broken[0].message, to_the_end=False, more_remarks=more)
    bad = [name for unit in units if (name := _problem(unit))]
    if any(unit.status == UnitStatus.STOPPED for unit in units) and not (bad and run.options.get("stop_on_error")):
        return Verdict(
            "stopped", "Stopped as asked; resume it to go on where it stopped", to_the_end=False, more_remarks=more
        )
    return Verdict("failed" if bad else "completed", ", ".join(bad), to_the_end=True, more_remarks=more)


def results_of(run: Run) -> list[StepResult]:
    """Return the results of the steps; the rows are those on record, for a worker that died took its count along."""
    rows = dict(StepRun.objects.filter(run=run).values_list("step_id", "success"))
    results = [unpack(unit.name, unit.result) for unit in run.units.all() if is_step(unit.name)]
    for result in results:
        result.rows = rows.get(result.step_id, result.rows)
    return results


def _problem(unit: WorkUnit) -> str:
    if unit.status != UnitStatus.COMPLETED:
        return ""
    if unit.name == FILES:
        return "" if unit.result.get("ok") else "files"
    return unit.name if is_step(unit.name) and not unpack(unit.name, unit.result).verified else ""
