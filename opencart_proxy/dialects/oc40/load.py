"""``api/sale/order.load``: put an order into the session (store-api 14.11)."""

from __future__ import annotations

from typing import Any

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.database import Row
from opencart_proxy.orders.booking import bracketed
from opencart_proxy.php import as_int, cell, loads
from opencart_proxy.shop.addresses import AS_SENT

__all__ = ["load"]


def load(call: Call) -> Any:
    """Take an order over: its customer, addresses, methods, vouchers, discounts and lines."""
    order = call.db.row("order", order_id=as_int(call.request.param("order_id")))
    if order is None:
        return {"error": texts.NO_ORDER}
    data = call.data
    data["order_id"] = order["order_id"]
    data["customer"] = _customer(order)
    if call.settings.flag("config_checkout_payment_address"):
        data["payment_address"] = _address(call, order, "payment")
    else:
        call.session.forget("payment_address")
    data["payment_method"] = loads(order["payment_method"])
    if order["shipping_method"]:
        data["shipping_address"] = _address(call, order, "shipping")
        data["shipping_method"] = loads(order["shipping_method"])
    for key, column in (("comment", "comment"), ("currency", "currency_code")):
        if order[column]:
            data[key] = order[column]
    _load_vouchers(call, order)
    if order["affiliate_id"]:
        data["affiliate_id"] = order["affiliate_id"]
    for total in call.db.rows("order_total", "sort_order", "order_total_id", order_id=order["order_id"]):
        inner = bracketed(total["title"])
        if inner is not None:
            data[total["code"]] = inner
    _load_lines(call, order)
    return {"success": texts.ORDERS_MODIFIED}


def _customer(order: Row) -> dict[str, Any]:
    names = ("customer_id", "customer_group_id", "firstname", "lastname", "email", "telephone")
    return {**{name: cell(order[name]) for name in names}, "custom_field": loads(order["custom_field"])}


def _address(call: Call, order: Row, kind: str) -> dict[str, Any]:
    country = call.geography.country(order[f"{kind}_country_id"], enabled=False) or {}
    zone = call.geography.zone(order[f"{kind}_zone_id"], enabled=False) or {}
    stored = {name: cell(order[f"{kind}_{name}"]) for name in ("address_id", *AS_SENT, "zone_id", "zone")}
    return {
        **stored,
        "zone_code": zone.get("code") or "",
        "country_id": cell(order[f"{kind}_country_id"]),
        "country": order[f"{kind}_country"],
        "iso_code_2": country.get("iso_code_2") or "",
        "iso_code_3": country.get("iso_code_3") or "",
        "address_format": order[f"{kind}_address_format"],
        "custom_field": loads(order[f"{kind}_custom_field"]),
    }


def _load_vouchers(call: Call, order: Row) -> None:
    if not call.db.has("order_voucher"):
        return
    default = call.settings.text("config_currency")
    names = ("code", "to_name", "to_email", "from_name", "from_email", "voucher_theme_id", "message")
    call.data["vouchers"] = [
        {
            **{name: cell(row[name]) for name in names},
            "description": "text_for",
            "amount": call.currencies.convert(row["amount"], order["currency_code"], default),
        }
        for row in call.db.rows("order_voucher", "order_voucher_id", order_id=order["order_id"])
    ]


def _load_lines(call: Call, order: Row) -> None:
    options: dict[int, list[Row]] = {}
    for row in call.db.rows("order_option", "order_option_id", order_id=order["order_id"]):
        options.setdefault(row["order_product_id"], []).append(row)
    plans = {
        row["order_product_id"]: row["subscription_plan_id"]
        for row in call.db.rows("order_subscription", order_id=order["order_id"])
    }
    for line in call.db.rows("order_product", "order_product_id", order_id=order["order_id"]):
        line_id = line["order_product_id"]
        call.cart.add(
            line["product_id"],
            line["quantity"],
            _posted(options.get(line_id, [])),
            plans.get(line_id, 0),
            line["price"],
        )


def _posted(options: list[Row]) -> dict[str, Any]:
    """Return an order line's options as they would be posted."""
    result: dict[str, Any] = {}
    for row in options:
        key, value = cell(row["product_option_id"]), cell(row["product_option_value_id"])
        if row["type"] == "checkbox":
            result.setdefault(key, []).append(value)
        else:
            result[key] = value if row["type"] in {"select", "radio"} else row["value"]
    return result
