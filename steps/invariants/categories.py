"""The category tree: invariants 14 and 15 (data-map 6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import exists, func, or_, select

from migrator.engine.context import Context
from migrator.engine.invariants import Invariant, Violation
from migrator.engine.tablemap import Expr
from steps.invariants.find import Find, violations
from steps.invariants.references import broken, many
from steps.invariants.shop import Shop

__all__ = ["INVARIANTS"]


def _paths(context: Context) -> Iterator[Violation]:
    """A path is complete when it is the parent's path and the category itself: so it follows for the whole tree."""
    category, path = context.target.table("category").alias(), context.target.table("category_path")
    own, above = path.alias(), path.alias()
    steps_above = _length(path, category.c.parent_id, category)
    ends_with_itself = (
        exists()
        .where(
            own.c.category_id == category.c.category_id,
            own.c.path_id == category.c.category_id,
            own.c.level == steps_above,
        )
        .correlate(category)
    )
    goes_on = (
        exists()
        .where(
            own.c.category_id == category.c.category_id,
            own.c.path_id == above.c.path_id,
            own.c.level == above.c.level,
        )
        .correlate(category, above)
    )
    leaves_parent = exists().where(above.c.category_id == category.c.parent_id, ~goes_on).correlate(category)
    has_more = _length(path, category.c.category_id, category) != steps_above + 1
    incomplete = select(category.c.category_id).where(or_(~ends_with_itself, leaves_parent, has_more))
    yield from violations(
        context,
        [
            Find(
                "category_path",
                ("category_id",),
                incomplete,
                lambda row: (
                    f"The path of category {row['category_id']} is not that of its parent with itself at the end"
                ),
            )
        ],
    )
    yield from broken(context, many("category_path", "category_id", "path_id>category"))


def _length(path: Any, category_id: Expr, category: Any) -> Any:
    own = path.alias()
    return select(func.count()).where(own.c.category_id == category_id).correlate(category).scalar_subquery()


def _parents(context: Context) -> Iterator[Violation]:
    yield from broken(context, many("category", "parent_id>category?"))
    parents = {int(row["category_id"]): int(row["parent_id"] or 0) for row in Shop(context.target).rows("category")}
    reaches_top: set[int] = set()
    for start in parents:
        chain: list[int] = []
        current = start
        while current in parents and current not in reaches_top and current not in chain:
            chain.append(current)
            current = parents[current]
        if current not in chain:
            reaches_top.update(chain)
        elif current == start:
            yield Violation("category", str(start), f"Category {start} is below itself", {"parent_id": parents[start]})


INVARIANTS = (
    Invariant(14, "category paths", "Every category knows all categories above it, and no others", _paths),
    Invariant(15, "category tree", "Every category is a main category or below one that exists", _parents),
)
