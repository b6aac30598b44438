"""Columns of an order that OpenCart 4 writes differently; subscriptions repeat them (data-map 2.5, 3.6)."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import BigInteger, Integer, Text, and_, case, cast, func, literal, literal_column, select

from migrator.engine.context import Context
from migrator.engine.sql import before_dot, concat, decimal, json_quote, money, same_bytes, scale
from migrator.engine.tablemap import Expr, Scope
from steps import facts

__all__ = ["address_id", "decimal_places", "language_code", "payment_method", "shipping_method"]

DIGIT = "^[0-9]$"
ADDRESS = (
    "firstname",
    "lastname",
    "company",
    "address_1",
    "address_2",
    "city",
    "postcode",
    "country_id",
    "zone_id",
)


def _two_parts(code: Expr) -> Expr:
    return case((code == "", ""), (code.like("%.%"), code), else_=concat(code, ".", code))


def decimal_places(column: Expr) -> Expr:
    """Return a currency's number of decimal places, which OpenCart 3 keeps as text; 2 where it is none."""
    return case((column.op("REGEXP")(DIGIT), cast(column, BigInteger())), else_=2)


def _digits(text: str | None) -> int:
    """Return the same from a value."""
    return int(text) if text and re.fullmatch(DIGIT, text) else 2


def payment_method(order: Any) -> Expr:
    """Return the JSON of an order's payment method, from the order's columns."""
    return concat(
        '{"name": ',
        json_quote(func.coalesce(order.payment_method, "")),
        ', "code": ',
        json_quote(_two_parts(func.coalesce(order.payment_code, ""))),
        "}",
    )


def shipping_method(s: Scope, order: Any) -> Expr:
    """Return the JSON of an order's shipping method, empty for an order without shipping."""
    name, code = func.coalesce(order.shipping_method, ""), func.coalesce(order.shipping_code, "")
    total = s.other("order_total")

    def document(cost: Expr) -> Expr:
        return concat(
            '{"code": ',
            json_quote(_two_parts(code)),
            ', "name": ',
            json_quote(name),
            ', "cost": "',
            decimal(cost, scale(4)),
            '", "tax_class_id": "',
            _tax_class(s.context, before_dot(code), order.store_id),
            '", "text": ',
            json_quote(_in_currency(s.context, cost * order.currency_value, order.currency_code)),
            "}",
        )

    # The document is made inside the look-up of its cost, so that one look-up does.
    of_total = (
        select(document(func.coalesce(total.c.value, 0)))
        .where(total.c.order_id == order.order_id, total.c.code == "shipping")
        .limit(1)
        .correlate(order.order_id.table)
    )
    if _is_shipped_twice(s.context):
        of_total = of_total.order_by(total.c.order_total_id)
    without_total = document(literal_column("0", Integer()))
    return case((and_(name == "", code == ""), ""), else_=func.coalesce(of_total.scalar_subquery(), without_total))


def _is_shipped_twice(context: Context) -> bool:
    """Whether any order has two totals for shipping, of which the first counts: sorting all of them takes its time."""

    def find() -> bool:
        twice = context.select(
            lambda total: (
                select(total.c.order_id)
                .where(total.c.code == "shipping")
                .group_by(total.c.order_id)
                .having(func.count() > 1)
                .limit(1)
            ),
            "order_total",
        )
        return bool(twice)

    return context.fact("is_shipped_twice", find)


def _in_currency(context: Context, amount: Expr, currency_code: Expr) -> Expr:
    """Return an amount as an order in that currency shows it, empty for a currency that is gone."""
    currencies = context.fact("currencies", lambda: context.rows("currency"))
    if not currencies:
        return literal("", Text())
    return case(
        *(
            (
                currency_code == row["code"],
                concat(
                    row["symbol_left"] or "",
                    money(amount, scale(_digits(row["decimal_place"]))),
                    row["symbol_right"] or "",
                ),
            )
            for row in currencies
        ),
        else_="",
    )


def _tax_class(context: Context, extension: Expr, store_id: Expr) -> Expr:
    """Return the tax class that the order's store charges for a shipping extension today, “0” without one."""

    def find() -> dict[tuple[int, str], str]:
        rows = context.rows("setting", "store_id", "key", "value", where="code LIKE 'shipping_%'", order="key")
        end = "_tax_class_id"
        return {
            (int(row["store_id"]), row["key"].removeprefix("shipping_").removesuffix(end)): row["value"]
            for row in rows
            if row["key"].endswith(end) and (row["value"] or "").isdigit()
        }

    classes = context.fact("shipping_tax_classes", find)
    if not classes:
        return literal("0", Text())
    own_first = sorted(classes.items(), key=lambda item: item[0][0] == 0)
    return case(
        *(
            (and_(extension == code, *([store_id == store] if store else [])), literal(number, Text()))
            for (store, code), number in own_first
        ),
        else_="0",
    )


def address_id(s: Scope, order: Any, kind: str) -> Expr:
    """Return the customer's address that equals the order's ``payment`` or ``shipping`` address, else 0."""
    address = s.other("address")
    is_utf8 = s.context.source.schema.is_utf8
    alike = [
        address.c[name] == order[f"{kind}_{name}"]
        if name.endswith("_id")
        else same_bytes(address.c[name], order[f"{kind}_{name}"], is_utf8=is_utf8)
        for name in ADDRESS
    ]
    found = select(func.min(address.c.address_id)).where(address.c.customer_id == order.customer_id, *alike)
    return func.coalesce(found.scalar_subquery(), 0)


def language_code(s: Scope, order: Any) -> Expr:
    """Return the code of the order's language, or of its store's default one when it is gone."""
    shop = facts.default_language(s.context)
    known = [(order.language_id == row["language_id"], row["code"]) for row in facts.languages(s.context)]
    own = {store: facts.default_language(s.context, store) for store in facts.stores(s.context)}
    others = [(order.store_id == store, code) for store, code in own.items() if code != shop]
    return case(*known, *others, else_=shop) if known or others else literal(shop, Text())
