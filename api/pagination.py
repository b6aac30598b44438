"""Pages of a list in the seed's shape (seed 000, “Logs API”)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

__all__ = ["page_of"]


def page_of(rows: QuerySet[Any], *, page: int, limit: int, total_name: str) -> tuple[list[Any], dict[str, int]]:
    """Return the rows of a page (counted from 1) and the ``pagination`` object; ``total_name`` names the total."""
    total = rows.count()
    start = (page - 1) * limit
    pagination = {"current_page": page, "total_pages": max(1, -(-total // limit)), total_name: total, "limit": limit}
    return list(rows[start : start + limit]) if start < total else [], pagination
