"""Search in the map: where the columns of OpenCart 3 go, in every line of OpenCart 4 side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from migrator.mapping import LINES, Fate, Line, describe

__all__ = ["MappedTable", "search"]


@dataclass(frozen=True, slots=True)
class MappedTable:
    """One table of OpenCart 3: for each column its fates, line by line."""

    name: str
    step_id: str
    columns: Mapping[str, Mapping[Line, Sequence[Fate]]]


def search(words: str) -> list[MappedTable]:
    """Return the tables whose name, or those of whose columns whose name or destination, hold all the words.

    A table that is found by its own name comes with all its columns. No words find all tables.
    """
    wanted = words.lower().replace(".", " ").split()
    return [found for table in _tables() if (found := _matching(table, wanted)) is not None]


def _tables() -> Iterator[MappedTable]:
    tables: dict[str, dict[str, dict[Line, list[Fate]]]] = {}
    steps: dict[str, str] = {}
    for line in LINES:
        for fate in describe(line):
            steps[fate.table] = fate.step_id
            columns = tables.setdefault(fate.table, {})
            columns.setdefault(fate.column, {name: [] for name in LINES})[line].append(fate)
    for name, columns in tables.items():
        yield MappedTable(name, steps[name], columns)


def _matching(table: MappedTable, wanted: Sequence[str]) -> MappedTable | None:
    if all(word in table.name for word in wanted):
        return table
    columns = {
        column: lines
        for column, lines in table.columns.items()
        if all(word in f"{table.name} {column} {_targets(lines)}" for word in wanted)
    }
    return MappedTable(table.name, table.step_id, columns) if columns else None


def _targets(lines: Mapping[Line, Sequence[Fate]]) -> str:
    return " ".join(fate.target for fates in lines.values() for fate in fates)
