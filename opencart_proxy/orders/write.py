"""Orders created, rewritten and deleted (store-api 16.2 to 16.4)."""

from __future__ import annotations

import secrets
import string
from typing import TYPE_CHECKING

from opencart_proxy.database import Row
from opencart_proxy.orders.draft import REQUEST_FACTS, Draft
from opencart_proxy.orders.status import change_status
from opencart_proxy.php import as_int, as_number, text

if TYPE_CHECKING:
    from opencart_proxy.call import Call
    from opencart_proxy.shop.cart import Line

__all__ = ["create", "delete", "rewrite"]

KEPT_CURRENCY = (
    "marketing_id",
    "tracking",
    "language_id",
    "language_code",
    "currency_id",
    "currency_code",
    "currency_value",
)
PARTS = ("order_product", "order_option", "order_total", "order_subscription")
ALPHABET = string.ascii_letters + string.digits


def create(call: Call, draft: Draft) -> int:
    """Write a new order without a status and return its id."""
    order_id = call.db.insert("order", **draft.values)
    _write_parts(call, order_id, draft)
    return order_id


def rewrite(call: Call, order_id: int, draft: Draft) -> None:
    """Take back what the order booked, and write it anew; its id, origin and date of creation stay."""
    order = call.db.locked("order", order_id=order_id)
    if order is None:
        return
    _void(call, order)
    kept = {*REQUEST_FACTS, *(() if call.rules.rewrite_updates_currency else KEPT_CURRENCY)}
    values = {column: value for column, value in draft.values.items() if column not in kept}
    call.db.update("order", {"order_id": order_id}, **values)
    for name in PARTS:
        call.db.delete(name, order_id=order_id)
    _drop_vouchers(call, order_id)
    _write_parts(call, order_id, draft)


def delete(call: Call, order_id: int) -> None:
    """Take back what the order booked, and delete it with all that belongs to it."""
    order = call.db.locked("order", order_id=order_id)
    if order is None:
        return
    _void(call, order)
    _drop_vouchers(call, order_id)
    for name in (*PARTS, "order_history", "customer_transaction", "order"):
        call.db.delete(name, order_id=order_id)


def _void(call: Call, order: Row) -> None:
    """Leave all processing statuses, silently."""
    if not call.rules.void_by_setting:
        change_status(call, order["order_id"], 0, announce=False)
    elif order["order_status_id"]:
        void = call.settings.integer("config_void_status_id")
        change_status(call, order["order_id"], void, notify=True, announce=False)


def _drop_vouchers(call: Call, order_id: int) -> None:
    """Withdraw the gift vouchers that the order sold: OpenCart 3 switches them off, 4.0 deletes them."""
    if not call.db.has("order_voucher"):
        return
    if call.rules.line == "3.0":
        call.db.update("voucher", {"order_id": order_id}, status=0)
    else:
        call.db.delete("voucher", order_id=order_id)
    call.db.delete("order_voucher", order_id=order_id)


def _write_parts(call: Call, order_id: int, draft: Draft) -> None:
    for line in draft.lines:
        _write_line(call, order_id, line)
    for voucher in draft.vouchers:
        _write_voucher(call, order_id, voucher)
    for row in draft.totals:
        call.db.insert(
            "order_total",
            order_id=order_id,
            extension="opencart",
            code=row.code,
            title=row.title,
            value=row.value,
            sort_order=row.sort_order,
        )


def _write_line(call: Call, order_id: int, line: Line) -> None:
    order_product_id = call.db.insert(
        "order_product",
        order_id=order_id,
        product_id=line.product_id,
        master_id=line.product["master_id"],
        name=line.name,
        model=line.product["model"],
        quantity=line.quantity,
        price=line.price,
        total=line.total,
        tax=call.tax.of(line.price, line.tax_class_id),
        reward=line.reward,
    )
    for choice in line.choices:
        call.db.insert(
            "order_option",
            order_id=order_id,
            order_product_id=order_product_id,
            product_option_id=choice.option.product_option_id,
            product_option_value_id=choice.value_id,
            name=choice.option.name,
            value=choice.value,
            type=choice.option.kind,
        )
    if line.plan:
        _write_subscription(call, order_id, order_product_id, line, line.plan)


def _write_subscription(call: Call, order_id: int, order_product_id: int, line: Line, plan: Row) -> None:
    call.db.insert(
        "order_subscription",
        order_id=order_id,
        order_product_id=order_product_id,
        product_id=line.product_id,
        quantity=line.quantity,
        subscription_plan_id=plan["subscription_plan_id"],
        trial_price=plan["trial_price"],
        trial_tax=call.tax.of(plan["trial_price"], line.tax_class_id),
        trial_frequency=plan["trial_frequency"],
        trial_cycle=plan["trial_cycle"],
        trial_duration=plan["trial_duration"],
        trial_remaining=plan["trial_duration"],
        trial_status=plan["trial_status"],
        price=plan["price"],
        tax=call.tax.of(plan["price"], line.tax_class_id),
        frequency=plan["frequency"],
        cycle=plan["cycle"],
        duration=plan["duration"],
    )


def _write_voucher(call: Call, order_id: int, voucher: Row) -> None:
    """Sell a gift voucher: its own row, and the order's line. Nothing where the schema has none."""
    if not call.db.has("voucher"):
        return
    code = "".join(secrets.choice(ALPHABET) for _ in range(10))
    values: Row = {
        "order_id": order_id,
        "code": code,
        **{name: text(voucher.get(name)) for name in ("from_name", "from_email", "to_name", "to_email", "message")},
        "voucher_theme_id": as_int(voucher.get("voucher_theme_id")),
        "amount": as_number(voucher.get("amount")),
    }
    voucher_id = call.db.insert("voucher", **values, status=1, date_added=call.stamp)
    description = text(voucher.get("description"))
    call.db.insert("order_voucher", **values, voucher_id=voucher_id, description=description)
