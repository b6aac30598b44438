"""Step 10: orders, their lines and totals, and recurring orders as subscriptions."""

from __future__ import annotations

from sqlalchemy import case, func, not_, select

from migrator.engine.context import Context
from migrator.engine.notes import Note
from migrator.engine.sql import concat, same_code
from migrator.engine.step import Step
from migrator.engine.tablemap import Expr, Part, Scope, TableMap, computed, renamed, table_map, value
from steps.attributes import OPTION_TYPE
from steps.convert.shipped import SHIPPED
from steps.order_columns import address_id, language_code, payment_method, shipping_method
from steps.rules import json_columns, json_rules, needs_php
from steps.subscriptions import SUBSCRIPTION_MAPS, subscription_remarks

CUSTOM_FIELDS = ("custom_field", "payment_custom_field", "shipping_custom_field")


def has_vouchers(context: Context) -> bool:
    """Whether the target knows gift certificates (4.0 does, 4.1 does not)."""
    return context.target_has("order_voucher")


# -- totals -------------------------------------------------------------------------------------------


def _known_totals(context: Context) -> list[str]:
    return sorted(SHIPPED["total"] - (set() if has_vouchers(context) else {"voucher"}))


def _total_code(s: Scope) -> Expr:
    return case((same_code(s.c.code, _known_totals(s.context)), s.c.code), else_="handling")


# -- lines that come from elsewhere -------------------------------------------------------------------


def _line_offset(context: Context) -> int:
    return context.maximum("order_product", "order_product_id")


def _history_offset(context: Context) -> int:
    return context.maximum("order_history", "order_history_id")


def _status_of_order(s: Scope) -> Expr:
    order = s.other("order")
    found = select(order.c.order_status_id).where(order.c.order_id == s.c.order_id)
    return func.coalesce(found.scalar_subquery(), 0)


def _shipment_comment(s: Scope) -> Expr:
    name: Expr = s.c.shipping_courier_id
    if s.has("shipping_courier"):
        courier = s.other("shipping_courier")
        found = select(courier.c.shipping_courier_name).where(
            concat(courier.c.shipping_courier_id, "") == s.c.shipping_courier_id
        )
        name = func.coalesce(found.limit(1).scalar_subquery(), s.c.shipping_courier_id)
    return concat("Shipped with ", name, ", tracking number ", s.c.tracking_number)


VOUCHER_LINE = {
    "order_product_id": computed(
        "order_voucher_id above the last order_product_id",
        lambda s: s.c.order_voucher_id + _line_offset(s.context),
        "order_voucher_id",
    ),
    "product_id": value(0),
    "master_id": value(0),
    "name": renamed("description"),
    "model": value(""),
    "quantity": value(1),
    "price": renamed("amount"),
    "total": renamed("amount"),
    "tax": value(0),
    "reward": value(0),
}


def _remarks(context: Context) -> None:
    allowed = _known_totals(context)
    for row in context.select(
        lambda total: (
            select(total.c.code, func.count().label("rows"))
            .where(not_(same_code(total.c.code, allowed)))
            .group_by(total.c.code)
        ),
        "order_total",
    ):
        context.note(
            Note(
                "order_total_code",
                "order_total",
                row["code"],
                f"{row['rows']} order totals of “{row['code']}” became “handling”: OpenCart 4 has no such total, and an "
                "order with it could not change its status; title and amount stay",
                {**row, "new_code": "handling"},
            )
        )


STEP = Step(
    step_id="orders",
    name="Orders Migration",
    description="Orders with lines, options, totals and history, gift certificates, and subscriptions",
    category="core",
    depends_on=("default_data", "products", "customers"),
    tables=(
        "order",
        "order_history",
        "order_option",
        "order_product",
        "order_recurring",
        "order_recurring_transaction",
        "order_shipment",
        "order_total",
        "order_voucher",
        "shipping_courier",
    ),
    maps=(
        table_map(
            "order",
            columns={
                **json_rules(*CUSTOM_FIELDS),
                "subscription_id": value(0),
                "transaction_id": value(""),
                "payment_address_id": computed(
                    "the customer's address with the same fields, else 0", lambda s: address_id(s, s.c, "payment")
                ),
                "shipping_address_id": computed(
                    "the customer's address with the same fields, else 0", lambda s: address_id(s, s.c, "shipping")
                ),
                "payment_method": computed(
                    "payment_method and payment_code as JSON",
                    lambda s: payment_method(s.c),
                    "payment_method",
                    "payment_code",
                ),
                "shipping_method": computed(
                    "shipping_method, shipping_code, the shipping total and tax class as JSON",
                    lambda s: shipping_method(s, s.c),
                    "shipping_method",
                    "shipping_code",
                ),
                "language_code": computed("the code of language_id", lambda s: language_code(s, s.c)),
            },
            dropped={"fax": "OpenCart 4 has no fax numbers"},
            convert=json_columns("order", *CUSTOM_FIELDS),
            convert_when=needs_php(*CUSTOM_FIELDS),
        ),
        TableMap(
            "order_product",
            (Part("order_product", {"master_id": value(0, "no variant")}),),
            when=has_vouchers,
        ),
        TableMap(
            "order_product",
            (
                Part("order_product", {"master_id": value(0, "no variant")}),
                Part(
                    "order_voucher",
                    VOUCHER_LINE,
                    dropped=dict.fromkeys(
                        (
                            "voucher_id",
                            "code",
                            "from_name",
                            "from_email",
                            "to_name",
                            "to_email",
                            "voucher_theme_id",
                            "message",
                        ),
                        "OpenCart 4.1 has no gift certificates; the line keeps their name and amount",
                    ),
                    key="order_voucher_id",
                    offset=_line_offset,
                    text="gift certificates sold, so that the order's lines still add up",
                ),
            ),
            when=lambda context: not has_vouchers(context),
        ),
        table_map("order_option", columns=OPTION_TYPE),
        table_map(
            "order_total",
            columns={
                "extension": value("opencart"),
                "code": computed("code; “handling” for totals that OpenCart 4 does not know", _total_code, "code"),
            },
        ),
        TableMap(
            "order_history",
            (
                Part("order_history"),
                Part(
                    "order_shipment",
                    {
                        "order_history_id": computed(
                            "order_shipment_id above the last order_history_id",
                            lambda s: s.c.order_shipment_id + _history_offset(s.context),
                            "order_shipment_id",
                        ),
                        "order_status_id": computed("the order's status", _status_of_order),
                        "notify": value(0),
                        "comment": computed(
                            "courier and tracking number", _shipment_comment, "shipping_courier_id", "tracking_number"
                        ),
                    },
                    key="order_shipment_id",
                    offset=_history_offset,
                    reads=("shipping_courier",),
                ),
            ),
        ),
        table_map("order_voucher"),
        *SUBSCRIPTION_MAPS,
    ),
    remarks=(_remarks, subscription_remarks),
)

__all__ = ["STEP"]
