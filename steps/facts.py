"""Facts about the two stores that several steps need, each found once a run."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from migrator.engine.context import Context
from migrator.engine.lease import first_day
from steps.convert.category_tree import category_paths
from steps.convert.target import Target

__all__ = [
    "broken_parents",
    "config",
    "default_language",
    "languages",
    "paths",
    "stores",
    "target",
    "today",
]


def target(context: Context) -> Target:
    """Return what the target can hold."""
    return context.fact("target", lambda: Target.of(context.target.schema, context.target.release))


def languages(context: Context) -> list[dict[str, Any]]:
    """Return the source's languages."""
    return context.fact("languages", lambda: context.rows("language"))


def stores(context: Context) -> list[int]:
    """Return the ids of all stores, the default store 0 first."""
    return context.fact("stores", lambda: [0, *(int(row["store_id"]) for row in context.rows("store", "store_id"))])


def config(context: Context, key: str, store_id: int = 0) -> str:
    """Return a setting of code ``config`` of the source, empty when it is missing."""

    def find() -> dict[tuple[int, str], str]:
        rows = context.rows("setting", where="code = 'config'", order="setting_id")
        return {(int(row["store_id"]), row["key"]): row["value"] or "" for row in rows}

    return context.fact("config", find).get((store_id, key), "")


def default_language(context: Context, store_id: int = 0) -> str:
    """Return the code of a store's default language, that of the default store when it has none of its own."""
    codes: list[str] = [row["code"] for row in languages(context)]
    for store in (store_id, 0):
        if (chosen := config(context, "config_language", store)) in codes:
            return chosen
    return (codes or ["en-gb"])[0]


def paths(context: Context) -> dict[int, tuple[int, ...]]:
    """Return category_id → ids from the root to the category itself."""
    return _categories(context)[0]


def broken_parents(context: Context) -> dict[int, int]:
    """Return category_id → parent_id of those that become roots, their parent being missing or below them (data-map 2.3)."""
    return _categories(context)[1]


def _categories(context: Context) -> tuple[dict[int, tuple[int, ...]], dict[int, int]]:
    def find() -> tuple[dict[int, tuple[int, ...]], dict[int, int]]:
        rows = context.select(lambda t: select(t.c.category_id, t.c.parent_id).order_by(t.c.category_id), "category")
        parents = {int(row["category_id"]): int(row["parent_id"] or 0) for row in rows}
        found = category_paths(parents)
        broken = {root: parents[root] for root, path in found.items() if len(path) == 1 and parents[root]}
        return found, broken

    return context.fact("categories", find)


def today(context: Context) -> date:
    """Return the day of the first write, on which dates in the future are based."""
    return context.fact("today", lambda: first_day(context.target))
