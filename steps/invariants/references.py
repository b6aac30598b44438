"""References: a column that holds the id of a row in another table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import FromClause, RowMapping, Select, and_, exists, not_, select

from migrator.engine.context import Context
from migrator.engine.invariants import Violation
from migrator.engine.tablemap import Expr
from steps.invariants.find import Find, violations
from steps.invariants.origins import Origin, identity, origins

__all__ = ["Reference", "broken", "leads_nowhere", "many"]

Aliased = Callable[[str, str], Any]
"""Gives a store's table under another name."""
Column = Callable[[str], Expr]
"""Gives a table's column by its name."""


@dataclass(frozen=True, slots=True)
class Reference:
    """``column`` of ``table`` names a row of the table ``to`` by its ``<to>_id``.

    ``zero`` allows 0 for “none”; ``also`` are further columns that must be equal in both tables.
    """

    table: str
    column: str
    to: str
    zero: bool = False
    also: tuple[str, ...] = ()

    @property
    def to_column(self) -> str:
        """The key of the table referred to."""
        return f"{self.to}_id"


def many(table: str, *references: str) -> tuple[Reference, ...]:
    """Return references of one table, each written ``column``, ``column>table``, and with ``?`` when 0 is allowed."""
    result = []
    for text in references:
        column, _, to = text.removesuffix("?").partition(">")
        to = to or column.removesuffix("_id")
        result.append(Reference(table, column, to, zero=text.endswith("?")))
    return tuple(result)


def broken(context: Context, references: Iterable[Reference]) -> Iterator[Violation]:
    """Yield the rows whose reference leads nowhere; tables and columns that the target lacks are passed over."""

    @cache
    def target(table: str, name: str) -> Any:
        return context.target.table(table).alias(name)

    finds = (_find(context, reference, target) for reference in references if _applies(context, reference))
    yield from violations(context, finds)


def _applies(context: Context, reference: Reference) -> bool:
    return context.target_has(reference.table, reference.column) and context.target_has(reference.to)


def _find(context: Context, reference: Reference, target: Aliased) -> Find:
    key_columns = identity(context, reference.table)
    names = tuple(dict.fromkeys((*key_columns, reference.column)))
    same = Origin(reference.table, {}, "", 0)
    parent = Origin(reference.to, {}, "", 0)

    def message(row: RowMapping) -> str:
        key = ", ".join(str(row[name]) for name in key_columns)
        return f"{reference.table} {key} refers to {reference.to} {row[reference.column]}, which does not exist"

    return Find(
        reference.table,
        names,
        _dangling(target, reference, names, same, parent),
        message,
        lambda: _sources(context, reference, names),
    )


def _sources(context: Context, reference: Reference, names: tuple[str, ...]) -> Iterator[Select[Any]]:

    def source(table: str, name: str) -> Any:
        return context.source.table(table).alias(name)

    parents = [
        origin
        for origin in origins(context, reference.to)
        if origin.has(context, reference.to_column, *reference.also) and not origin.offset
    ]
    for origin in origins(context, reference.table):
        if parents and origin.has(context, *names, *reference.also):
            yield _dangling(source, reference, names, origin, parents[0])


def _dangling(
    aliased: Aliased, reference: Reference, names: tuple[str, ...], origin: Origin, parent_origin: Origin
) -> Select[Any]:
    child, parent = aliased(origin.table, "child"), aliased(parent_origin.table, "parent")

    def theirs(name: str) -> Expr:
        return parent_origin.column(parent, name)

    def own(name: str) -> Expr:
        return origin.column(child, name)

    return select(*(own(name).label(name) for name in names)).where(leads_nowhere(reference, child, own, theirs))


def leads_nowhere(reference: Reference, child: FromClause, own: Column, theirs: Column) -> Expr:
    """Return the condition for rows of ``child`` whose reference is broken.

    ``own`` and ``theirs`` give the columns of the child and of the table referred to by their names.
    """
    key = theirs(reference.to_column)
    agree = [key == own(reference.column), *(theirs(name) == own(name) for name in reference.also)]
    if reference.also:
        # The pairs that EXISTS asks for MariaDB would gather in a temporary table: ten times the time of a look-up.
        missing: Expr = select(key).where(*agree).limit(1).correlate(child).scalar_subquery().is_(None)
    else:
        missing = not_(exists(select(key).where(*agree).correlate(child)))
    return and_(own(reference.column) != 0, missing) if reference.zero else missing
