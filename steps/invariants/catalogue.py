"""Products and what belongs to them: invariants 16 to 20, 23 and 24 (data-map 6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, exists, func, or_, select

from migrator.engine.context import Context
from migrator.engine.invariants import Invariant, Violation
from steps.invariants.find import Find, violations
from steps.invariants.references import Reference, broken, many

__all__ = ["INVARIANTS"]

IN_STORES = ("category", "product", "manufacturer", "information")

PRODUCTS = many(
    "product",
    "manufacturer_id?",
    "tax_class_id?",
    "stock_status_id",
    "weight_class_id",
    "length_class_id",
    "master_id>product?",
)

OPTIONS = (
    *many("product_option", "product_id", "option_id"),
    Reference("product_option_value", "product_option_id", "product_option", also=("product_id", "option_id")),
    Reference("product_option_value", "option_value_id", "option_value", also=("option_id",)),
)
TYPES = ("select", "radio", "checkbox", "text", "textarea", "file", "date", "time", "datetime")
CHOICES = ("select", "radio", "checkbox")

PARTS = (
    *many("product_to_category", "product_id", "category_id"),
    *many("product_filter", "product_id", "filter_id"),
    *many("product_attribute", "product_id", "attribute_id", "language_id"),
    *many("product_related", "product_id", "related_id>product"),
    *many("product_image", "product_id"),
    *many("product_reward", "product_id", "customer_group_id"),
    *many("product_discount", "product_id", "customer_group_id"),
    *many("product_special", "product_id", "customer_group_id"),
    *many("product_subscription", "product_id", "subscription_plan_id", "customer_group_id"),
    *many("product_to_download", "product_id", "download_id"),
    *many("product_to_layout", "product_id", "store_id?", "layout_id"),
    *many("product_code", "product_id"),
    *many("product_viewed", "product_id"),
)

GROUPS = (
    *many("filter", "filter_group_id"),
    *many("attribute", "attribute_group_id"),
    *many("option_value", "option_id"),
    *many("category_filter", "category_id", "filter_id"),
)


def _in_stores(context: Context) -> Iterator[Violation]:
    yield from violations(context, (_without_store(context, entity) for entity in IN_STORES))


def _without_store(context: Context, entity: str) -> Find:
    key = f"{entity}_id"

    def statement(table: Any) -> Select[Any]:
        own, link, store = table(entity).alias(), table(f"{entity}_to_store").alias(), table("store").alias()
        is_store = or_(link.c.store_id == 0, exists().where(store.c.store_id == link.c.store_id))
        return select(own.c[key]).where(~exists().where(link.c[key] == own.c[key], is_store))

    return Find(
        entity,
        (key,),
        statement(context.target.table),
        lambda row: f"{entity} {row[key]} is in no store, so nobody sees it",
        lambda: [statement(context.source.table)],
    )


def _option_types(context: Context) -> Iterator[Violation]:
    def unknown(table: Any) -> Select[Any]:
        option = table("option")
        return select(option.c.option_id, option.c.type).where(option.c.type.notin_(TYPES))

    def without_values(table: Any) -> Select[Any]:
        option, own, value = table("option"), table("product_option"), table("product_option_value")
        return select(own.c.product_option_id, own.c.product_id).where(
            exists().where(option.c.option_id == own.c.option_id, option.c.type.in_(CHOICES)),
            # The column has no index, so a subquery for each row would read the whole table as often.
            own.c.product_option_id.notin_(
                select(value.c.product_option_id).where(value.c.product_option_id.is_not(None))
            ),
        )

    yield from violations(
        context,
        (
            Find(
                "option",
                ("option_id",),
                unknown(context.target.table),
                lambda row: f"Option {row['option_id']} has the type “{row['type']}”, which OpenCart 4 does not know",
                lambda: [unknown(context.source.table)],
            ),
            Find(
                "product_option",
                ("product_option_id",),
                without_values(context.target.table),
                lambda row: f"Product {row['product_id']} has the option {row['product_option_id']} without a choice",
                lambda: [without_values(context.source.table)],
            ),
        ),
    )


def _ratings(context: Context) -> Iterator[Violation]:
    product, review = context.target.table("product"), context.target.table("review")
    rated = (
        select(review.c.product_id, func.avg(review.c.rating).label("average"))
        .where(review.c.status == 1)
        .group_by(review.c.product_id)
        .subquery()
    )
    average = func.coalesce(rated.c.average, 0)
    statement = (
        select(product.c.product_id, product.c.rating, average.label("average"))
        .select_from(product.outerjoin(rated, rated.c.product_id == product.c.product_id))
        .where(func.abs(product.c.rating - average) >= 1)
    )
    yield from violations(
        context,
        [
            Find(
                "product",
                ("product_id",),
                statement,
                lambda row: (
                    f"Product {row['product_id']} has the rating {row['rating']}, but its reviews give {row['average']}"
                ),
            )
        ],
    )


INVARIANTS = (
    Invariant(16, "stores", "Every category, product, manufacturer and page is in a store", _in_stores),
    Invariant(
        17,
        "products",
        "What a product names exists: manufacturer, tax, stock status, units",
        lambda context: broken(context, PRODUCTS),
    ),
    Invariant(
        18,
        "product options",
        "The options of products and their choices exist",
        lambda context: broken(context, OPTIONS),
    ),
    Invariant(
        19, "option types", "OpenCart 4 knows every kind of option, and there is something to choose", _option_types
    ),
    Invariant(
        20,
        "parts of products",
        "Nothing belongs to a product that does not exist",
        lambda context: broken(context, PARTS),
    ),
    Invariant(
        23,
        "ratings",
        "The rating of a product is that of its reviews",
        _ratings,
        lambda context: context.target_has("product", "rating"),
    ),
    Invariant(
        24,
        "groups",
        "Filters, attributes and choices belong to groups that exist",
        lambda context: broken(context, GROUPS),
    ),
)
