"""``api/sale/cart…`` (store-api 14.1 to 14.3)."""

from __future__ import annotations

from typing import Any

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.dialects.lines import plan_text, shown_totals, shown_value, stock_error, taxed_texts
from opencart_proxy.php import as_int, as_number, cell, entries, truthy
from opencart_proxy.shop import vouchers
from opencart_proxy.shop.cart import Line
from opencart_proxy.shop.products import load_options, purchasable, subscription_plans, variant_options
from opencart_proxy.totals import compute

__all__ = ["add", "edit", "products", "remove"]

SUCCESS = {"success": texts.CART_MODIFIED}


def products(call: Call) -> Any:
    """Return lines, gift vouchers and totals."""
    lines, error = call.cart.lines, stock_error(call)
    answer = {
        "products": [_line(call, line) for line in lines],
        "vouchers": [
            {
                "key": key,
                "description": voucher.get("description", ""),
                "amount": call.money(as_number(voucher.get("amount"))),
            }
            for key, (_, voucher) in enumerate(vouchers.bought(call))
        ],
        "totals": shown_totals(call, compute(call)),
        "shipping_required": call.cart.ships,
    }
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
                "product_option_id": choice.option.product_option_id,
                "product_option_value_id": cell(choice.row["product_option_value_id"]) if choice.row else "",
                "option_id": cell(choice.option.option_id),
                "option_value_id": cell(choice.row["option_value_id"]) if choice.row else "",
                "name": choice.option.name,
                "value": shown_value(call, choice),
                "type": choice.option.kind,
            }
            for choice in line.choices
        ],
        "subscription": plan_text(call, line),
        "quantity": cell(line.quantity),
        "stock": line.in_stock,
        "minimum": True,
        "reward": line.reward,
        "price": price,
        "total": total,
    }


def add(call: Call) -> Any:
    """Add a line; a variant becomes its master with the variant's options."""
    body = call.request.body
    product_id, plan_id = as_int(body.get("product_id", "0")), as_int(body.get("subscription_plan_id", "0"))
    product = purchasable(call, [product_id]).get(product_id)
    if product is None:
        return {"error": {"warning": texts.NO_PRODUCT}}
    options = {key: value for key, value in entries(body.get("option")) if truthy(value)}
    options |= variant_options(call, product)
    product_id = product["master_id"] or product_id
    errors = {
        f"option_{option.product_option_id}": texts.REQUIRED % option.name
        for option in load_options(call, [product_id]).get(product_id, {}).values()
        if option.required and not truthy(options.get(str(option.product_option_id)))
    }
    plans = subscription_plans(call, [product_id])
    if plans and (product_id, plan_id) not in plans:
        errors["subscription"] = texts.SELECT_PLAN
    if errors:
        return {"error": errors}
    call.cart.add(product_id, as_int(body.get("quantity", "1")), options, plan_id)
    return SUCCESS


def edit(call: Call) -> Any:
    """Give a line another quantity."""
    call.cart.set_quantity(as_int(call.request.post("key")), as_int(call.request.post("quantity", "1")))
    call.session.forget("reward")
    return SUCCESS


def remove(call: Call) -> Any:
    """Remove a line."""
    call.cart.remove(as_int(call.request.post("key")))
    call.session.forget("reward")
    return SUCCESS
