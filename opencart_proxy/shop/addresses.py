"""Payment and shipping addresses of the session (store-api 4.4, 13.7, 14.5, 15.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opencart_proxy import texts
from opencart_proxy.database import Row
from opencart_proxy.php import as_int, cell, loads, text
from opencart_proxy.shop import custom_fields
from opencart_proxy.shop.checks import length_between
from opencart_proxy.shop.customers import check_names, custom_field_map
from opencart_proxy.wire.fields import TRIMMED

if TYPE_CHECKING:
    from opencart_proxy.call import Call

__all__ = ["check", "check_lines", "customer_address", "described", "posted_address"]

AS_SENT = ("firstname", "lastname", "company", "address_1", "address_2", "postcode", "city")


def check_lines(call: Call, country: Row | None, prefix: str = "", *, longest_city: int = 128) -> dict[str, str]:
    """Return what is wrong with names, street, city and postcode of the posted address."""
    post = call.request.post
    errors = check_names(call, prefix)
    if not length_between(post(f"{prefix}address_1").strip(TRIMMED), 3, 128):
        errors[f"{prefix}address_1"] = texts.ADDRESS_1
    if not length_between(post(f"{prefix}city"), 2, longest_city):
        errors[f"{prefix}city"] = texts.CITY
    if country and country["postcode_required"] and not length_between(post(f"{prefix}postcode").strip(TRIMMED), 2, 10):
        errors[f"{prefix}postcode"] = texts.POSTCODE
    return errors


def check(call: Call, country: Row | None, *, longest_city: int = 128) -> dict[str, str]:
    """Return what is wrong with a posted address by the rules of OpenCart 3 and 4.0."""
    errors = check_lines(call, country, longest_city=longest_city)
    if not call.request.post("country_id"):
        errors["country"] = texts.COUNTRY
    if not call.request.post("zone_id"):
        errors["zone"] = texts.ZONE
    return {**errors, **custom_fields.check(call, "address", call.group_id, call.request.body.get("custom_field"))}


def described(call: Call, country: Row | None, zone: Row | None) -> dict[str, Any]:
    """Return the names and codes of a country and zone, empty for none."""
    place, part = country or {}, zone or {}
    return {
        "zone": part.get("name") or "",
        "zone_code": part.get("code") or "",
        "country": place.get("name") or "",
        "iso_code_2": place.get("iso_code_2") or "",
        "iso_code_3": place.get("iso_code_3") or "",
        "address_format": place.get("address_format") or "",
    }


def posted_address(call: Call, country: Row | None, prefix: str = "", **first: Any) -> dict[str, Any]:
    """Return the session's map of the posted address, ``first`` before all (4.x: ``address_id``)."""
    post = call.request.post
    zone_id, country_id = post(f"{prefix}zone_id"), post(f"{prefix}country_id")
    names = described(call, country, call.geography.zone(as_int(zone_id)))
    return {
        **first,
        **{name: post(prefix + name) for name in AS_SENT},
        "zone_id": zone_id,
        "zone": names["zone"],
        "zone_code": names["zone_code"],
        "country_id": country_id if call.rules.line == "3.0" else as_int(country_id),
        "country": names["country"],
        "iso_code_2": names["iso_code_2"],
        "iso_code_3": names["iso_code_3"],
        "address_format": names["address_format"],
        "custom_field": custom_field_map(call.request.body.get(f"{prefix}custom_field")),
    }


def customer_address(call: Call, address_id: int) -> dict[str, Any] | None:
    """Return an address of the logged-in customer as the session keeps it; ``None`` if it is not theirs."""
    if not call.customer_id or not address_id:
        return None
    row = call.db.row("address", address_id=address_id, customer_id=call.customer_id)
    if row is None:
        return None
    country = call.geography.country(row["country_id"], enabled=False)
    zone = call.geography.zone(row["zone_id"], enabled=False)
    names = described(call, country, zone)
    return {
        "address_id": cell(row["address_id"]),
        **{name: text(row[name]) for name in AS_SENT},
        "zone_id": cell(row["zone_id"]),
        "zone": names["zone"],
        "zone_code": names["zone_code"],
        "country_id": cell(row["country_id"]),
        "country": names["country"],
        "iso_code_2": names["iso_code_2"],
        "iso_code_3": names["iso_code_3"],
        "address_format": names["address_format"],
        "custom_field": loads(row["custom_field"]) or [],
        "default": cell(row["default"]),
    }
