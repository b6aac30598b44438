"""Shipping quotes of OpenCart's own methods (store-api 11)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from opencart_proxy.php import as_int, as_number, fields, truthy

if TYPE_CHECKING:
    from opencart_proxy.call import Call

__all__ = ["chosen_quote", "quotes"]

log = logging.getLogger(__name__)

Quote = dict[str, Any]
HUNDREDTH = Decimal("0.01")


def _quote(call: Call, code: str, title: str, cost: Any, tax_class_id: Any) -> Quote:
    taxed = call.tax.taxed(as_number(cost), as_int(tax_class_id))
    return {
        "code": code,
        call.rules.title_key: title,
        "cost": cost,
        "tax_class_id": tax_class_id,
        "text": call.money(taxed),
    }


def _in_zone(call: Call, code: str, places: frozenset[int]) -> bool:
    zone = call.settings.text(f"shipping_{code}_geo_zone_id")
    return not truthy(zone) or as_int(zone) in places


def _flat(call: Call, places: frozenset[int]) -> dict[str, Quote]:
    if not _in_zone(call, "flat", places):
        return {}
    cost, tax_class = call.settings.text("shipping_flat_cost"), call.settings.text("shipping_flat_tax_class_id")
    return {"flat": _quote(call, "flat.flat", "Flat Shipping Rate", cost, tax_class)}


def _item(call: Call, places: frozenset[int]) -> dict[str, Quote]:
    if not _in_zone(call, "item", places):
        return {}
    cost = call.settings.number("shipping_item_cost") * call.cart.pieces_to_ship
    tax_class: Any = call.settings.text("shipping_item_tax_class_id")
    if not call.rules.item_tax_class_as_text:
        tax_class = as_int(tax_class)
    return {"item": _quote(call, "item.item", "Per Item Shipping Rate", cost, tax_class)}


def _weight(call: Call, places: frozenset[int]) -> dict[str, Quote]:
    settings, found = call.settings, {}
    tax_class = settings.text("shipping_weight_tax_class_id")
    for zone in call.db.rows("geo_zone", "name"):
        zone_id = zone["geo_zone_id"]
        if zone_id not in places or not settings.flag(f"shipping_weight_{zone_id}_status"):
            continue
        cost = _rate(settings.text(f"shipping_weight_{zone_id}_rate"), call.cart.weight)
        if cost:
            title = f"{zone['name']}{call.rules.weight_gap}(Weight: {_weight_text(call)})"
            found[f"weight_{zone_id}"] = _quote(call, f"weight.weight_{zone_id}", title, cost, tax_class)
    return found


def _rate(rates: str, weight: Decimal) -> str:
    """Return the cost in ``limit:cost,limit:cost,…`` of the first limit that is not below ``weight``."""
    for entry in rates.split(","):
        limit, _, cost = entry.partition(":")
        if as_number(limit) >= weight:
            return cost
    return ""


def _weight_text(call: Call) -> str:
    table = call.db.table("weight_class_description")
    unit = call.db.scalar(
        select(table.c.unit).where(
            table.c.weight_class_id == call.settings.integer("config_weight_class_id"),
            table.c.language_id == call.language_id,
        )
    )
    return f"{call.cart.weight.quantize(HUNDREDTH, ROUND_HALF_UP):,.2f}{unit or ''}"


def _free(call: Call, places: frozenset[int]) -> dict[str, Quote]:
    enough = call.cart.sub_total >= call.settings.number("shipping_free_total")
    if not enough or not _in_zone(call, "free", places):
        return {}
    return {"free": _quote(call, "free.free", "Free Shipping", 0, 0)}


def _pickup(call: Call, places: frozenset[int]) -> dict[str, Quote]:
    if not _in_zone(call, "pickup", places):
        return {}
    return {"pickup": _quote(call, "pickup.pickup", "Pickup From Store", 0, 0)}


METHODS: Mapping[str, tuple[str, Callable[[Call, frozenset[int]], dict[str, Quote]]]] = {
    "flat": ("Flat Rate", _flat),
    "item": ("Per Item", _item),
    "weight": ("Weight Based Shipping", _weight),
    "free": ("Free Shipping", _free),
    "pickup": ("Pickup", _pickup),
}


def quotes(call: Call, address: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the methods offered for an address of the session, by code and in their order."""
    places = call.geography.geo_zones(as_int(address.get("country_id")), as_int(address.get("zone_id")))
    key, found = call.rules.title_key, []
    for code in call.installed("shipping"):
        if code not in METHODS:
            log.warning("The shipping method “%s” of another extension is not offered by the store API", code)
            continue
        title, quote = METHODS[code]
        offered = quote(call, places)
        if offered:
            sort_order = call.settings.text(f"shipping_{code}_sort_order")
            method = {key: title, "quote": offered, "sort_order": sort_order, "error": False}
            found.append((code, {"code": code, **method} if key == "name" else method))
    tie = call.rules.quotes_tie_by
    found.sort(key=lambda pair: (as_number(pair[1]["sort_order"]), pair[0] if tie == "code" else pair[1][key]))
    return dict(found)


def chosen_quote(methods: Any, code: str) -> Quote | None:
    """Return the quote ``<method>.<quote>`` of a stored list; parts after a second dot are ignored."""
    parts = code.split(".")
    if len(parts) < 2:
        return None
    quote = fields(fields(fields(fields(methods).get(parts[0])).get("quote")).get(parts[1]))
    return quote or None
