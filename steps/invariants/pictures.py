"""Paths of pictures: invariant 25 (data-map 6)."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from migrator.engine.context import Context
from migrator.engine.invariants import Invariant, Violation
from steps.invariants.find import Comparison, differences
from steps.invariants.origins import identity, migrated_tables, origins
from steps.invariants.shop import Shop

__all__ = ["INVARIANTS"]

TEXTS = ("description", "image")
"""Columns with paths of pictures, or with text that shows pictures."""
OLD_FOLDER = "data/"
"""What the stock upgrade changes wherever it stands, also inside ``metadata/`` (data-map 7, no. 21)."""


def _picture_paths(context: Context) -> Iterator[Violation]:
    tables = [table for table in migrated_tables(context) if table in context.target.schema]
    yield from differences(
        context, (comparison for table in tables for column in TEXTS for comparison in _texts(context, table, column))
    )
    yield from _settings(context)


def _texts(context: Context, table: str, column: str) -> Iterator[Comparison]:
    if not context.target_has(table, column) or context.target.schema[table].columns[column].kind != "text":
        return
    keys = identity(context, table)
    for origin in origins(context, table):
        if not origin.has(context, *keys, column):
            return
        new, old = context.target.table(table), context.source.table(origin.table)
        yield Comparison(
            table,
            keys,
            select(*(new.c[name] for name in keys), new.c[column]).where(
                new.c[column].contains(OLD_FOLDER, autoescape=True)
            ),
            (
                select(*(origin.column(old, name).label(name) for name in keys), old.c[column].label(column)).where(
                    old.c[column].contains(OLD_FOLDER, autoescape=True)
                ),
            ),
            f"in {column} a path",
        )


def _settings(context: Context) -> Iterator[Violation]:
    found = {(row["store_id"], row["code"], row["key"]): row["value"] for row in Shop(context.target).rows("setting")}
    for row in Shop(context.source).rows("setting"):
        place = (row["store_id"], row["code"], row["key"])
        if (
            OLD_FOLDER in (row["value"] or "")
            and not row["serialized"]
            and found.get(place, row["value"]) != row["value"]
        ):
            message = f"The setting {row['key']} has another path than in the old shop"
            yield Violation("setting", " ".join(str(part) for part in place), message)


INVARIANTS = (Invariant(25, "picture paths", "No path of a picture has changed", _picture_paths),)
