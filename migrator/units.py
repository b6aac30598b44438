"""Amounts as people read them."""

from __future__ import annotations

__all__ = ["human_size"]

UNITS = ("KB", "MB", "GB", "TB", "PB")


def human_size(size_bytes: int) -> str:
    """Return a size as people read it, in steps of 1024: ``2.5 GB``."""
    size, unit = float(size_bytes), "B"
    for larger in UNITS:
        if size < 1024:
            break
        size, unit = size / 1024, larger
    return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
