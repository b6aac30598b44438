"""An order as OpenCart 3 answers it (store-api 13.14, 20)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opencart_proxy.php import cell, fields, loads, text

if TYPE_CHECKING:
    from opencart_proxy.call import Call

__all__ = ["order_info", "split_payment", "split_shipping"]

HEAD = (
    "order_id",
    "invoice_no",
    "invoice_prefix",
    "store_id",
    "store_name",
    "store_url",
    "customer_id",
    "firstname",
    "lastname",
    "email",
    "telephone",
)
ADDRESS = (
    "firstname",
    "lastname",
    "company",
    "address_1",
    "address_2",
    "postcode",
    "city",
    "zone_id",
    "zone",
    "country_id",
    "country",
    "address_format",
)
TAIL = (
    "comment",
    "total",
    "order_status_id",
    "affiliate_id",
    "commission",
    "language_id",
    "currency_id",
    "currency_code",
    "currency_value",
    "ip",
    "forwarded_ip",
    "user_agent",
    "accept_language",
    "date_added",
    "date_modified",
)


def split_payment(document: str) -> tuple[str, str]:
    """Return name and OpenCart 3's code of a payment method that OpenCart 4 stored."""
    method = fields(loads(document))
    code = text(method.get("code"))
    first, _, second = code.partition(".")
    return text(method.get("name")), first if first == second else code


def split_shipping(document: str) -> tuple[str, str]:
    """Return name and code of a shipping method that OpenCart 4 stored."""
    method = fields(loads(document))
    return text(method.get("name")), text(method.get("code"))


def order_info(call: Call, order_id: int) -> dict[str, Any] | None:
    """Return the order in OpenCart 3's shape, all values as texts; ``None`` when there is none."""
    order = call.db.row("order", order_id=order_id)
    if order is None:
        return None
    result: dict[str, Any] = {name: cell(order[name]) for name in HEAD}
    result["custom_field"] = loads(order["custom_field"])
    for kind, split in (("payment", split_payment), ("shipping", split_shipping)):
        result |= {f"{kind}_{name}": cell(order[f"{kind}_{name}"]) for name in ADDRESS}
        country = call.geography.country(order[f"{kind}_country_id"], enabled=False) or {}
        zone = call.geography.zone(order[f"{kind}_zone_id"], enabled=False) or {}
        result[f"{kind}_zone_code"] = zone.get("code") or ""
        result[f"{kind}_iso_code_2"] = country.get("iso_code_2") or ""
        result[f"{kind}_iso_code_3"] = country.get("iso_code_3") or ""
        result[f"{kind}_custom_field"] = loads(order[f"{kind}_custom_field"])
        result[f"{kind}_method"], result[f"{kind}_code"] = split(order[f"{kind}_method"])
    result |= {name: cell(order[name]) for name in TAIL}
    status = {"order_status_id": order["order_status_id"], "language_id": order["language_id"]}
    named = call.db.row("order_status", **status)
    result["order_status"] = named["name"] if named else None
    codes = {row["language_id"]: code for code, row in call.languages.items()}
    result["language_code"] = codes.get(order["language_id"], call.settings.text("config_language"))
    return result
