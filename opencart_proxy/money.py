"""Currencies, and money as people read it (store-api 8)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from opencart_proxy.database import Database, Row
from opencart_proxy.php import as_int

__all__ = ["Currencies"]


class Currencies:
    """The rows of ``currency`` by code."""

    def __init__(self, rows: Mapping[str, Row]) -> None:
        self.rows = rows

    @classmethod
    def load(cls, database: Database) -> Currencies:
        return cls({row["code"]: row for row in database.rows("currency", "currency_id")})

    def enabled(self, code: object) -> bool:
        """Whether ``code`` is a currency that is switched on."""
        return isinstance(code, str) and code in self.rows and bool(self.rows[code]["status"])

    def value(self, code: str) -> Decimal:
        """Return a currency's value in terms of the default one; 1 for an unknown code."""
        return self.rows[code]["value"] if code in self.rows else Decimal(1)

    def format(self, amount: Decimal, code: str, value: Decimal | None = None) -> str:
        """Return an amount of the default currency as text in ``code``, at ``value`` if given."""
        row = self.rows.get(code)
        if row is None:
            return ""
        places = as_int(row["decimal_place"])
        rounded = (amount * (value or row["value"])).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        number = f"{rounded if rounded else abs(rounded):,.{places}f}"
        return f"{row['symbol_left']}{number}{row['symbol_right']}"

    def convert(self, amount: Decimal, source: str, target: str) -> Decimal:
        """Return an amount of ``source`` in ``target``."""
        return amount * self.value(target) / self.value(source)
