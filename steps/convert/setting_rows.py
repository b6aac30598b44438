"""The rows of the ``setting`` table by what they mean (data-map 3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from steps.convert.notes import Note, Row

__all__ = ["ShopFacts", "SourceSettings", "TargetSettings", "note"]


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """What the source shop has, as far as settings refer to it.

    ``stores`` are the rows of ``store`` (without store 0); ``languages`` is language_id → code;
    ``extensions`` are the pairs (type, code) of its ``extension`` table.
    """

    stores: tuple[Row, ...]
    languages: Mapping[int, str]
    order_status_ids: frozenset[int]
    stock_status_ids: frozenset[int]
    currencies: frozenset[str]
    extensions: frozenset[tuple[str, str]]

    @property
    def store_ids(self) -> tuple[int, ...]:
        """All stores, the default store first."""
        return (0, *(row["store_id"] for row in self.stores))


class SourceSettings:
    """The source's settings; a store's own value goes before that of the default store."""

    def __init__(self, rows: Iterable[Row]) -> None:
        ordered = sorted(rows, key=lambda row: row["setting_id"])
        self.rows = {(row["store_id"], str(row["code"]), str(row["key"])): row for row in ordered}
        """(store_id, code, key) → row; of double rows the last one, as in OpenCart."""

    def own(self, store: int, key: str, code: str = "config") -> str | None:
        """Return what ``store`` itself says for ``key``, or None."""
        row = self.rows.get((store, code, key))
        return None if row is None else str(row["value"] or "")

    def effective(self, store: int, key: str, code: str = "config") -> str:
        """Return what holds in ``store``: its own value, else the default store's, else no text."""
        own = self.own(store, key, code)
        return own if own is not None else self.own(0, key, code) or ""


class TargetSettings:
    """The target's rows, beginning with the freshly installed ones, whose ids stay."""

    def __init__(self, fresh: Iterable[Row]) -> None:
        self.rows: dict[tuple[int, str, str], dict[str, Any]] = {
            (row["store_id"], str(row["code"]), str(row["key"])): dict(row) for row in fresh
        }
        self.notes: list[Note] = []
        self._next_id = max((row["setting_id"] for row in self.rows.values()), default=0) + 1

    def put(self, store: int, key: str, value: str, *, code: str = "config", is_json: bool = False) -> None:
        """Write one setting."""
        place = (store, code, key)
        if place not in self.rows:
            self.rows[place] = {"setting_id": self._next_id, "store_id": store, "code": code, "key": key}
            self._next_id += 1
        self.rows[place] |= {"value": value, "serialized": int(is_json)}

    def value(self, store: int, key: str, code: str = "config") -> str | None:
        """Return what is set for ``store`` itself, or None."""
        row = self.rows.get((store, code, key))
        return None if row is None else str(row["value"] or "")

    def tell(self, kind: str, row: Row, message: str) -> None:
        """Add a note about a source row."""
        self.notes.append(note(kind, row, message))


def note(kind: str, row: Row, message: str) -> Note:
    """Return a note about one source setting; its key is store, code and key."""
    return Note(kind, "setting", f"{row['store_id']} {row['code']} {row['key']}", message, dict(row))
