"""Columns of an order that OpenCart 4 writes differently; subscriptions repeat them (data-map 2.5, 3.6)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Text, and_, case, cast, func, literal, select

from migrator.engine.context import Context
from migrator.engine.sql import before_dot, concat, decimal, json_quote, money, same_text, scale
from migrator.engine.tablemap import Expr, Scope
from steps import facts

__all__ = ["address_id", "decimal_places", "language_code", "payment_method", "shipping_method"]

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
    return case((column.op("REGEXP")("^[0-9]$"), cast(column, BigInteger())), else_=2)


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
    total, currency = s.other("order_total"), s.other("currency")
    of = order.order_id.table
    cost = func.coalesce(
        select(total.c.value)
        .where(total.c.order_id == order.order_id, total.c.code == "shipping")
        .order_by(total.c.order_total_id)
        .limit(1)
        .correlate(of)
        .scalar_subquery(),
        0,
    )
    digits = decimal_places(currency.c.decimal_place)
    text = (
        select(
            concat(
                currency.c.symbol_left,
                money(cost * order.currency_value, digits),
                currency.c.symbol_right,
            )
        )
        .where(currency.c.code == order.currency_code)
        .limit(1)
        .correlate(of)
        .scalar_subquery()
    )
    document = concat(
        '{"code": ',
        json_quote(_two_parts(code)),
        ', "name": ',
        json_quote(name),
        ', "cost": "',
        decimal(cost, scale(4)),
        '", "tax_class_id": "',
        _tax_class(s.context, before_dot(code), order.store_id),
        '", "text": ',
        json_quote(func.coalesce(text, "")),
        "}",
    )
    return case((and_(name == "", code == ""), ""), else_=document)


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
    # MariaDB remembers a subquery by its outer columns, compared in their collation: only the order's id is exact.
    address, own = s.other("address"), s.other("order")
    alike = [
        address.c[name] == own.c[f"{kind}_{name}"]
        if name.endswith("_id")
        else same_text(address.c[name], own.c[f"{kind}_{name}"])
        for name in ADDRESS
    ]
    found = select(func.min(address.c.address_id)).where(
        own.c.order_id == order.order_id, address.c.customer_id == own.c.customer_id, *alike
    )
    return func.coalesce(found.scalar_subquery(), 0)


def language_code(s: Scope, order: Any) -> Expr:
    """Return the code of the order's language, or of its store's default one when it is gone."""
    language = s.other("language")
    found = select(language.c.code).where(language.c.language_id == order.language_id)
    shop = facts.default_language(s.context)
    own = {store: facts.default_language(s.context, store) for store in facts.stores(s.context)}
    others = [(order.store_id == store, code) for store, code in own.items() if code != shop]
    return func.coalesce(found.scalar_subquery(), case(*others, else_=shop) if others else shop)
