"""What an order says, taken from the session and the cart (store-api 16.2)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from opencart_proxy.database import Row
from opencart_proxy.php import as_int, dumps, fields, text
from opencart_proxy.shop import vouchers
from opencart_proxy.totals import TotalRow, compute

if TYPE_CHECKING:
    from opencart_proxy.call import Call
    from opencart_proxy.shop.cart import Line

__all__ = ["REQUEST_FACTS", "Draft", "affiliate_row", "draft"]

ADDRESS = (
    "firstname",
    "lastname",
    "company",
    "address_1",
    "address_2",
    "city",
    "postcode",
    "country",
    "zone",
    "address_format",
)
REQUEST_FACTS = ("ip", "forwarded_ip", "user_agent", "accept_language", "date_added")
"""Columns of ``order`` that a rewrite keeps."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An order that is not yet written: the columns of ``order``, and what goes with it."""

    values: Row
    lines: tuple[Line, ...]
    vouchers: tuple[dict[str, Any], ...]
    totals: tuple[TotalRow, ...]

    @property
    def points(self) -> int:
        """Reward points that the order earns."""
        return sum(line.reward for line in self.lines)


def affiliate_row(call: Call, affiliate_id: int) -> Row | None:
    """Return the affiliate's account, whatever its status."""
    return call.db.row("customer_affiliate", customer_id=affiliate_id) if affiliate_id else None


def draft(call: Call, *, comment: str, affiliate_id: int) -> Draft:
    """Return the order that the session and the cart make; totals are computed anew."""
    totals = compute(call)
    customer = fields(call.data.get("customer"))
    affiliate = affiliate_row(call, affiliate_id)
    currency = call.currencies.rows[call.currency]
    payment = fields(call.data.get("payment_address")) if _keeps_payment_address(call) else {}
    ships = call.cart.ships
    values: Row = {
        "invoice_no": 0,
        "invoice_prefix": call.settings.text("config_invoice_prefix"),
        "store_id": call.store_id,
        "store_name": call.store_name,
        "store_url": call.store_url,
        "customer_id": as_int(customer.get("customer_id")),
        "customer_group_id": as_int(customer.get("customer_group_id")),
        **{name: text(customer.get(name)) for name in ("firstname", "lastname", "email", "telephone")},
        "custom_field": dumps(customer.get("custom_field") or []),
        **_address("payment", payment),
        **_address("shipping", fields(call.data.get("shipping_address")) if ships else {}),
        "payment_method": dumps(_payment_method(call)),
        "shipping_method": dumps(_shipping_method(call)) if ships and call.data.get("shipping_method") else "",
        "comment": comment,
        "total": totals.total,
        "affiliate_id": affiliate_id if affiliate else 0,
        "commission": call.cart.sub_total * affiliate["commission"] / 100 if affiliate else Decimal(0),
        "marketing_id": 0,
        "tracking": affiliate["tracking"] if affiliate and call.rules.line != "3.0" else "",
        "language_id": call.language_id,
        "language_code": call.language["code"],
        "currency_id": currency["currency_id"],
        "currency_code": currency["code"],
        "currency_value": currency["value"],
        "ip": call.ip,
        "forwarded_ip": call.request.header("x-forwarded-for") or call.request.header("client-ip"),
        "user_agent": call.request.header("user-agent"),
        "accept_language": call.request.header("accept-language"),
        "date_added": call.stamp,
        "date_modified": call.stamp,
    }
    bought = tuple(voucher for _, voucher in vouchers.bought(call))
    return Draft(values, tuple(call.cart.lines), bought, totals.rows)


def _keeps_payment_address(call: Call) -> bool:
    return call.rules.line != "4.0" or call.settings.flag("config_checkout_payment_address")


def _address(kind: str, address: dict[str, Any]) -> Row:
    return {
        f"{kind}_address_id": as_int(address.get("address_id")),
        **{f"{kind}_{name}": text(address.get(name)) for name in ADDRESS},
        f"{kind}_country_id": as_int(address.get("country_id")),
        f"{kind}_zone_id": as_int(address.get("zone_id")),
        f"{kind}_custom_field": dumps(address.get("custom_field") or []),
    }


def _payment_method(call: Call) -> dict[str, Any]:
    """Return the chosen method as OpenCart 4 keeps it; OpenCart 3's code is doubled (store-api 20)."""
    method = fields(call.data.get("payment_method"))
    if "title" not in method:
        return method
    code = text(method.get("code"))
    return {"name": method["title"], "code": code if "." in code else f"{code}.{code}"}


def _shipping_method(call: Call) -> dict[str, Any]:
    method = fields(call.data.get("shipping_method"))
    if "title" not in method:
        return method
    names = ("cost", "tax_class_id", "text")
    return {"code": method.get("code"), "name": method["title"], **{name: method.get(name) for name in names}}
