"""The map as documentation: where every source column goes in 4.0 and 4.1, derived from the table maps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast

from sqlalchemy.engine import RowMapping

from migrator.demo.layouts import Layout, load
from migrator.engine.context import Context
from migrator.engine.step import Step
from migrator.engine.tablemap import Part, Row, TableMap
from migrator.stores import Schema, Store
from migrator.stores.release import Release, detect
from steps import STEPS

__all__ = ["LINES", "Fate", "describe", "tables"]

Line = Literal["4.0", "4.1"]
LINES: dict[Line, str] = {"4.0": "4.0.2.3", "4.1": "4.1.0.4"}
"""The line of OpenCart 4 and the release that stands for it."""
SOURCE = "3.0.3.9"

Kind = Literal["same", "converted", "dropped", "left"]


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one source column in one line of OpenCart 4.

    ``target`` is ``table.column``, empty when it has no home; ``text`` says how it is converted, or why it has none.
    """

    step_id: str
    table: str
    column: str
    kind: Kind
    target: str
    text: str


def tables() -> list[str]:
    """Return all OpenCart 3 tables, in the order of the steps."""
    return [table for step in STEPS.values() for table in step.tables]


@cache
def describe(line: Line, table: str | None = None) -> tuple[Fate, ...]:
    """Return the fate of every column of one source table, or of all."""
    context = _PaperContext.of(line)
    wanted = [table] if table else [name for name in tables() if name in context.source.schema]
    return tuple(fate for name in wanted for fate in _fates(context, name))


def _fates(context: Context, table: str) -> Iterator[Fate]:
    step = next((step for step in STEPS.values() if table in step.tables), None)
    if step is None or table not in context.source.schema:
        return
    reason = next(
        (d.reason for d in step.dropped if d.table == table and (d.when is None or d.when(context.target.schema))), ""
    )
    for column in context.source.schema[table].columns:
        found = list(_destinations(context, step, table, column))
        if found:
            yield from (Fate(step.step_id, table, column, kind, target, text) for kind, target, text in found)
        else:
            why = reason or _reason(context, step, table, column)
            yield Fate(step.step_id, table, column, "dropped" if why else "left", "", why or "read on the way")


def _maps(context: Context, step: Step, table: str) -> Iterator[tuple[TableMap, Part]]:
    for table_map in step.maps:
        if table_map.applies(context):
            for part in table_map.parts:
                if table in part.sources:
                    yield table_map, part


def _destinations(context: Context, step: Step, table: str, column: str) -> Iterator[tuple[Kind, str, str]]:
    for table_map, part in _maps(context, step, table):
        target = table_map.target
        schema = context.target.schema
        present = set(schema[target].columns) if target in schema else set()
        present |= {added.name for added in table_map.adds}
        for name, rule in part.columns.items():
            if name in present and column in rule.uses:
                yield "converted", f"{target}.{name}", rule.text
        if column in present and column not in part.columns:
            yield (
                ("same", f"{target}.{column}", part.where_text)
                if part.source == table
                else (
                    "converted",
                    f"{target}.{column}",
                    part.text,
                )
            )


def _reason(context: Context, step: Step, table: str, column: str) -> str:
    reasons = [
        {**part.transient, **part.dropped}[column]
        for _, part in _maps(context, step, table)
        if column in part.dropped or column in part.transient
    ]
    if reasons:
        return reasons[0]
    parts = [part for _, part in _maps(context, step, table) if part.source != table and part.text]
    return parts[0].text if parts else ""


class _PaperStore:
    """A store that has a layout and no rows."""

    def __init__(self, layout: Layout, release: str) -> None:
        self.schema = Schema(layout.tables)
        self.release: Release = detect(self.schema, where=release)


class _PaperContext(Context):
    """A context of two layouts: the maps can be asked what they would do."""

    kept = frozenset()

    @classmethod
    def of(cls, line: Line) -> _PaperContext:
        source, target = _PaperStore(load(SOURCE), SOURCE), _PaperStore(load(LINES[line]), LINES[line])
        return cls(cast("Store", source), cast("Store", target))

    def rows(self, table: str, *columns: str, where: str = "", order: str = "") -> list[Row]:
        return []

    def original(self, table: str) -> list[Row]:
        return []

    def select(self, statement: Any, *tables: str) -> Sequence[RowMapping]:
        return []
