"""Layouts and the pages they belong to (data-map 2.1 ``layout`` and ``layout_route``, and 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from steps.convert.notes import Converted, Note, Row
from steps.convert.routes import storefront_route
from steps.convert.target import Target

__all__ = ["Layouts", "convert_layout_routes", "merge_layouts"]

OPENCART_3_LAYOUTS = frozenset(
    {
        "home", "product", "category", "default", "manufacturer", "account", "checkout", "contact", "sitemap",
        "affiliate", "information", "compare", "search",
    }
)  # fmt: skip
"""Layouts both generations ship: one that is missing in the source was deleted by the shop owner."""

ACCOUNT_PAGES = "account/%"
GDPR_PAGE = "information/gdpr"
BLOG_PAGES = "cms/"


@dataclass(frozen=True, slots=True)
class Layouts:
    """The target's ``layout`` rows, and where the freshly installed ids went (fresh id → id)."""

    rows: list[dict[str, Any]]
    fresh_ids: Mapping[int, int]


def merge_layouts(source: Iterable[Row], fresh: Iterable[Row]) -> Layouts:
    """Return the source's layouts with their ids, then those only OpenCart 4 has (Blog) under free ids."""
    rows: list[dict[str, Any]] = [dict(row) for row in source]
    by_name: dict[str, int] = {}
    for row in rows:
        by_name.setdefault(str(row["name"]).lower(), row["layout_id"])
    next_id = max((row["layout_id"] for row in rows), default=0) + 1
    fresh_ids: dict[int, int] = {}
    for installed in fresh:
        name = str(installed["name"]).lower()
        if name not in by_name and name not in OPENCART_3_LAYOUTS:
            rows.append({**installed, "layout_id": next_id})
            by_name[name] = next_id
            next_id += 1
        if name in by_name:
            fresh_ids[installed["layout_id"]] = by_name[name]
    return Layouts(rows, fresh_ids)


def convert_layout_routes(
    source: Iterable[Row], fresh: Iterable[Row], layouts: Layouts, stores: Sequence[int], target: Target
) -> Converted[list[dict[str, Any]]]:
    """Return the target's ``layout_route`` rows: rewritten source rows, then OpenCart 4's new pages for every store.

    ``stores`` are all store ids with 0. The page ``information/gdpr`` goes to the layout that the store uses for
    ``account/%``, blog pages to the blog layout; a page the source already has is left as it is.
    """
    rows: list[dict[str, Any]] = []
    notes: list[Note] = []
    taken: dict[tuple[int, str], int] = {}
    for row in sorted(source, key=lambda row: row["layout_route_id"]):
        key = str(row["layout_route_id"])
        result = storefront_route(row["route"], target, table="layout_route", key=key)
        notes.extend(result.notes)
        if result.value is None:
            continue
        place = (row["store_id"], result.value)
        if place in taken:
            if taken[place] != row["layout_id"]:
                message = (
                    f"“{row['route']}” had a layout of its own; OpenCart 4 shows it as the page “{result.value}”, "
                    "whose layout was kept."
                )
                notes.append(Note("merged_layout_route", "layout_route", key, message, dict(row)))
            continue
        taken[place] = row["layout_id"]
        rows.append({**row, "route": result.value})
    next_id = max((row["layout_route_id"] for row in rows), default=0) + 1
    new_pages = [row for row in fresh if row["route"] == GDPR_PAGE or row["route"].startswith(BLOG_PAGES)]
    for store in stores:
        for row in new_pages:
            layout = layouts.fresh_ids.get(row["layout_id"])
            if row["route"] == GDPR_PAGE:
                layout = taken.get((store, ACCOUNT_PAGES), taken.get((0, ACCOUNT_PAGES), layout))
            if layout is None or (store, row["route"]) in taken:
                continue
            rows.append({**row, "layout_route_id": next_id, "store_id": store, "layout_id": layout})
            taken[store, row["route"]] = layout
            next_id += 1
    return Converted(rows, tuple(notes))
