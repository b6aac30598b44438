"""What administrator groups may open and change, in OpenCart 4's routes (data-map 3.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from migrator.engine import php
from steps.convert.documents import read_map
from steps.convert.notes import Converted, Note, Row
from steps.convert.routes import admin_route
from steps.convert.target import Target

__all__ = ["Permissions", "convert_groups", "convert_permission"]

RIGHTS = ("access", "modify")
ADMINISTRATION = "user/user_permission"
ARTICLE_ROUTES = ("cms/antispam", "cms/article", "cms/comment", "cms/topic")
NEW_PAGES = {
    "catalog/filter": "catalog/filter_group",
    "catalog/product": "catalog/identifier",
    "customer/customer": "customer/address",
}
"""Page of OpenCart 3 → page of OpenCart 4 that took over a part of it."""


@dataclass(frozen=True, slots=True)
class Permissions:
    """The routes of one group."""

    access: tuple[str, ...] = ()
    modify: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str | None) -> Permissions | None:
        """Read JSON or PHP-serialized text; None when it is neither. No text is no permission."""
        if not (text or "").strip():
            return cls()
        document = read_map(text)
        return None if document is None else cls(*(_routes(document.get(right)) for right in RIGHTS))

    @classmethod
    def of_administrators(cls, fresh_groups: Iterable[Row], target: Target) -> Permissions:
        """Return the complete list of the freshly installed target: that of its group ``Administrator``.

        OpenCart 4.0.2.3 forgot its article pages in that list; they are added.
        """
        found = next((row for row in fresh_groups if row["name"] == "Administrator"), None)
        listed = cls.read(found["permission"]) if found else None
        listed = listed or cls()
        extra = ARTICLE_ROUTES if target.has_articles else ()
        return cls(_unique([*listed.access, *extra]), _unique([*listed.modify, *extra]))


def convert_groups(source: Iterable[Row], fresh: Iterable[Row], target: Target) -> Converted[list[dict[str, Any]]]:
    """Return the ``user_group`` rows of the target: those of the source with rewritten permissions.

    ``fresh`` are the target's rows as installed; they tell which pages exist.
    """
    administrators = Permissions.of_administrators(fresh, target)
    rows: list[dict[str, Any]] = []
    notes: list[Note] = []
    for row in source:
        result = convert_permission(row, administrators, target)
        rows.append({**row, "permission": result.value})
        notes.extend(result.notes)
    return Converted(rows, tuple(notes))


def convert_permission(row: Row, administrators: Permissions, target: Target) -> Converted[str]:
    """Return the JSON for ``permission`` of one ``user_group`` row.

    A group that may change ``user/user_permission`` receives everything in ``administrators``; the others keep
    what OpenCart 4 still has, and gain the pages split off from theirs. Dropped routes are named in one note.
    """
    key = str(row["user_group_id"])
    if not (row["permission"] or "").strip():
        return Converted("")
    old = Permissions.read(row["permission"])
    if old is None:
        message = f"The permissions of the group “{row['name']}” cannot be read; give it permissions in OpenCart 4."
        return Converted("", (Note("unreadable_permission", "user_group", key, message, dict(row)),))
    rewritten: dict[str, tuple[str, ...]] = {}
    dropped: set[str] = set()
    is_administrator = ADMINISTRATION in old.modify
    for right in RIGHTS:
        exists: tuple[str, ...] = getattr(administrators, right)
        routes: list[str] = []
        for route in getattr(old, right):
            new = admin_route(route, target)
            if new in exists:
                routes.append(new)
            else:
                dropped.add(route)
        added = exists if is_administrator else [NEW_PAGES[route] for route in routes if route in NEW_PAGES]
        rewritten[right] = _unique([*routes, *(route for route in added if route in exists)])
    notes: tuple[Note, ...] = ()
    if dropped:
        message = (
            f"The group “{row['name']}” had permission for {len(dropped)} pages that OpenCart {target.line} "
            "does not have; they were left out."
        )
        notes = (Note("dropped_permissions", "user_group", key, message, {"routes": sorted(dropped)}),)
    return Converted(php.to_json(rewritten), notes)


def _routes(value: Any) -> tuple[str, ...]:
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return tuple(item for item in items if isinstance(item, str))


def _unique(routes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(routes))
