"""Step 8: products with everything that belongs to them, and subscription plans."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Text, case, cast, func, literal, select

from migrator.engine.context import Context
from migrator.engine.notes import Note
from migrator.engine.sql import numbers
from migrator.engine.step import Step
from migrator.engine.tablemap import Expr, Part, Scope, TableMap, computed, renamed, table_map, value
from steps.rules import meta_title

CODES = ("sku", "upc", "ean", "jan", "isbn", "mpn")


def _rating(s: Scope) -> Expr:
    review = s.other("review")
    average = func.avg(review.c.rating)
    whole: Any = func.floor(average + 0.5) if s.context.target.release.line == "4.1" else func.floor(average)
    found = select(cast(whole, BigInteger())).where(review.c.product_id == s.c.product_id, review.c.status == 1)
    return func.coalesce(found.scalar_subquery(), 0)


def _number(s: Scope) -> Any:
    return s.joined("codes", lambda: numbers(len(CODES))).c.n


def _code_value(s: Scope) -> Expr:
    return case(*((_number(s) == n, s.c[code]) for n, code in enumerate(CODES, 1)), else_="")


def _code_name(s: Scope) -> Expr:
    return case(*((_number(s) == n, literal(code.upper(), Text())) for n, code in enumerate(CODES, 1)), else_="")


def _cross_codes(s: Scope) -> Any:
    return s.main.join(s.joined("codes", lambda: numbers(len(CODES))), literal(1, BigInteger()) == 1)


def _has_specials_table(context: Context) -> bool:
    return context.target_has("product_special")


def _special_offset(context: Context) -> int:
    return context.maximum("product_discount", "product_discount_id")


def _plan_price(column: str) -> Any:
    def price(s: Scope) -> Expr:
        plan = s.other("recurring")
        found = select(plan.c[column]).where(plan.c.recurring_id == s.c.recurring_id)
        return func.coalesce(found.scalar_subquery(), 0)

    return price


DISCOUNT_41 = {
    "quantity": computed("quantity, at least 1", lambda s: func.greatest(s.c.quantity, 1), "quantity"),
    "type": value("F", "the price itself; the column's default would make it a percentage"),
    "special": value(0),
}
SPECIAL_41 = {
    "quantity": value(1),
    "type": value("F", "the price itself"),
    "special": value(1),
}


def _special_id(s: Scope) -> Any:
    return s.c.product_special_id + _special_offset(s.context)


PRODUCT_DISCOUNT_40 = table_map("product_discount", when=_has_specials_table)
PRODUCT_DISCOUNT_41 = TableMap(
    "product_discount",
    (
        Part("product_discount", DISCOUNT_41),
        Part(
            "product_special",
            {
                **SPECIAL_41,
                "product_discount_id": computed(
                    "product_special_id above the last product_discount_id", _special_id, "product_special_id"
                ),
            },
            key="product_special_id",
            offset=_special_offset,
        ),
    ),
    when=lambda context: not _has_specials_table(context),
)


def _remarks(context: Context) -> None:
    if not _has_specials_table(context):
        both = context.select(
            lambda discount, special: select(func.count(func.distinct(discount.c.product_id)).label("products")).where(
                discount.c.product_id == special.c.product_id, discount.c.quantity > 1
            ),
            "product_discount",
            "product_special",
        )
        if both and both[0]["products"]:
            context.note(
                Note(
                    "special_and_discount",
                    "product_special",
                    "",
                    f"{both[0]['products']} products have a special price and quantity discounts; OpenCart 4.1's cart takes the "
                    "discount of the highest quantity reached, where OpenCart 3 took the special price",
                    dict(both[0]),
                )
            )
    if context.target_has("product_code"):
        context.note(
            Note(
                "codes_shown",
                "product",
                "",
                "OpenCart 4.1 shows SKU, UPC, EAN, JAN, ISBN and MPN on the product page; switch them off under "
                "Catalog › Identifiers where you do not want that",
            )
        )
    if context.maximum("product_recurring", "product_id"):
        context.note(
            Note(
                "subscription_price",
                "product_recurring",
                "",
                "In OpenCart 4 the price of a subscription plan replaces the product's price; in OpenCart 3 it came on "
                "top of it: check the prices of products with plans",
            )
        )


STEP = Step(
    step_id="products",
    name="Products Migration",
    description="Products with texts, codes, images, options, prices, relations and subscription plans",
    category="core",
    depends_on=("default_data", "categories", "manufacturers", "attributes", "filters"),
    tables=(
        "product",
        "product_attribute",
        "product_description",
        "product_discount",
        "product_filter",
        "product_image",
        "product_option",
        "product_option_value",
        "product_recurring",
        "product_related",
        "product_reward",
        "product_special",
        "product_to_category",
        "product_to_store",
        "recurring",
        "recurring_description",
    ),
    maps=(
        table_map(
            "subscription_plan",
            "recurring",
            key="subscription_plan_id",
            columns={"subscription_plan_id": renamed("recurring_id")},
            dropped={
                "price": "moved to product_subscription",
                "trial_price": "moved to product_subscription",
            },
            part_key="recurring_id",
        ),
        table_map(
            "subscription_plan_description",
            "recurring_description",
            columns={"subscription_plan_id": renamed("recurring_id")},
            part_key="recurring_id",
        ),
        table_map(
            "product",
            columns={
                "master_id": value(0, "no variant"),
                "variant": value("", "no variant"),
                "override": value("", "no variant"),
                "rating": computed("the average of the approved reviews as a whole number", _rating),
            },
            dropped={
                **dict.fromkeys(CODES, "moved to product_code"),
                "viewed": "moved to product_viewed",
            },
        ),
        table_map(
            "product_viewed",
            "product",
            columns={"viewed": renamed("viewed")},
            key="product_id",
            text="how often each product was looked at",
        ),
        table_map(
            "product_code",
            "product",
            columns={
                "product_code_id": computed(
                    "six numbers for each product", lambda s: s.c.product_id * len(CODES) - len(CODES) + _number(s)
                ),
                "code": computed("SKU, UPC, EAN, JAN, ISBN, MPN", _code_name),
                "value": computed("the product's code of that kind", _code_value, *CODES),
            },
            key="product_code_id",
            part_key="product_id",
            factor=len(CODES),
            joins=_cross_codes,
            where=lambda s: _code_value(s) != "",
            where_text="one row for each code that is not empty",
        ),
        table_map("product_description", columns=meta_title()),
        table_map("product_attribute"),
        PRODUCT_DISCOUNT_40,
        PRODUCT_DISCOUNT_41,
        table_map("product_special"),
        table_map("product_filter"),
        table_map("product_image"),
        table_map("product_option"),
        table_map("product_option_value"),
        table_map("product_related"),
        table_map("product_reward"),
        table_map("product_to_category"),
        table_map("product_to_store"),
        table_map(
            "product_subscription",
            "product_recurring",
            columns={
                "subscription_plan_id": renamed("recurring_id"),
                "price": computed("the plan's price", _plan_price("price")),
                "trial_price": computed("the plan's trial price", _plan_price("trial_price")),
            },
        ),
    ),
    remarks=(_remarks,),
)

__all__ = ["CODES", "STEP"]
