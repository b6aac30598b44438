"""A subscription written from the cart (store-api 17.2)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from opencart_proxy.database import Row
from opencart_proxy.php import as_int, dumps, fields
from opencart_proxy.subscriptions.from_orders import PLAN
from opencart_proxy.subscriptions.schedule import schedule

if TYPE_CHECKING:
    from opencart_proxy.call import Call
    from opencart_proxy.shop.cart import Line

__all__ = ["write_subscription"]


def write_subscription(call: Call, subscription_id: int, plan: Row) -> int:
    """Rewrite a subscription from the session and the cart, or create one for id 0; return its id."""
    values = _values(call, plan)
    if subscription_id:
        call.db.update("subscription", {"subscription_id": subscription_id}, **values)
    else:
        subscription_id = call.db.insert("subscription", **values, date_added=call.stamp)
    if call.db.has("subscription_product"):
        for name in ("subscription_product", "subscription_option"):
            call.db.delete(name, subscription_id=subscription_id)
        for line in call.cart.lines:
            _write_line(call, subscription_id, line)
    return subscription_id


def _values(call: Call, plan: Row) -> Row:
    post = call.request.post
    planned = [(line, line.plan) for line in call.cart.lines if line.plan]
    due = schedule(plan, call.now.date(), keeps_trial=False)
    shipping_method = fields(call.data.get("shipping_method"))
    first = planned[0][0] if planned else None
    return {
        "order_id": as_int(post("order_id")),
        "store_id": call.store_id,
        "customer_id": as_int(post("customer_id")),
        "payment_address_id": as_int(post("payment_address_id")),
        "payment_method": dumps(call.data.get("payment_method") or []),
        "shipping_address_id": as_int(post("shipping_address_id")),
        "shipping_method": dumps(shipping_method) if shipping_method else "",
        "product_id": first.product_id if first else 0,
        "quantity": first.quantity if first else 0,
        **{name: plan[name] for name in PLAN},
        "trial_price": _sum(own["trial_price"] for _, own in planned),
        "trial_tax": _sum(call.tax.of(own["trial_price"], line.tax_class_id) for line, own in planned),
        "trial_remaining": due.trial_remaining,
        "price": _sum(own["price"] for _, own in planned),
        "tax": _sum(call.tax.of(own["price"] * line.quantity, line.tax_class_id) for line, own in planned),
        "remaining": due.remaining,
        "date_next": due.date_next.isoformat(),
        "comment": post("comment"),
        "language": call.language["code"],
        "language_id": call.language_id,
        "currency": call.currency,
        "currency_id": call.currencies.rows[call.currency]["currency_id"],
        "date_modified": call.stamp,
    }


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, Decimal(0))


def _write_line(call: Call, subscription_id: int, line: Line) -> None:
    subscription_product_id = call.db.insert(
        "subscription_product",
        subscription_id=subscription_id,
        order_id=0,
        order_product_id=0,
        product_id=line.product_id,
        name=line.name,
        model=line.product["model"],
        quantity=line.quantity,
        trial_price=line.plan["trial_price"] if line.plan else 0,
        price=line.plan["price"] if line.plan else line.price,
    )
    for choice in line.choices:
        call.db.insert(
            "subscription_option",
            subscription_id=subscription_id,
            subscription_product_id=subscription_product_id,
            product_option_id=choice.option.product_option_id,
            product_option_value_id=choice.value_id,
            name=choice.option.name,
            value=choice.value,
            type=choice.option.kind,
        )
