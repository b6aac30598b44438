"""The cart as 4.1 answers it: products, totals, and whether anything ships (store-api 15.4)."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

from dateutil.parser import parse

from opencart_proxy import conf
from opencart_proxy.call import Call
from opencart_proxy.dialects.lines import plan_text, taxed_texts
from opencart_proxy.php import cell
from opencart_proxy.shop.cart import Choice, Line
from opencart_proxy.totals import compute

__all__ = ["cart_part", "products", "totals"]

VALUE_COLUMNS = ("quantity", "subtract", "price", "price_prefix", "points", "points_prefix", "weight", "weight_prefix")
EMPTY_VALUE = {"quantity": 0, "subtract": 0, "price": 0, "points": 0, "weight": 0}
DATES = {"date": "%Y-%m-%d", "time": "%H:%M:%S", "datetime": "%Y-%m-%d %H:%M:%S"}
OWN = frozenset({"image", "quantity", "price", "points", "weight", "reward"})


def cart_part(call: Call, *, with_totals: bool = True) -> dict[str, Any]:
    """Return ``products``, ``totals`` and ``shipping_required``."""
    part = {"products": products(call)}
    if with_totals:
        part["totals"] = totals(call)
    return {**part, "shipping_required": call.cart.ships}


def totals(call: Call) -> list[dict[str, Any]]:
    """Return the totals with their texts."""
    return [
        {
            "text": call.money(row.value),
            "extension": "opencart",
            "code": row.code,
            "title": row.title,
            "value": row.value,
            "sort_order": row.sort_order,
        }
        for row in compute(call).rows
    ]


def products(call: Call) -> list[dict[str, Any]]:
    """Return the lines with all that the store knows about their products."""
    return [_line(call, line) for line in call.cart.lines]


def _line(call: Call, line: Line) -> dict[str, Any]:
    price_text, total_text = taxed_texts(call, line)
    return {
        **{name: cell(value) for name, value in line.product.items() if name not in OWN},
        "subscription_plan_id": cell(line.plan["subscription_plan_id"]) if line.plan else 0,
        "subscription": plan_text(call, line, raw_frequency=True),
        "image": _image(line.product["image"]),
        "option": [_choice(call, choice) for choice in line.choices],
        "price_text": price_text,
        "total_text": total_text,
        "cart_id": cell(line.cart_id),
        "quantity": cell(line.quantity),
        "download": [
            {name: cell(value) for name, value in row.items()} for row in call.cart.downloads.get(line.product_id, [])
        ],
        "minimum_status": line.reaches_minimum,
        "stock": cell(line.product["quantity"]),
        "stock_status": line.in_stock,
        "price": cell(line.price) if line.price_as_stored else line.price,
        "total": line.total,
        "reward": line.reward,
        "points": line.points,
        "weight": line.weight,
    }


def _image(path: str) -> str:
    """Return the image's path if there is such a file, else the placeholder's."""
    folder = conf.image_folder()
    exists = bool(path) and (not folder or (Path(folder) / path).is_file())
    return path if exists else "placeholder.png"


def _choice(call: Call, choice: Choice) -> dict[str, Any]:
    row = choice.row
    values = {name: cell(row[name]) if row else EMPTY_VALUE.get(name, "") for name in VALUE_COLUMNS}
    return {
        "value": _normal(choice.option.kind, choice.value),
        "product_option_id": choice.option.product_option_id,
        "product_option_value_id": cell(choice.value_id) if row else 0,
        "option_id": cell(choice.option.option_id),
        "name": choice.option.name,
        "type": choice.option.kind,
        "option_value_id": cell(row["option_value_id"]) if row else 0,
        **values,
    }


def _normal(kind: str, value: str) -> str:
    """Return a date or time as the database writes it; the beginning of 1970 for an unreadable one, as PHP does."""
    if kind not in DATES or not value:
        return value
    day_first = re.match(r"\d{1,2}[-.]\d{1,2}[-.]\d{4}", value) is not None
    try:
        moment: datetime = parse(value, dayfirst=day_first, ignoretz=True)
    except (ValueError, OverflowError):
        moment = datetime(1970, 1, 1)
    return format(moment, DATES[kind])
