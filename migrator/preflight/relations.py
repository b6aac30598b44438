"""Which column of the source refers to which, from the invariants 10, 17, 18, 20, 24, 32, 36 and 45 of the data map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["RELATIONS", "Relation"]


@dataclass(frozen=True, slots=True)
class Relation:
    """``columns`` of ``table`` name a row of ``parent`` by ``parent_columns``; with ``optional``, 0 names none."""

    table: str
    columns: tuple[str, ...]
    parent: str
    parent_columns: tuple[str, ...]
    optional: bool = False


LINES = """
zone: country_id
zone_to_geo_zone: country_id, geo_zone_id, zone_id?
tax_rate: geo_zone_id
tax_rule: tax_class_id, tax_rate_id
tax_rate_to_customer_group: tax_rate_id, customer_group_id

product: manufacturer_id?, tax_class_id?, stock_status_id, weight_class_id, length_class_id
product_description: product_id, language_id
product_option: product_id, option_id
product_option_value: product_option_id+product_id+option_id > product_option, option_value_id+option_id > option_value
product_to_category: product_id, category_id
product_to_store: product_id, store_id?
product_filter: product_id, filter_id
product_attribute: product_id, attribute_id
product_related: product_id, related_id > product.product_id
product_image: product_id
product_reward: product_id
product_discount: product_id
product_special: product_id
product_recurring: product_id, recurring_id
product_to_download: product_id, download_id
product_to_layout: product_id, layout_id?

filter: filter_group_id
attribute: attribute_group_id
option_value: option_id
category_filter: category_id, filter_id

address: customer_id
customer_affiliate: customer_id
customer_transaction: customer_id
customer_reward: customer_id
customer_history: customer_id
customer_ip: customer_id
customer_approval: customer_id
customer_wishlist: customer_id, product_id
cart: customer_id?, product_id

order_product: order_id
order_option: order_product_id+order_id > order_product
order_history: order_id
order_total: order_id
order_voucher: order_id
order_recurring: order_id
order_recurring_transaction: order_recurring_id
"""
"""``table: column, column?``: the column names a row of the table it is called after (``product_id`` > ``product``), 0 is
allowed with ``?``; ``a+b > parent`` must agree in all columns, ``a > parent.b`` is called differently there."""


def _relations(lines: str) -> Iterator[Relation]:
    for line in filter(None, lines.splitlines()):
        table, _, columns = line.partition(": ")
        for column in columns.split(", "):
            names, _, parent = column.rstrip("?").partition(" > ")
            parent, _, other = (parent or names.removesuffix("_id")).partition(".")
            own = tuple(names.split("+"))
            yield Relation(table, own, parent, (other,) if other else own, column.endswith("?"))


RELATIONS = tuple(_relations(LINES))
