"""Products that can be bought, and their options (store-api 6.4, 13.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from opencart_proxy.database import Row
from opencart_proxy.php import fields, loads

if TYPE_CHECKING:
    from opencart_proxy.call import Call

__all__ = ["CHOICES", "Option", "load_options", "purchasable", "subscription_plans", "variant_options"]

CHOICES = frozenset({"select", "radio", "checkbox"})
"""Option types whose value is one of the product's own values."""

NAMED = ("product_id", "master_id", "model", "name", "tax_class_id", "price", "quantity", "minimum", "shipping")
NEEDED = (*NAMED, "points", "weight", "weight_class_id", "variant", "override", "subtract")


def purchasable(call: Call, products: Iterable[int], *, complete: bool = False) -> dict[int, Row]:
    """Return by id the products that are in the store, described in the language, available and enabled.

    ``complete`` reads all columns of ``product_to_store``, ``product`` and ``product_description``, as 4.1's
    answers show them; otherwise only those the rules need. ``reward`` is added. One query.
    """
    ids = sorted(set(products))
    if not ids:
        return {}
    table = call.db.table
    store, product, described, reward = (
        table("product_to_store"),
        table("product"),
        table("product_description"),
        table("product_reward"),
    )
    columns = {column.name: column for source in (store, product, described) for column in source.c}
    wanted = columns.values() if complete else [columns[name] for name in NEEDED]
    earned = (
        select(reward.c.points)
        .where(reward.c.product_id == product.c.product_id, reward.c.customer_group_id == call.group_id)
        .limit(1)
        .scalar_subquery()
    )
    rows = call.db.all(
        select(*wanted, earned.label("reward"))
        .select_from(product)
        .join(store, store.c.product_id == product.c.product_id)
        .join(described, described.c.product_id == product.c.product_id)
        .where(
            product.c.product_id.in_(ids),
            store.c.store_id == call.store_id,
            described.c.language_id == call.language_id,
            product.c.date_available <= call.stamp,
            product.c.status == 1,
        )
    )
    return {row["product_id"]: row for row in rows}


@dataclass(frozen=True, slots=True)
class Option:
    """A product's option; ``values`` by ``product_option_value_id`` for the types of ``CHOICES``."""

    product_option_id: int
    product_id: int
    option_id: int
    name: str
    kind: str
    required: bool
    validation: str
    value: str
    values: dict[int, Row] = field(default_factory=dict)


def load_options(call: Call, products: Iterable[int]) -> dict[int, dict[int, Option]]:
    """Return the described options of products, by product and ``product_option_id``; two queries."""
    ids = sorted(set(products))
    if not ids:
        return {}
    table = call.db.table
    owned, option, named = table("product_option"), table("option"), table("option_description")
    validation = [option.c.validation] if call.db.has("option", "validation") else []
    result: dict[int, dict[int, Option]] = {}
    by_id: dict[int, Option] = {}
    for row in call.db.all(
        select(
            owned.c.product_option_id,
            owned.c.product_id,
            owned.c.option_id,
            owned.c.required,
            owned.c.value,
            named.c.name,
            option.c.type,
            *validation,
        )
        .join(option, option.c.option_id == owned.c.option_id)
        .join(named, named.c.option_id == owned.c.option_id)
        .where(owned.c.product_id.in_(ids), named.c.language_id == call.language_id)
        .order_by(option.c.sort_order, owned.c.product_option_id)
    ):
        found = Option(
            row["product_option_id"],
            row["product_id"],
            row["option_id"],
            row["name"],
            row["type"],
            bool(row["required"]),
            row.get("validation") or "",
            row["value"] or "",
        )
        by_id[found.product_option_id] = found
        result.setdefault(found.product_id, {})[found.product_option_id] = found
    for row in _values(call, [key for key, option in by_id.items() if option.kind in CHOICES]):
        by_id[row["product_option_id"]].values[row["product_option_value_id"]] = row
    return result


def _values(call: Call, options: list[int]) -> list[Row]:
    if not options:
        return []
    owned, value, named = (
        call.db.table("product_option_value"),
        call.db.table("option_value"),
        call.db.table("option_value_description"),
    )
    return call.db.all(
        select(owned, named.c.name)
        .join(value, value.c.option_value_id == owned.c.option_value_id)
        .join(named, named.c.option_value_id == owned.c.option_value_id)
        .where(owned.c.product_option_id.in_(options), named.c.language_id == call.language_id)
        .order_by(value.c.sort_order, owned.c.product_option_value_id)
    )


def variant_options(call: Call, product: Row) -> dict[str, Any]:
    """Return the options that a variant fixes, as far as the rules let them through."""
    if call.rules.variants == "ignored":
        return {}
    variant = fields(loads(product["variant"]))
    if call.rules.variants == "merged":
        return variant
    allowed = fields(fields(loads(product["override"])).get("variant"))
    return {key: value for key, value in variant.items() if allowed.get(key) not in {None, "", "0", 0} and value}


def subscription_plans(call: Call, products: Iterable[int]) -> dict[tuple[int, int], Row]:
    """Return the plans that the customer group may choose, by product and plan; one query.

    Each row has the plan's own columns, its ``name``, and the product's ``trial_price`` and ``price``.
    """
    ids = sorted(set(products))
    if not ids:
        return {}
    table = call.db.table
    offered, plan, named = (
        table("product_subscription"),
        table("subscription_plan"),
        table("subscription_plan_description"),
    )
    rows = call.db.all(
        select(plan, named.c.name, offered.c.product_id, offered.c.trial_price, offered.c.price)
        .join(plan, plan.c.subscription_plan_id == offered.c.subscription_plan_id)
        .join(named, named.c.subscription_plan_id == plan.c.subscription_plan_id)
        .where(
            offered.c.product_id.in_(ids),
            offered.c.customer_group_id == call.group_id,
            plan.c.status == 1,
            named.c.language_id == call.language_id,
        )
        .order_by(plan.c.sort_order, plan.c.subscription_plan_id)
    )
    return {(row["product_id"], row["subscription_plan_id"]): row for row in rows}
