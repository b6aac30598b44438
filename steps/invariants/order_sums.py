"""Orders that add up: invariants 40 and 41 (data-map 6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import BigInteger, Select, case, cast, func, select

from migrator.engine.context import Context
from migrator.engine.invariants import Invariant, Violation
from migrator.stores import Store
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
                lambda: [statement(context.source.table("order_total"))],
            )
        ],
    )


def _sub_totals(context: Context) -> Iterator[Violation]:
    def statement(store: Store) -> Select[Any]:
        total, line = store.table("order_total"), store.table("order_product")
        wanted = (
            select(total.c.order_id, func.sum(total.c.value).label("value"))
            .where(total.c.code == "sub_total")
            .group_by(total.c.order_id)
            .subquery()
        )
        # Order by order, because the lines have an index for that and are too many to be grouped in memory.
        lines = select(func.sum(line.c.total)).where(line.c.order_id == wanted.c.order_id).scalar_subquery()
        sold: Any = func.coalesce(lines, 0)
        orders: Any = wanted
        if "order_voucher" in store.schema:
            voucher = store.table("order_voucher")
            certificates = (
                select(voucher.c.order_id, func.sum(voucher.c.amount).label("amount"))
                .group_by(voucher.c.order_id)
                .subquery()
            )
            orders = wanted.outerjoin(certificates, certificates.c.order_id == wanted.c.order_id)
            sold += func.coalesce(certificates.c.amount, 0)
        difference = _ten_thousandths(sold - wanted.c.value).label("difference")
        found = select(wanted.c.order_id, difference).select_from(orders).subquery()
        return select(*found.c).where(func.abs(found.c.difference) > TOLERANCE)

    yield from violations(
        context,
        [
            Find(
                "order_product",
                ("order_id", "difference"),
                statement(context.target),
                lambda row: (
                    f"The products of order {row['order_id']} differ from its subtotal by {row['difference'] / 10000:.4f}"
                ),
                lambda: [statement(context.source)],
            )
        ],
    )


INVARIANTS = (
    Invariant(40, "order totals", "The lines of every order add up to its total", _totals),
    Invariant(41, "order subtotals", "The products of every order add up to its subtotal", _sub_totals),
)
