"""Template filters of the board's pages, loaded as ``migrator_pages``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from migrator.admin.modeladmins.readonly import duration

__all__ = ["register"]

register = template.Library()


@register.filter
def grouped(value: Any) -> Any:
    """Write a whole number with separators: 12,345; anything else as it is."""
    return f"{value:,}" if isinstance(value, int) else value


@register.filter
def seconds(value: float | None) -> str:
    """Write seconds as people read them."""
    return duration(value)


@register.filter
def entry(mapping: Mapping[str, Any], name: str) -> Any:
    """Return an entry by its name, also by the last part of a path; an empty text when there is none."""
    return mapping.get(name, mapping.get(name.rpartition("/")[2], ""))


@register.filter
def cells(row: Mapping[str, Any]) -> Iterable[str]:
    """Return the values of a row as texts."""
    return [value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for value in row.values()]
