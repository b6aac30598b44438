"""The store's settings, read anew for every call (store-api 5.1)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select

from opencart_proxy.database import Database
from opencart_proxy.php import as_int, as_number, cell, entries, loads, truthy

__all__ = ["Settings"]

GROUPS = ("total", "shipping", "payment", "fraud")


class Settings:
    """Settings by key, those of store 0 overlaid by those of the chosen store."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    @classmethod
    def load(cls, database: Database, store_id: int) -> Settings:
        """Read the settings that the store API looks at; one query."""
        table = database.table("setting")
        relevant = or_(table.c.code == "config", *(table.c.code.like(f"{group}\\_%", escape="\\") for group in GROUPS))
        rows = database.all(
            select(table.c.store_id, table.c.key, table.c.value, table.c.serialized)
            .where(table.c.store_id.in_([0, store_id]), relevant)
            .order_by(table.c.store_id, table.c.setting_id)
        )
        return cls({row["key"]: loads(row["value"]) if row["serialized"] else row["value"] for row in rows})

    def text(self, key: str) -> str:
        """Return a setting as text, empty when absent."""
        value = self.values.get(key)
        return "" if value is None or isinstance(value, dict | list) else str(cell(value))

    def flag(self, key: str) -> bool:
        return truthy(self.values.get(key))

    def integer(self, key: str) -> int:
        return as_int(self.text(key))

    def number(self, key: str) -> Decimal:
        return as_number(self.text(key))

    def integers(self, key: str) -> list[int]:
        """Return a list setting's numbers, such as the statuses of a complete order."""
        return [as_int(cell(value)) for _, value in entries(self.values.get(key))]

    def names(self, key: str) -> list[str]:
        """Return a list setting's texts."""
        return [str(cell(value)) for _, value in entries(self.values.get(key))]
