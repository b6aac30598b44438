"""Step 2: the category tree."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import case

from migrator.engine.context import Context
from migrator.engine.notes import Note
from migrator.engine.step import Step
from migrator.engine.tablemap import Expr, Part, Range, Row, Scope, TableMap, computed, table_map
from steps import facts
from steps.rules import meta_title


def _parent(s: Scope) -> Expr:
    broken = facts.broken_parents(s.context)
    return case((s.c.category_id.in_(sorted(broken)), 0), else_=s.c.parent_id) if broken else s.c.parent_id


def _paths(context: Context, _: Range) -> Iterable[Row]:
    for category, path in facts.paths(context).items():
        for level, ancestor in enumerate(path):
            yield {"category_id": category, "path_id": ancestor, "level": level}


def _remarks(context: Context) -> None:
    for category, parent in sorted(facts.broken_parents(context).items()):
        context.note(
            Note(
                "category_parent",
                "category",
                str(category),
                f"Category {category} had a parent ({parent}) that is missing or below it, and became a main category",
                {"category_id": category, "parent_id": parent},
            )
        )
    if context.target_has("category", "top"):
        return
    for row in context.stream("category", where="parent_id = 0 AND top = 0 AND status = 1"):
        context.note(
            Note(
                "menu",
                "category",
                str(row["category_id"]),
                f"Category {row['category_id']} was not in the top menu; OpenCart 4.1 shows every enabled main category",
                {"category_id": row["category_id"], "top": row["top"]},
            )
        )


STEP = Step(
    step_id="categories",
    name="Categories Migration",
    description="Category tree with texts, paths and stores",
    category="core",
    depends_on=("default_data",),
    tables=("category", "category_description", "category_path", "category_to_store"),
    maps=(
        table_map(
            "category",
            columns={
                "parent_id": computed("parent_id; 0 where the parent is missing or below it", _parent, "parent_id")
            },
            dropped={
                "top": "OpenCart 4.1 shows every main category in the menu",
                "column": "OpenCart 4.1 lays the menu out by itself",
                "date_added": "OpenCart 4.1 does not keep it",
                "date_modified": "OpenCart 4.1 does not keep it",
            },
        ),
        table_map("category_description", columns=meta_title()),
        TableMap(
            "category_path",
            (Part(rows=_paths, reads=("category", "category_path"), text="built anew from category.parent_id"),),
        ),
        table_map("category_to_store"),
    ),
    remarks=(_remarks,),
)

__all__ = ["STEP"]
