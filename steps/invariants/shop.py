"""Settings and reference tables of one store: few rows, read whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from migrator.stores import Store

__all__ = ["Shop", "numbers_in"]

Row = Mapping[str, Any]


@dataclass
class Shop:
    """A store's small tables, each read when it is first asked for."""

    store: Store
    _tables: dict[str, list[Row]] = field(default_factory=dict)

    def rows(self, table: str) -> list[Row]:
        """Return all rows of a table, none when the store does not have it."""
        if table not in self._tables:
            found: list[Row] = []
            if table in self.store.schema:
                with self.store.connect() as connection:
                    found = [dict(row) for row in connection.execute(self.store.table(table).select()).mappings()]
            self._tables[table] = found
        return self._tables[table]

    def ids(self, table: str) -> frozenset[int]:
        """Return the ids of a table (``<table>_id``)."""
        return frozenset(int(row[f"{table}_id"]) for row in self.rows(table))

    @property
    def stores(self) -> list[int]:
        """The ids of all stores, the default store 0 first."""
        return [0, *sorted(self.ids("store"))]

    def values(self, key: str) -> list[tuple[int, str]]:
        """Return (store, value) of every setting ``key`` of the code ``config``."""
        return [
            (int(row["store_id"]), str(row["value"] or ""))
            for row in self.rows("setting")
            if row["code"] == "config" and row["key"] == key
        ]

    def value(self, store: int, key: str) -> str | None:
        """Return the setting ``key`` of ``store`` itself, None when it has none."""
        return dict(self.values(key)).get(store)

    def is_enabled_language(self, code: str) -> bool:
        """Whether a language with this code exists and is switched on."""
        return any(row["code"] == code and int(row["status"] or 0) == 1 for row in self.rows("language"))

    def is_enabled_currency(self, code: str, *, is_base: bool) -> bool:
        """Whether a currency with this code exists and is switched on, and, as the base of all others, is worth 1."""
        return any(
            row["code"] == code and int(row["status"] or 0) == 1 and (row["value"] == 1 or not is_base)
            for row in self.rows("currency")
        )


def numbers_in(text: str) -> list[int]:
    """Return the ids in a setting: a number, or a JSON list of numbers; 0 and no text are none."""
    try:
        found = json.loads(text or "0")
    except ValueError:
        return []
    listed = found if isinstance(found, list) else [found]
    return [int(item) for item in listed if str(item).isdecimal() and int(item)]
