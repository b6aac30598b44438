"""What the total modules work on (store-api 9.1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from opencart_proxy.tax import Rate

if TYPE_CHECKING:
    from opencart_proxy.call import Call

__all__ = ["State", "TotalRow"]

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class TotalRow:
    """One row of the totals; ``value`` in the default currency, unrounded."""

    code: str
    title: str
    value: Decimal
    sort_order: int


@dataclass
class State:
    """The rows so far, the running total, and the tax so far by rate."""

    call: Call
    rows: list[TotalRow] = field(default_factory=list)
    total: Decimal = ZERO
    taxes: dict[int, tuple[Rate, Decimal]] = field(default_factory=dict)

    def add(self, code: str, title: str, value: Decimal, *, counts: bool = True) -> None:
        """Add a row, and its value to the running total."""
        self.rows.append(TotalRow(code, title, value, self.call.settings.integer(f"total_{code}_sort_order")))
        if counts:
            self.total += value

    def tax(self, value: Decimal, tax_class_id: int, quantity: int = 1) -> None:
        """Add the tax of ``value`` to the taxes; a fixed rate counts a piece (4.1: once)."""
        for rate, amount in self.call.tax.amounts(value, tax_class_id):
            once = rate.kind == "F" and self.call.rules.fixed_tax_once
            self._add(rate, amount if once else amount * quantity)

    def relieve(self, value: Decimal, tax_class_id: int) -> None:
        """Take the percentage taxes of a discount off the taxes."""
        for rate, amount in self.call.tax.amounts(value, tax_class_id):
            if rate.kind == "P":
                self._add(rate, -amount)

    def _add(self, rate: Rate, amount: Decimal) -> None:
        _, so_far = self.taxes.get(rate.tax_rate_id, (rate, ZERO))
        self.taxes[rate.tax_rate_id] = (rate, so_far + amount)
