"""Orders that add up: invariants 40 and 41 (data-map 6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import BigInteger, Select, case, cast, func, select, union_all

from migrator.engine.context import Context
from migrator.engine.invariants import Invariant, Violation
from steps.invariants.find import Find, violations

__all__ = ["INVARIANTS"]

TOLERANCE = 100
"""In ten-thousandths of the shop's currency, as amounts are compared here: OpenCart rounds each line."""


def _ten_thousandths(amount: Any) -> Any:
    """Return an amount as a whole number, so that every server compares it exactly."""
    return cast(func.round(amount * 10000), BigInteger())


def _totals(context: Context) -> Iterator[Violation]:
    def statement(total: Any) -> Select[Any]:
        is_total = total.c.code == "total"
        difference = _ten_thousandths(func.sum(case((is_total, -total.c.value), else_=total.c.value)))
        return (
            select(total.c.order_id, difference.label("difference"))
            .group_by(total.c.order_id)
            .having(func.sum(case((is_total, 1), else_=0)) > 0, func.abs(difference) > TOLERANCE)
        )

    yield from violations(
        context,
        [
            Find(
                "order_total",
                ("order_id", "difference"),
                statement(context.target.table("order_total")),
                lambda row: (
                    f"The lines of order {row['order_id']} differ from its total by {row['difference'] / 10000:.4f}"
                ),
                (statement(context.source.table("order_total")),),
            )
        ],
    )


def _sub_totals(context: Context) -> Iterator[Violation]:
    def statement(total: Any, lines: Sequence[tuple[Any, str]]) -> Select[Any]:
        sold = union_all(
            *(select(table.c.order_id, table.c[amount].label("amount")) for table, amount in lines),
            select(total.c.order_id, (-total.c.value).label("amount")).where(total.c.code == "sub_total"),
        ).subquery()
        difference = _ten_thousandths(func.sum(sold.c.amount))
        there = select(total.c.order_id).where(total.c.code == "sub_total")
        return (
            select(sold.c.order_id, difference.label("difference"))
            .where(sold.c.order_id.in_(there))
            .group_by(sold.c.order_id)
            .having(func.abs(difference) > TOLERANCE)
        )

    def lines(store: Any) -> list[tuple[Any, str]]:
        found = [(store.table("order_product"), "total")]
        return [*found, (store.table("order_voucher"), "amount")] if "order_voucher" in store.schema else found

    yield from violations(
        context,
        [
            Find(
                "order_product",
                ("order_id", "difference"),
                statement(context.target.table("order_total"), lines(context.target)),
                lambda row: (
                    f"The products of order {row['order_id']} differ from its subtotal by {row['difference'] / 10000:.4f}"
                ),
                (statement(context.source.table("order_total"), lines(context.source)),),
            )
        ],
    )


INVARIANTS = (
    Invariant(40, "order totals", "The lines of every order add up to its total", _totals),
    Invariant(41, "order subtotals", "The products of every order add up to its subtotal", _sub_totals),
)
