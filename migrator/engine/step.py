"""A step: the tables that move together, what has to move before, and what stays behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from migrator.engine.context import Context
from migrator.engine.resolve import ResolvedTable, resolve
from migrator.engine.tablemap import Dropped, TableMap

__all__ = ["Step", "in_order", "with_dependents"]


@dataclass(frozen=True)
class Step:
    """One step of the migration; ``tables`` are the source tables at home here (data-map 5).

    ``remarks`` look at the source and note what the shop owner should know.
    """

    step_id: str
    name: str
    description: str
    category: str
    depends_on: tuple[str, ...]
    tables: tuple[str, ...]
    maps: tuple[TableMap, ...]
    dropped: tuple[Dropped, ...] = ()
    remarks: tuple[Callable[[Context], None], ...] = ()

    @property
    def targets(self) -> list[str]:
        """The target tables of the step, each once."""
        return list(dict.fromkeys(table_map.target for table_map in self.maps))

    def resolved(self, context: Context) -> list[ResolvedTable]:
        """Return the maps that apply to the context's target, in the order in which they are copied."""
        return [resolve(table_map, context) for table_map in self.maps if table_map.applies(context)]


def in_order(steps: Mapping[str, Step], wanted: Iterable[str]) -> list[Step]:
    """Return the wanted steps so that each comes after those it depends on (as far as they are wanted)."""
    names = set(wanted)
    return [step for step_id, step in steps.items() if step_id in names]


def with_dependents(steps: Mapping[str, Step], wanted: Sequence[str]) -> list[Step]:
    """Return the wanted steps and all that depend on them, directly or not."""
    names = set(wanted)
    for step_id, step in steps.items():
        if names & set(step.depends_on):
            names.add(step_id)
    return in_order(steps, names)
