"""Where the rows of a target table come from, read from the table maps.

Only names are taken from there, never rules: an invariant that asks the source whether it breaks a rule in the same
way must look at the source as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from migrator.engine.context import Context
from migrator.engine.tablemap import Expr, Part, TableMap
from steps import STEPS

__all__ = ["Origin", "identity", "migrated_tables", "origins"]


@dataclass(frozen=True, slots=True)
class Origin:
    """A source table whose rows are rows of a target table.

    ``renamed`` is target column → source column where the names differ; ``offset`` is added to the source's ``key``
    to give the target's.
    """

    table: str
    renamed: Mapping[str, str]
    key: str
    offset: int

    def has(self, context: Context, *columns: str) -> bool:
        """Whether the source table has a column for each of these target columns."""
        return all(context.source.schema.has(self.table, self.renamed.get(column, column)) for column in columns)

    def column(self, table: Any, column: str) -> Expr:
        """Return what stands in ``column`` of the target, from the source ``table``."""
        found: Expr = table.c[self.renamed.get(column, column)]
        return found + self.offset if column == self.key and self.offset else found


def origins(context: Context, table: str) -> list[Origin]:
    """Return the origins of a target table, none when the source has nothing of the kind."""

    def find() -> list[Origin]:
        table_map = _map(context, table)
        parts = table_map.parts if table_map else ()
        found = [_origin(context, table_map, part) for part in parts if table_map]
        return [origin for origin in found if origin is not None]

    return context.fact(f"origins of {table}", find)


def identity(context: Context, table: str) -> tuple[str, ...]:
    """Return the columns that tell a row of a target table: those of its primary key that its origins have too."""
    key = context.target.schema[table].primary_key
    found = origins(context, table)
    return tuple(name for name in key if all(origin.has(context, name) for origin in found)) or key


def migrated_tables(context: Context) -> list[str]:
    """Return the target tables that the migration writes, each once."""
    names = (table_map.target for step in STEPS.values() for table_map in step.maps if table_map.applies(context))
    return list(dict.fromkeys(names))


def _map(context: Context, table: str) -> TableMap | None:
    maps = (m for step in STEPS.values() for m in step.maps if m.target == table)
    return next((found for found in maps if found.applies(context)), None)


def _origin(context: Context, table_map: TableMap, part: Part) -> Origin | None:
    name = part.source or ("" if part.offset else table_map.target)
    if name not in context.source.schema:
        return None
    renamed = {column: rule.uses[0] for column, rule in part.columns.items() if rule.uses == (rule.text,)}
    info = context.target.schema.tables.get(table_map.target)
    key = table_map.key or (info.primary_key[0] if info and info.primary_key else "")
    offset = part.offset(context) if part.offset else 0
    if part.key and part.factor == 1:
        renamed.setdefault(key, part.key)
    return Origin(name, renamed, key, offset)
