"""Run the total modules (store-api 9.1)."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from decimal import Decimal
from functools import cmp_to_key
from typing import TYPE_CHECKING

from opencart_proxy.totals.modules import MODULES
from opencart_proxy.totals.state import State, TotalRow

if TYPE_CHECKING:
    from opencart_proxy.call import Call

__all__ = ["Totals", "compute"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Totals:
    """The rows as they are shown, and the running total, which becomes the order's."""

    rows: tuple[TotalRow, ...]
    total: Decimal


def compute(call: Call) -> Totals:
    """Return the totals of the cart as the session stands; a used-up gift voucher leaves the session."""
    state = State(call)
    for line in call.cart.lines:
        if line.tax_class_id:
            state.tax(line.price, line.tax_class_id, line.quantity)
    codes = call.installed("total")
    for code in sorted(codes, key=lambda code: call.settings.integer(f"total_{code}_sort_order")):
        module = MODULES.get(code)
        if module is None:
            log.warning("The total “%s” of another extension is left out of the store API's totals", code)
        else:
            module(state)
    return Totals(tuple(sorted(state.rows, key=cmp_to_key(_order))), state.total)


def _order(one: TotalRow, other: TotalRow) -> int:
    for a, b in (
        (one.sort_order, other.sort_order),
        (one.code, other.code),
        (one.title, other.title),
        (one.value, other.value),
    ):
        if a != b:
            return -1 if _less(a, b) else 1
    return 0


def _less(a: object, b: object) -> bool:
    """Compare as PHP does: texts as numbers when both are."""
    try:
        return Decimal(str(a)) < Decimal(str(b))
    except ArithmeticError:
        return str(a) < str(b)
