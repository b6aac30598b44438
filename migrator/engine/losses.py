"""What a target has lost since the migration: whole tables, and columns of others.

What it had is read from the originals that are kept in it; where none is kept, only what the maps add can be missed.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select

from migrator.engine.context import Context
from migrator.engine.errors import EngineError
from migrator.engine.resolve import ResolvedTable, additions
from migrator.engine.step import Step
from migrator.engine.verify import Difference, TableCheck

__all__ = ["losses", "losses_of", "lost_check", "refuse_losses"]


def losses(table: ResolvedTable) -> list[Difference]:
    """Return the table, or each of its columns, that the target should have and has not."""
    context, name = table.context, table.name
    info = context.target.schema.tables.get(name)
    if info is None:
        return [Difference(name, "", "lost")]
    expected = [
        *(context.originals[name].columns if name in context.kept else ()),
        *(added.name for added in additions(table.map, context)),
    ]
    return [Difference(name, "", "lost", column) for column in expected if column not in info.columns]


def losses_of(steps: Iterable[Step], context: Context) -> list[Difference]:
    """Return what the target should have and has not of the tables of these steps."""
    return [lost for step in steps for table in step.resolved(context) for lost in losses(table)]


def lost_check(table: ResolvedTable, lost: list[Difference]) -> TableCheck:
    """Return the failed check of a table of which this was lost: none of its rows is as it should be."""
    rows = table.count()
    return TableCheck(table.name, rows, _stored_count(table), max(rows, 1), lost)


def _stored_count(table: ResolvedTable) -> int:
    if table.name not in table.context.target.schema:
        return 0
    with table.context.target.connect() as connection:
        return connection.execute(select(func.count()).select_from(table.written)).scalar_one()


def refuse_losses(tables: Iterable[ResolvedTable]) -> None:
    """Raise ``EngineError`` when one of the tables was brought over, and it or a column of it was lost since."""
    for table in tables:
        lost = losses(table) if table.name in table.context.kept else []
        if lost:
            raise EngineError(str(lost[0]))
