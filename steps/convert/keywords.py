"""Keywords of friendly addresses, one meaning each within a store (data-map 3.2, keyword rules)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from steps.convert.notes import Row

__all__ = ["ALLOWED", "Exists", "Keywords", "contested", "folded"]

Exists = Callable[[int, str], bool]
"""Whether a store of the source (by id) has the keyword, or one that ends in ``/`` and it."""

ALLOWED = {
    "4.0": re.compile(r"[A-Za-z0-9/_-]{1,64}"),
    "4.1": re.compile(r"[A-Za-z\u00C0-\u024F\u0370-\u03FF\u0400-\u04FF0-9/_-]{1,64}"),
}
"""Line of OpenCart 4 → keywords that its forms accept; others work, but cannot be saved there."""


def folded(keyword: str) -> str:
    """Return the keyword as the database compares it."""
    return keyword.casefold()


def contested(rows: Iterable[Row]) -> list[Row]:
    """Return the source rows whose keyword, or its part after the last ``/``, has several meanings in a store.

    This keeps all rows in memory; on a large shop let the database find them: the groups of ``store_id`` and
    ``SUBSTRING_INDEX(keyword, '/', -1)`` with more than one ``query``.
    """
    groups: dict[tuple[int, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["store_id"], folded(row["keyword"]).rpartition("/")[2]), []).append(row)
    return [row for group in groups.values() if len({row["query"] for row in group}) > 1 for row in group]


class Keywords:
    """Decides the keyword of every row; remembers only those that change.

    ``contested`` are the rows that share a keyword (see the function): the oldest meaning keeps it, the others get
    their ``seo_url_id`` as suffix. ``exists`` is asked about new keywords only.
    """

    def __init__(self, exists: Exists, contested: Iterable[Row]) -> None:
        self._exists = exists
        self._used: set[tuple[int, str]] = set()
        self._replaced: dict[int, str] = {}
        owners: dict[tuple[int, str], str] = {}
        for row in sorted(contested, key=lambda row: row["seo_url_id"]):
            keyword = str(row["keyword"] or "")
            if not keyword or "/" in keyword:
                continue
            owner = owners.setdefault((row["store_id"], folded(keyword)), row["query"])
            if owner != row["query"]:
                self._replaced[row["seo_url_id"]] = self.free(row["store_id"], f"{keyword}-{row['seo_url_id']}")

    def of(self, row: Row) -> str:
        """Return the keyword of a source row: its own, unless another meaning has it or it contains a slash."""
        number, keyword = row["seo_url_id"], str(row["keyword"] or "")
        if number not in self._replaced:
            if "/" not in keyword:
                return keyword
            flat = "-".join(part for part in keyword.split("/") if part) or str(number)
            self._replaced[number] = self.free(row["store_id"], flat)
        return self._replaced[number]

    def free(self, store: int, wanted: str) -> str:
        """Return ``wanted``, or it with the first suffix ``-2``, ``-3`` … that nothing in the store has; take it."""
        candidate, number = wanted, 1
        while (store, folded(candidate)) in self._used or self._exists(store, candidate):
            number += 1
            candidate = f"{wanted}-{number}"
        self._used.add((store, folded(candidate)))
        return candidate
