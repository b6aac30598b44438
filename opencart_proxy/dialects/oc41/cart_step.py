"""The steps ``cart`` and ``product_add``: check products, then put them into the cart (store-api 15.2)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.database import Row
from opencart_proxy.php import as_int, entries, fields, text, truthy
from opencart_proxy.shop.checks import matches
from opencart_proxy.shop.products import (
    CHOICES,
    Option,
    load_options,
    purchasable,
    subscription_plans,
    variant_options,
)

__all__ = ["cart", "product_add"]

SUCCESS = {"success": texts.CART_MODIFIED}


class _Catalogue:
    """What the checks need to know about the posted products; a fixed number of queries."""

    def __init__(self, call: Call, products: list[int]) -> None:
        self.call = call
        self.products = purchasable(call, products)
        self.options = load_options(call, (row["master_id"] or key for key, row in self.products.items()))
        self.plans = subscription_plans(call, self.products)
        self.credit: Counter[int] = Counter()
        self.value_credit: dict[int, int] = {}
        order_id = as_int(call.request.post("order_id"))
        if order_id:
            self._credit(order_id)

    def _credit(self, order_id: int) -> None:
        """Count what the order that is being edited already holds."""
        held = {}
        for line in self.call.db.rows("order_product", "order_product_id", order_id=order_id):
            held[line["order_product_id"]] = line["quantity"]
            self.credit[line["product_id"]] += line["quantity"]
        for option in self.call.db.rows("order_option", "order_option_id", order_id=order_id):
            self.value_credit[option["product_option_value_id"]] = held.get(option["order_product_id"], 0)

    def stock(self, product: Row) -> int:
        return int(product["quantity"]) + self.credit[product["product_id"]]

    def options_of(self, product: Row) -> dict[int, Option]:
        return self.options.get(product["master_id"] or product["product_id"], {})

    def chosen(self, product: Row, posted: Any) -> dict[str, Any]:
        """Return the options as they go into the cart: none that is empty, and a variant's own."""
        given = {key: value for key, value in entries(posted) if truthy(value)}
        return {**given, **variant_options(self.call, product)}

    def option_errors(self, product: Row, chosen: dict[str, Any], quantity: int, *, stock: bool) -> dict[int, str]:
        """Return what is wrong with the chosen options, by ``product_option_id``."""
        errors, known = {}, self.options_of(product)
        for key, value in chosen.items():
            option = known.get(as_int(key))
            error = texts.NO_OPTION if option is None else self._value_error(option, value, quantity, stock=stock)
            if error:
                errors[as_int(key)] = error
        for option in known.values():
            error = _input_error(option, chosen.get(str(option.product_option_id)))
            if error:
                errors[option.product_option_id] = error
        return errors

    def _value_error(self, option: Option, value: Any, quantity: int, *, stock: bool) -> str:
        if option.kind not in CHOICES:
            return ""
        values = [item for _, item in entries(value)] if option.kind == "checkbox" else [value]
        error = ""
        for value_id in map(as_int, values):
            row = option.values.get(value_id)
            if row is None:
                error = texts.NO_OPTION
            elif stock and row["subtract"]:
                left = row["quantity"] + self.value_credit.get(value_id, 0)
                error = texts.OPTION_STOCK if not left or left < quantity else error
        return error

    def plan_refused(self, product_id: int, plan_id: int) -> bool:
        """Whether the product is sold by plans only, and not by this one."""
        return any(key[0] == product_id for key in self.plans) and (product_id, plan_id) not in self.plans


def _input_error(option: Option, value: Any) -> str:
    if option.required and not truthy(value):
        return texts.REQUIRED % option.name
    if option.kind == "text" and option.validation and truthy(value):
        fits = matches(option.validation, text(value), escaped=True)
        return "" if fits else texts.NOT_VALID_INPUT % option.name
    return ""


