"""Orders, subscriptions, coupons and returns: invariants 39 and 42 to 48 (data-map 6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, and_, case, exists, func, or_, select, true

from migrator.engine.context import Context
from migrator.engine.invariants import Invariant, Violation
from migrator.engine.sql import decimal, json_has_keys, scale
from migrator.engine.tablemap import Expr
from steps.convert.shipped import SHIPPED, is_shipped
from steps.invariants.find import Find, violations
from steps.invariants.origins import Origin, origins
from steps.invariants.references import Reference, broken, many

__all__ = ["INVARIANTS"]

ORDERS = many("order", "language_id", "currency_id", "store_id?")

PARTS = (
    *many("order_product", "order_id"),
    Reference("order_option", "order_product_id", "order_product", also=("order_id",)),
    *many("order_option", "order_id"),
    *many("order_history", "order_id"),
    *many("order_total", "order_id"),
    *many("order_voucher", "order_id"),
    *many("order_subscription", "order_id"),
    *many("subscription", "order_id"),
    *many("subscription_product", "subscription_id", "order_id"),
)

MARKETING = (
    *many("coupon_history", "coupon_id", "order_id", "customer_id?"),
    *many("coupon_product", "coupon_id", "product_id"),
    *many("coupon_category", "coupon_id", "category_id"),
    *many("customer_reward", "order_id?"),
    *many("customer_transaction", "order_id?"),
    *many("return", "order_id?", "customer_id?"),
    *many("return_history", "return_id"),
)

ADDRESSES = (
    Reference("order", "payment_address_id", "address", zero=True, also=("customer_id",)),
    Reference("order", "shipping_address_id", "address", zero=True, also=("customer_id",)),
)

METHODS = {"payment_method": ("name", "code"), "shipping_method": ("name", "code", "cost", "tax_class_id")}
"""Column → the keys that OpenCart 4 reads without testing (data-map 3.6)."""


def _all_orders(context: Context) -> Iterator[Violation]:
    def totals(order: Any) -> Select[Any]:
        return select(
            func.count().label("number of orders"),
            decimal(func.coalesce(func.sum(order.c.total), 0), scale(4)).label("sum of all orders"),
            func.coalesce(func.max(order.c.order_id), 0).label("highest order number"),
        )

    with context.target.connect() as target, context.source.connect() as source:
        found = target.execute(totals(context.target.table("order"))).mappings().one()
        wanted = source.execute(totals(context.source.table("order"))).mappings().one()
    for what, value in wanted.items():
        if str(found[what]) != str(value):
            message = f"The {what} is {found[what]}, but {value} in the old shop"
            yield Violation("order", "", message, {"found": str(found[what]), "expected": str(value)})


def _total_codes(context: Context) -> Iterator[Violation]:
    total = context.target.table("order_total")
    has_vouchers = context.target_has("voucher")
    known = sorted(code for code in SHIPPED["total"] if is_shipped("total", code, has_vouchers=has_vouchers))
    yield from violations(
        context,
        [
            Find(
                "order_total",
                ("order_total_id",),
                select(total.c.order_total_id, total.c.order_id, total.c.extension, total.c.code).where(
                    or_(
                        func.coalesce(total.c.extension, "") != "opencart",
                        func.coalesce(total.c.code, "").notin_(known),
                    )
                ),
                lambda row: (
                    f"Order {row['order_id']} has the total “{row['code']}” of “{row['extension']}”, which OpenCart 4 "
                    "does not have: the order could not change its status"
                ),
            )
        ],
    )


def _methods(context: Context) -> Iterator[Violation]:
    yield from violations(
        context,
        (
            _incomplete(context, table, column, keys)
            for table in ("order", "subscription")
            for column, keys in METHODS.items()
            if context.target_has(table, column)
        ),
    )


def _incomplete(context: Context, table: str, column: str, keys: tuple[str, ...]) -> Find:
    found = context.target.table(table)
    text, key = func.coalesce(found.c[column], ""), f"{table}_id"
    problems: list[Expr] = [json_has_keys(text, *keys) == 0]
    if column == "payment_method":
        code = func.json_extract(text, "$.code")
        problems.append(and_(code.notin_(("", '""')), ~code.like("%.%")))
    wrong = case((func.json_valid(text) == 0, 1), (or_(*problems), 1), else_=0) == 1
    may_be_empty = column == "shipping_method"
    return Find(
        table,
        (key,),
        select(found.c[key]).where(wrong, *([text != ""] if may_be_empty else [])),
        lambda row: f"{table} {row[key]}: {column} lacks something that OpenCart 4 reads",
    )


def _languages(context: Context) -> Iterator[Violation]:
    order, language = context.target.table("order"), context.target.table("language")
    if context.target_has("order", "language_code"):
        unknown = select(order.c.order_id, order.c.language_code).where(
            ~exists().where(language.c.code == order.c.language_code)
        )
        yield from violations(
            context,
            [
                Find(
                    "order",
                    ("order_id",),
                    unknown,
                    lambda row: (
                        f"Order {row['order_id']} is in the language “{row['language_code']}”, which does not exist"
                    ),
                )
            ],
        )
    yield from broken(context, ORDERS)


def _statuses(context: Context) -> Iterator[Violation]:
    yield from violations(context, (_without_name(context, table) for table in ("order", "order_history")))


def _without_name(context: Context, table: str) -> Find:
    """Return the search for statuses in use that have no name in a language; 0 is an order that was not finished."""

    def statement(tables: Any, origin: Origin) -> Select[Any]:
        own, status, language = tables(origin.table), tables("order_status"), tables("language")
        used = select(own.c.order_status_id).where(own.c.order_status_id != 0).distinct().subquery()
        named = exists().where(
            status.c.order_status_id == used.c.order_status_id,
            status.c.language_id == language.c.language_id,
            status.c.name != "",
        )
        return (
            select(used.c.order_status_id, language.c.language_id)
            .select_from(used.join(language, true()))
            .where(~named)
        )

    return Find(
        table,
        ("order_status_id", "language_id"),
        statement(context.target.table, Origin(table, {}, "", 0)),
        lambda row: f"The order status {row['order_status_id']} has no name in the language {row['language_id']}",
        lambda: [statement(context.source.table, origins(context, table)[0])],
    )


INVARIANTS = (
    Invariant(39, "all orders", "Number, sum and last number of all orders are as before", _all_orders),
    Invariant(
        42,
        "lines of order totals",
        "OpenCart 4 knows every line of the orders' totals",
        _total_codes,
        lambda context: context.target_has("order_total", "extension"),
    ),
    Invariant(
        43,
        "payment and shipping",
        "Every order names its payment and shipping as OpenCart 4 reads them",
        _methods,
        lambda context: not context.target_has("order", "payment_code"),
    ),
    Invariant(44, "orders", "The language, currency and store of every order exist", _languages),
    Invariant(45, "parts of orders", "Nothing belongs to an order that does not exist", lambda c: broken(c, PARTS)),
    Invariant(46, "order statuses", "Every order status in use has a name in every language", _statuses),
    Invariant(
        47,
        "addresses of orders",
        "An order that names an address names one of its customer",
        lambda context: broken(context, ADDRESSES),
    ),
    Invariant(
        48,
        "coupons, points and returns",
        "Coupons, points and returns refer to orders and customers that exist",
        lambda context: broken(context, MARKETING),
    ),
)
