"""Payment methods that are offered (store-api 12)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from opencart_proxy import conf
from opencart_proxy.php import as_int, as_number, fields, truthy
from opencart_proxy.shop.minimums import minimum_totals
from opencart_proxy.shop.vouchers import bought_total
from opencart_proxy.totals import compute

if TYPE_CHECKING:
    from opencart_proxy.call import Call

__all__ = ["chosen_method", "methods"]

TITLES = {
    "cod": "Cash On Delivery",
    "bank_transfer": "Bank Transfer",
    "cheque": "Cheque / Money Order",
    "free_checkout": "Free Checkout",
}


def methods(call: Call, address: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the methods offered for an address, by code and in their order."""
    offered = _Offered(call, address)
    titles = {**conf.extra_payment_methods(), **TITLES}
    codes = [code for code in call.installed("payment") if code in titles and offered.has(code)]
    codes.sort(key=lambda code: (as_number(call.settings.text(f"payment_{code}_sort_order")), code))
    return {code: _method(call, code, titles[code]) for code in codes}


def _method(call: Call, code: str, title: str) -> dict[str, Any]:
    sort_order = call.settings.text(f"payment_{code}_sort_order")
    if not call.rules.payment_options:
        return {"code": code, "title": title, "terms": "", "sort_order": sort_order}
    option = {code: {"code": f"{code}.{code}", "name": title}}
    return {"code": code, "name": title, "option": option, "sort_order": sort_order}


class _Offered:
    """Decides which methods an address and the cart get."""

    def __init__(self, call: Call, address: Mapping[str, Any]) -> None:
        self.call = call
        self.places = call.geography.geo_zones(as_int(address.get("country_id")), as_int(address.get("zone_id")))
        self.total = self._total()
        self.minimums = minimum_totals(call)

    def _total(self) -> Decimal:
        call = self.call
        if call.rules.line != "4.0":
            return compute(call).total
        taxed = (call.tax.taxed(line.price, line.tax_class_id) * line.quantity for line in call.cart.lines)
        return sum(taxed, Decimal(0)) + bought_total(call)

    def has(self, code: str) -> bool:
        call = self.call
        if call.rules.payment_options and call.cart.has_plan and (code != "free_checkout" or call.rules.line == "4.1"):
            return False
        if code == "free_checkout":
            return self.total <= 0
        if code == "cod" and not call.cart.ships:
            return False
        return self._reaches_minimum(code) and self._in_zone(code)

    def _reaches_minimum(self, code: str) -> bool:
        return self.minimums.number(f"payment_{code}_total") <= max(self.total, Decimal(0))

    def _in_zone(self, code: str) -> bool:
        settings = self.call.settings
        if self.call.rules.payment_options and not settings.flag("config_checkout_payment_address"):
            return True
        zone = settings.text(f"payment_{code}_geo_zone_id")
        return not truthy(zone) or as_int(zone) in self.places


def chosen_method(stored: Any, code: str, *, options: bool) -> dict[str, Any] | None:
    """Return the stored method ``code``, or with ``options`` the option ``<method>.<option>``."""
    if not options:
        return fields(fields(stored).get(code)) or None
    method, dot, option = code.partition(".")
    found = fields(fields(fields(stored).get(method)).get("option")).get(option.partition(".")[0]) if dot else None
    return fields(found) or None
