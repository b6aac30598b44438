"""Discounts, special prices and product codes: invariants 21 and 22 (data-map 6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, Text, exists, func, literal, or_, select

from migrator.engine.context import Context
from migrator.engine.invariants import Invariant, Violation
from migrator.engine.sql import same_text
from steps.invariants.find import Find, violations
from steps.products import CODES

__all__ = ["INVARIANTS"]

DISCOUNT_TYPES = ("F", "P", "S")
DATES = ("date_start", "date_end")


def _count(context: Context, statement: Select[Any], *, target: bool) -> int:
    with (context.target if target else context.source).connect() as connection:
        return int(connection.execute(statement).scalar() or 0)


def _discounts(context: Context) -> Iterator[Violation]:
    discount = context.target.table("product_discount")
    yield from violations(
        context,
        [
            Find(
                "product_discount",
                ("product_discount_id",),
                select(discount.c.product_discount_id, discount.c.product_id).where(
                    or_(
                        discount.c.type.notin_(DISCOUNT_TYPES),
                        discount.c.special.notin_((0, 1)),
                        discount.c.quantity < 1,
                        *(discount.c[name].is_(None) for name in ("type", "special", "quantity", *DATES)),
                    )
                ),
                lambda row: (
                    f"The discount {row['product_discount_id']} of product {row['product_id']} would never apply: "
                    "its type, its quantity or a date is wrong"
                ),
            )
        ],
    )
    found = _count(context, select(func.count()).select_from(discount), target=True)
    wanted = sum(
        _count(context, select(func.count()).select_from(context.source.table(table)), target=False)
        for table in ("product_discount", "product_special")
    )
    if found != wanted:
        message = f"There are {found} discounts and special prices, but the old shop has {wanted}"
        yield Violation("product_discount", "", message, {"found": found, "expected": wanted})


def _codes(context: Context) -> Iterator[Violation]:
    code, product = context.target.table("product_code"), context.source.table("product")
    for name in CODES:
        found = _count(
            context, select(func.count()).where(same_text(code.c.code, literal(name.upper(), Text()))), target=True
        )
        wanted = _count(context, select(func.count()).where(product.c[name] != ""), target=False)
        if found != wanted:
            message = f"{found} products have a code {name.upper()}, but {wanted} have one in the old shop"
            yield Violation("product_code", name.upper(), message, {"found": found, "expected": wanted})
    known = context.target.table("identifier")
    yield from violations(
        context,
        [
            Find(
                "product_code",
                ("product_code_id",),
                select(code.c.product_code_id, code.c.product_id, code.c.code).where(
                    ~exists().where(same_text(known.c.code, code.c.code))
                ),
                lambda row: f"Product {row['product_id']} has a code of the unknown kind “{row['code']}”",
            )
        ],
    )


INVARIANTS = (
    Invariant(
        21,
        "discounts",
        "Every discount and special price applies as before",
        _discounts,
        lambda context: context.target_has("product_discount", "special"),
    ),
    Invariant(
        22,
        "product codes",
        "Every SKU, UPC, EAN, JAN, ISBN and MPN has arrived",
        _codes,
        lambda context: context.target_has("product_code"),
    ),
)
