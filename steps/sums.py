"""Money and stock: sums that must be the same in both stores.

They are what an owner would compare by hand. Each is asked of both stores separately and from the real tables, so
that it does not depend on the table maps (data-map 2 says where the amounts went).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import chain
from typing import Any, TypeAlias

from sqlalchemy import Select, Text, case, func, literal, literal_column, select, union_all

from migrator.engine.context import Context
from migrator.engine.sql import concat, same_code
from migrator.engine.tablemap import Expr
from migrator.engine.threads import in_lanes
from migrator.stores import Store
from steps.convert.shipped import SHIPPED, is_shipped
from steps.orders import has_vouchers

__all__ = ["SUMS", "Sum", "SumResult", "check_sums"]

Builder: TypeAlias = Callable[[Context], Select[Any]]
"""Makes a SELECT of ``group`` (text) and an amount for each of the names, one row for each group."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Sums of one table, found in one go; ``when`` tells whether both stores have what is added up.

    ``names`` gives a description to the name of each amount, in the order of the amounts.
    """

    names: Mapping[str, str]
    source: Builder
    target: Builder
    when: Callable[[Context], bool] | None = None


@dataclass(frozen=True, slots=True)
class SumResult:
    """The sum of one group in both stores; a group that a store does not have is 0 there."""

    name: str
    description: str
    group: str
    source: Decimal
    target: Decimal

    @property
    def passed(self) -> bool:
        """Whether both stores have the same."""
        return self.source == self.target


def check_sums(context: Context) -> list[SumResult]:
    """Return all sums of both stores, group by group."""
    wanted = (found for found in SUMS if found.when is None or found.when(context))
    compared = in_lanes((partial(_compared, found, context) for found in wanted), context.lanes)
    return list(chain.from_iterable(compared))


def _compared(found: Sum, context: Context) -> list[SumResult]:
    old = _groups(context.source, found.source(context))
    new = _groups(context.target, found.target(context))
    nothing = [Decimal(0)] * len(found.names)
    return [
        SumResult(name, description, group, old.get(group, nothing)[number], new.get(group, nothing)[number])
        for number, (name, description) in enumerate(found.names.items())
        for group in sorted(old.keys() | new.keys())
    ]


def _groups(store: Store, statement: Select[Any]) -> dict[str, list[Decimal]]:
    with store.connect() as connection:
        return {
            str(group): [Decimal(str(amount or 0)) for amount in amounts]
            for group, *amounts in connection.execute(statement)
        }


def _by(table: Any, *amounts: Expr, group: Expr | None = None) -> Select[Any]:
    statement = select(
        (literal("", Text()) if group is None else group).label("group"), *(func.sum(amount) for amount in amounts)
    ).select_from(table)
    return statement if group is None else statement.group_by(group)


def _same(table: str, statement: Callable[[Any], Select[Any]]) -> dict[str, Any]:
    """Return the builders of a table that has the same columns in both stores."""
    return {
        "source": lambda context: statement(context.source.table(table)),
        "target": lambda context: statement(context.target.table(table)),
        "when": lambda context: table in context.source.schema and table in context.target.schema,
    }


def _columns(table: str, *columns: str, group: str = "") -> dict[str, Any]:
    def statement(found: Any) -> Select[Any]:
        return _by(found, *(found.c[name] for name in columns), group=found.c[group] if group else None)

    return _same(table, statement)


# -- orders -------------------------------------------------------------------------------------------


def _orders(order: Any) -> Select[Any]:
    # Upper case, because servers that take “eur” for “EUR” may name the group after either.
    group = concat(func.upper(order.c.currency_code), " / ", order.c.order_status_id)
    return _by(order, literal_column("1"), order.c.total, order.c.commission, group=group)


def _totals_by_code(store: Store, code: Callable[[Any], Expr]) -> Select[Any]:
    total = store.table("order_total")
    return _by(total, total.c.value, group=func.lower(code(total)))


def _known_code(context: Context) -> Callable[[Any], Expr]:
    known = [code for code in SHIPPED["total"] if is_shipped("total", code, has_vouchers=has_vouchers(context))]
    return lambda total: case((same_code(total.c.code, known), total.c.code), else_="handling")


def _lines() -> dict[str, Any]:
    """Return the builders for order lines; a target without gift certificates has them as lines."""

    def source(context: Context) -> Select[Any]:
        line = context.source.table("order_product")
        parts = [select(line.c.quantity.label("quantity"), line.c.total.label("total"))]
        if not has_vouchers(context) and "order_voucher" in context.source.schema:
            voucher = context.source.table("order_voucher")
            parts.append(select(literal_column("1").label("quantity"), voucher.c.amount.label("total")))
        sold = union_all(*parts).subquery()
        return _by(sold, sold.c.quantity, sold.c.total)

    def target(context: Context) -> Select[Any]:
        line = context.target.table("order_product")
        return _by(line, line.c.quantity, line.c.total)

    return {"source": source, "target": target}


# -- prices -------------------------------------------------------------------------------------------


def _prices(table: str, *, special: int) -> dict[str, Any]:
    """Return the builders for discounts or special prices, which share a table in OpenCart 4.1."""

    def target(context: Context) -> Select[Any]:
        if context.target_has("product_special"):
            found = context.target.table(table)
            return _by(found, found.c.price)
        found = context.target.table("product_discount")
        return _by(found, found.c.price).where(found.c.special == special)

    def source(context: Context) -> Select[Any]:
        found = context.source.table(table)
        return _by(found, found.c.price)

    return {"source": source, "target": target}


SUMS = (
    Sum(
        {
            "orders": "Orders by currency and status",
            "order totals": "Totals of orders by currency and status",
            "commissions": "Commissions by currency and status",
        },
        **_same("order", _orders),
    ),
    Sum(
        {"lines of order totals": "Subtotals, taxes, shipping and other lines of orders by their code"},
        source=lambda context: _totals_by_code(context.source, _known_code(context)),
        target=lambda context: _totals_by_code(context.target, lambda total: total.c.code),
    ),
    Sum({"products sold": "Quantities in orders", "sales": "Amounts of the lines of orders"}, **_lines()),
    Sum({"gift certificates sold": "Gift certificates in orders"}, **_columns("order_voucher", "amount")),
    Sum({"customer credit": "Credit of all customers"}, **_columns("customer_transaction", "amount")),
    Sum({"reward points": "Reward points of all customers"}, **_columns("customer_reward", "points")),
    Sum(
        {"stock": "Quantities in stock", "prices": "Prices of all products"},
        **_columns("product", "quantity", "price"),
    ),
    Sum({"option stock": "Quantities of all choices in stock"}, **_columns("product_option_value", "quantity")),
    Sum(
        {"option prices": "Prices of all choices by their sign"},
        **_columns("product_option_value", "price", group="price_prefix"),
    ),
    Sum({"discounts": "Discounted prices"}, **_prices("product_discount", special=0)),
    Sum({"special prices": "Special prices"}, **_prices("product_special", special=1)),
    Sum({"coupons": "Discounts of coupons by their type"}, **_columns("coupon", "discount", group="type")),
    Sum({"coupons used": "Amounts of used coupons"}, **_columns("coupon_history", "amount")),
    Sum({"gift certificates": "Amounts of gift certificates"}, **_columns("voucher", "amount")),
    Sum({"gift certificates used": "Used amounts of gift certificates"}, **_columns("voucher_history", "amount")),
)
