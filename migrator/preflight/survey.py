"""What the checks ask the two stores: reading only, over one connection to each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, FromClause, Subquery, case, func, select, text
from sqlalchemy.sql.expression import ColumnCollection

from migrator.engine.batches import QUESTIONS, batches
from migrator.engine.context import Context
from migrator.engine.resolve import ResolvedPart, ResolvedTable
from migrator.engine.step import Step
from migrator.engine.tablemap import Expr, Range, Row
from migrator.preflight.finding import SHOWN_ROWS
from migrator.stores import Store

__all__ = ["Survey"]


@dataclass(frozen=True)
class Survey:
    """The stores of a migration, the steps that will run, and a connection to each store for one check.

    ``context`` is the preflight's own, so that what it notes and remembers does not reach the migration; the checks
    share it, and in it what they all look at.
    """

    context: Context
    steps: Sequence[Step]
    source: Connection
    target: Connection

    @property
    def tables(self) -> list[ResolvedTable]:
        """The maps of all steps that apply to this target."""
        return self.context.fact(
            "preflight tables", lambda: [table for step in self.steps for table in step.resolved(self.context)]
        )

    @property
    def parts(self) -> list[ResolvedPart]:
        """The parts of all maps whose rows come from a source table."""
        return [part for table in self.tables for part in table.parts if part.part.source]

    @property
    def read_tables(self) -> frozenset[str]:
        """The source tables that the maps read, as far as they exist."""
        names = {name for table in self.tables for part in table.parts for name in part.part.sources}
        return frozenset(name for name in names if name in self.context.source.schema)

    @property
    def row_counts(self) -> dict[str, int]:
        """The rows of every table of the source."""
        names = list(self.context.source.schema)
        return self.context.fact(
            "preflight row counts",
            lambda: dict(
                zip(names, self.count_each((self.context.source.table(name), None) for name in names), strict=True)
            ),
        )

    def count_each(self, asked: Iterable[tuple[FromClause, Expr | None]]) -> list[int]:
        """Return for each source table the number of its rows for which a condition holds, in few queries."""
        found: list[int] = []
        for some in batches(asked, QUESTIONS):
            counts = []
            for origin, condition in some:
                counting = select(func.count()).select_from(origin)
                counts.append((counting if condition is None else counting.where(condition)).scalar_subquery())
            found.extend(int(count) for count in self.source.execute(select(*counts)).one())
        return found

    def mapped(self, part: ResolvedPart) -> Subquery:
        """Return the rows that SQL gives for a part, its columns named as in the target."""
        return part.statement(Range()).subquery("mapped")

    def counts(self, origin: FromClause, conditions: Sequence[Expr]) -> list[int]:
        """Return for how many source rows each condition holds, in one query."""
        if not conditions:
            return []
        sums = [func.coalesce(func.sum(case((condition, 1), else_=0)), 0) for condition in conditions]
        return [int(value) for value in self.source.execute(select(*sums).select_from(origin)).one()]

    def sample(self, origin: FromClause, columns: Sequence[str], condition: Expr) -> list[Row]:
        """Return the first rows for which a condition holds, with these columns."""
        c: ColumnCollection[str, Any] = origin.c
        statement = select(*(c[name] for name in dict.fromkeys(columns))).where(condition).limit(SHOWN_ROWS)
        return [dict(row) for row in self.source.execute(statement).mappings()]

    @property
    def source_collations(self) -> dict[tuple[str, str], str]:
        """(table, column) → collation of the source's texts; empty on SQLite, which has none of this kind."""
        return self.context.fact("preflight source collations", lambda: _collations(self.context.source, self.source))

    @property
    def target_collations(self) -> dict[tuple[str, str], str]:
        """(table, column) → collation of the target's texts; empty on SQLite."""
        return self.context.fact("preflight target collations", lambda: _collations(self.context.target, self.target))


def _collations(store: Store, connection: Connection) -> dict[tuple[str, str], str]:
    if store.dialect == "sqlite":
        return {}
    found = connection.execute(
        text(
            "SELECT table_name, column_name, collation_name FROM information_schema.columns"
            " WHERE table_schema = DATABASE() AND collation_name IS NOT NULL"
        )
    )
    return {
        (table.removeprefix(store.prefix), column): collation
        for table, column, collation in found
        if table.startswith(store.prefix)
    }
