"""Columns that hold a JSON map, read whatever an OpenCart 3 shop left in them (data-map 0, G8)."""

from __future__ import annotations

from typing import Any

from migrator.engine import php

__all__ = ["read_map"]


def read_map(text: str | None) -> dict[str, Any] | None:
    """Return the map in ``text`` (JSON or PHP-serialized); PHP's empty list is an empty map, anything else None."""
    try:
        value = php.load(text or "")
    except php.PhpError:
        return None
    if isinstance(value, list):
        return {str(index): item for index, item in enumerate(value)}
    return value if isinstance(value, dict) else None
