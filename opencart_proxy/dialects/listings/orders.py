"""``GET api/order``, and what ``api/order/info`` includes (store-api 19.5)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, func, select

from opencart_proxy.call import Call
from opencart_proxy.database import Row
from opencart_proxy.dialects.listings.page import contains, limited, moment, numbers, paged
from opencart_proxy.dialects.listings.values import money, picked, plain
from opencart_proxy.orders.info import split_shipping
from opencart_proxy.php import as_int, as_number, cell, fields, loads

__all__ = ["included", "orders"]

HEAD = ("order_id", "invoice_no", "store_id", "store_name", "customer_id", "customer_group_id")
LINE = ("order_product_id", "product_id", "master_id", "name", "model", "quantity", "price", "total", "tax", "reward")
OPTION = ("order_option_id", "product_option_id", "product_option_value_id", "name", "value", "type")


def orders(call: Call) -> Any:
    """List orders; those without a status only when they are asked for."""
    order, status = call.db.table("order"), call.db.table("order_status")
    name = func.concat(order.c.firstname, " ", order.c.lastname)
    query = select(order, name.label("customer"), status.c.name.label("order_status")).outerjoin(
        status,
        and_(status.c.order_status_id == order.c.order_status_id, status.c.language_id == call.language_id),
    )
    param, columns = call.request.param, order.c
    wanted = param("filter_order_status_id")
    if wanted != "any":
        statuses = numbers(call, "filter_order_status_id")
        query = query.where(columns.order_status_id.in_(statuses) if statuses else columns.order_status_id != 0)
    for key in ("order_id", "customer_id", "store_id"):
        ids = numbers(call, f"filter_{key}")
        query = query.where(columns[key].in_(ids)) if ids else query
    if param("filter_email"):
        query = query.where(columns.email == param("filter_email"))
    if param("filter_customer"):
        query = query.where(contains(name, param("filter_customer")))
    for key, column in (("date_added", columns.date_added), ("date_modified", columns.date_modified)):
        start, end = moment(call, f"filter_{key}_from"), moment(call, f"filter_{key}_to", end=True)
        query = query.where(column >= start) if start else query
        query = query.where(column <= end) if end else query
    since = moment(call, "modified_since")
    query = query.where(columns.date_modified >= since) if since else query
    if param("filter_total_min"):
        query = query.where(columns.total >= as_number(param("filter_total_min")))
    if param("filter_total_max"):
        query = query.where(columns.total <= as_number(param("filter_total_max")))
    sorts = {key: columns[key] for key in ("order_id", "date_added", "date_modified", "total")}
    rows, pagination = paged(call, query, {**sorts, "customer": name}, descending=True)
    return {"orders": [limited(call, _order(call, row)) for row in rows], "pagination": pagination}


def _order(call: Call, row: Row) -> dict[str, Any]:
    payment = fields(loads(row["payment_method"]))
    name, code = split_shipping(row["shipping_method"])
    return {
        **picked(row, *HEAD, "customer", "email", "telephone", "order_status_id"),
        "order_status": plain(row["order_status"]),
        "total": money(call, row["total"], row["currency_code"], row["currency_value"]),
        "currency_code": row["currency_code"],
        "currency_value": cell(row["currency_value"]),
        "payment_method": {"name": plain(payment.get("name", "")), "code": payment.get("code", "")},
        "shipping_method": {"name": plain(name), "code": code} if code else None,
        **picked(row, dates=("date_added", "date_modified")),
    }


def included(call: Call, order_id: int) -> dict[str, Any]:
    """Return the parts of an order that ``include`` names; unknown names are passed over."""
    wanted = call.request.param("include").split(",")
    return {name: part(call, order_id) for name, part in PARTS.items() if name in wanted}


def _products(call: Call, order_id: int) -> list[dict[str, Any]]:
    options: dict[int, list[Row]] = {}
    for row in call.db.rows("order_option", "order_option_id", order_id=order_id):
        options.setdefault(row["order_product_id"], []).append(_texts(row, OPTION))
    return [
        {**_texts(row, LINE), "option": options.get(row["order_product_id"], [])}
        for row in call.db.rows("order_product", "order_product_id", order_id=order_id)
    ]


def _totals(call: Call, order_id: int) -> list[dict[str, Any]]:
    rows = call.db.rows("order_total", "sort_order", "order_total_id", order_id=order_id)
    return [_texts(row, ("code", "title", "value", "sort_order")) for row in rows]


def _histories(call: Call, order_id: int) -> list[dict[str, Any]]:
    names = {row["order_status_id"]: row["name"] for row in call.db.rows("order_status", language_id=call.language_id)}
    return [
        {
            **_texts(row, ("order_status_id", "notify", "comment", "date_added")),
            "status": names.get(as_int(row["order_status_id"])),
        }
        for row in call.db.rows("order_history", "date_added", "order_history_id", order_id=order_id)
    ]


def _vouchers(call: Call, order_id: int) -> list[dict[str, Any]]:
    if not call.db.has("order_voucher"):
        return []
    rows = call.db.rows("order_voucher", "order_voucher_id", order_id=order_id)
    return [_texts(row, tuple(name for name in row if name != "order_id")) for row in rows]


def _texts(row: Row, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: cell(row[name]) for name in names if name in row}


PARTS = {"products": _products, "totals": _totals, "histories": _histories, "vouchers": _vouchers}