def cart(call: Call) -> dict[str, Any]:
    """Put the posted ``product`` list into the cart, up to the first one with an error."""
    posted = [(key, fields(line)) for key, line in entries(call.request.body.get("product"))]
    ids = [as_int(line.get("product_id")) for _, line in posted]
    confirming = call.request.param("call") == "confirm"
    if confirming:
        _lock(call, ids, [line for _, line in posted])
    catalogue = _Catalogue(call, ids)
    ordered: Counter[int] = Counter()
    for product_id, (_, line) in zip(ids, posted, strict=True):
        ordered[product_id] += as_int(line.get("quantity"))
    errors: dict[str, str] = {}
    for product_id, (key, line) in zip(ids, posted, strict=True):
        product = catalogue.products.get(product_id)
        if product is None:
            errors[f"product_{key}_product"] = texts.NO_PRODUCT
            continue
        errors |= _line_errors(catalogue, key, line, product, ordered[product_id], confirming=confirming)
        if not errors:
            options = catalogue.chosen(product, line.get("option"))
            plan_id = as_int(line.get("subscription_plan_id"))
            call.cart.add(product_id, as_int(line.get("quantity")), options, plan_id)
    return {"error": {**errors, "warning": texts.CART_ERRORS}} if errors else SUCCESS


def _line_errors(
    catalogue: _Catalogue, key: str, line: dict[str, Any], product: Row, ordered: int, *, confirming: bool
) -> dict[str, str]:
    counts = not catalogue.call.settings.flag("config_stock_checkout")
    chosen = catalogue.chosen(product, line.get("option"))
    found = catalogue.option_errors(product, chosen, as_int(line.get("quantity")), stock=counts)
    errors = {f"product_{key}_option_{option_id}": error for option_id, error in found.items()}
    stock = catalogue.stock(product)
    if counts and (not stock or stock < ordered):
        errors[f"product_{key}_product"] = texts.PRODUCT_STOCK
    if confirming and product["minimum"] > ordered:
        errors[f"product_{key}_product"] = texts.MINIMUM % (product["name"], product["minimum"])
    if catalogue.plan_refused(product["product_id"], as_int(line.get("subscription_plan_id"))):
        errors[f"product_{key}_subscription"] = texts.PLAN_NOT_VALID
    return errors


def _lock(call: Call, ids: list[int], lines: list[dict[str, Any]]) -> None:
    """Keep others from selling the same products until the call is over."""
    values: set[int] = set()
    for line in lines:
        for _, value in entries(line.get("option")):
            chosen = [item for _, item in entries(value)] or [value]
            values |= {as_int(item) for item in chosen}
    call.db.lock("product", "product_id", ids)
    call.db.lock("product_option_value", "product_option_value_id", values)


def product_add(call: Call) -> dict[str, Any]:
    """Put one posted product into the cart."""
    body = call.request.body
    product_id, quantity = as_int(body.get("product_id")), as_int(body.get("quantity", "1"))
    plan_id = as_int(body.get("subscription_plan_id"))
    catalogue = _Catalogue(call, [product_id])
    product = catalogue.products.get(product_id)
    if product is None:
        return {"error": {"warning": texts.NO_PRODUCT}}
    wanted = quantity + sum(line.quantity for line in call.cart.lines if line.product_id == product_id)
    options = catalogue.chosen(product, body.get("option"))
    found = catalogue.option_errors(product, options, wanted, stock=True)
    errors = {f"option_{option_id}": error for option_id, error in found.items()}
    short = not product["quantity"] or product["quantity"] < wanted - catalogue.credit[product_id]
    if short and not call.settings.flag("config_stock_checkout"):
        errors["warning"] = texts.PRODUCT_STOCK
    if catalogue.plan_refused(product_id, plan_id):
        errors["subscription"] = texts.PLAN_NOT_VALID
    if errors:
        return {"error": errors}
    call.cart.add(product_id, quantity, options, plan_id)
    return SUCCESS
