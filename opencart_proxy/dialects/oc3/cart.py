"""``api/cart/…`` (store-api 13.1 to 13.4)."""

from __future__ import annotations

from typing import Any

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.dialects.lines import shown_totals, stock_error, taxed_texts
from opencart_proxy.dialects.shared import stock_tolerated
from opencart_proxy.php import as_int, as_number, cell, entries, fields, truthy
from opencart_proxy.shop import vouchers
from opencart_proxy.shop.cart import Line
from opencart_proxy.shop.products import load_options, purchasable
from opencart_proxy.totals import compute

__all__ = ["METHODS", "add", "edit", "products", "remove"]

METHODS = ("shipping_method", "shipping_methods", "payment_method", "payment_methods")
"""Session keys that a changed cart makes void."""

SUCCESS = {"success": texts.CART_MODIFIED}


def add(call: Call) -> Any:
    """Replace the cart by ``product``, or add one line."""
    body = call.request.body
    if "product" in body:
        call.cart.clear()
        for _, line in entries(body["product"]):
            values = fields(line)
            quantity = as_int(values.get("quantity"))
            call.cart.add(as_int(values.get("product_id")), quantity, values.get("option") or [])
    elif "product_id" in body:
        error = _add_one(call, as_int(body["product_id"]))
        if error:
            return {"error": error}
    else:
        return []
    call.session.forget(*METHODS)
    return SUCCESS


def _add_one(call: Call, product_id: int) -> dict[str, Any]:
    if product_id not in purchasable(call, [product_id]):
        return {"store": texts.NOT_IN_STORE}
    options = {key: value for key, value in entries(call.request.body.get("option")) if truthy(value)}
    missing = {
        str(option.product_option_id): texts.REQUIRED % option.name
        for option in load_options(call, [product_id]).get(product_id, {}).values()
        if option.required and str(option.product_option_id) not in options
    }
    if missing:
        return {"option": missing}
    call.cart.add(product_id, as_int(call.request.body.get("quantity", "1")), options)
    return {}


def edit(call: Call) -> Any:
    """Give a line another quantity."""
    call.cart.set_quantity(as_int(call.request.post("key")), as_int(call.request.post("quantity")))
    call.session.forget(*METHODS, "reward")
    return SUCCESS


def remove(call: Call) -> Any:
    """Remove a line or a bought gift voucher."""
    if "key" not in call.request.body:
        return []
    key = call.request.post("key")
    call.cart.remove(as_int(key))
    bought = fields(call.data.get("vouchers"))
    if key in bought:
        call.data["vouchers"] = {code: voucher for code, voucher in bought.items() if code != key}
    call.session.forget(*METHODS, "reward")
    return SUCCESS


def products(call: Call) -> Any:
    """Return lines, gift vouchers and totals."""
    lines, errors = call.cart.lines, stock_error(call)
    short = [texts.MINIMUM % (line.name, line.product["minimum"]) for line in lines if not line.reaches_minimum]
    answer = {
        "products": [_line(call, line) for line in lines],
        "vouchers": [_voucher(call, voucher) for _, voucher in vouchers.bought(call)],
        "totals": shown_totals(call, compute(call)),
    }
    error = {**errors, **({"minimum": short} if short else {})}
    return {**answer, **({"error": error} if error else {})}


def _line(call: Call, line: Line) -> dict[str, Any]:
    price, total = taxed_texts(call, line)
    return {
        "cart_id": cell(line.cart_id),
        "product_id": cell(line.product_id),
        "name": line.name,
        "model": line.product["model"],
        "option": [
            {
                "product_option_id": cell(choice.option.product_option_id),
                "product_option_value_id": cell(choice.value_id) if choice.row else "",
                "name": choice.option.name,
                "value": choice.value,
                "type": choice.option.kind,
            }
            for choice in line.choices
        ],
        "quantity": cell(line.quantity),
        "stock": line.in_stock or stock_tolerated(call),
        "shipping": cell(line.product["shipping"]),
        "price": price,
        "total": total,
        "reward": line.reward,
    }


def _voucher(call: Call, voucher: dict[str, Any]) -> dict[str, Any]:
    names = ("code", "description", "from_name", "from_email", "to_name", "to_email", "voucher_theme_id", "message")
    amount = as_number(voucher.get("amount"))
    shown = {name: voucher.get(name, "") for name in names}
    return {**shown, "price": call.money(amount), "amount": voucher.get("amount")}
