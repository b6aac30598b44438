"""The stock that an order takes and gives back (store-api 16.5, steps 3 and 6)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencart_proxy.call import Call

__all__ = ["give_back", "take"]


def take(call: Call, order_id: int) -> None:
    """Subtract the order's quantities from products, masters and option values that are counted."""
    _move(call, order_id, -1)


def give_back(call: Call, order_id: int) -> None:
    """Add the order's quantities again."""
    _move(call, order_id, 1)


def _move(call: Call, order_id: int, sign: int) -> None:
    products: Counter[int] = Counter()
    values: Counter[int] = Counter()
    quantities: dict[int, int] = {}
    for line in call.db.rows("order_product", "order_product_id", order_id=order_id):
        quantities[line["order_product_id"]] = line["quantity"]
        products[line["product_id"]] += line["quantity"]
        if line["master_id"] and call.rules.line != "3.0":
            products[line["master_id"]] += line["quantity"]
    for option in call.db.rows("order_option", "order_option_id", order_id=order_id):
        if option["product_option_value_id"]:
            values[option["product_option_value_id"]] += quantities.get(option["order_product_id"], 0)
    call.db.lock("product", "product_id", products)
    call.db.lock("product_option_value", "product_option_value_id", values)
    for product_id, quantity in sorted(products.items()):
        call.db.add("product", {"product_id": product_id, "subtract": 1}, quantity=sign * quantity)
    for value_id, quantity in sorted(values.items()):
        where = {"product_option_value_id": value_id, "subtract": 1}
        call.db.add("product_option_value", where, quantity=sign * quantity)
