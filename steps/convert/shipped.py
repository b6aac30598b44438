"""Which of OpenCart 3's extensions OpenCart 4 brings along (data-map 2.1, ``extension``)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["SHIPPED", "is_shipped", "is_stock_event", "shipped_code"]

SHIPPED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        kind: frozenset(codes.split())
        for kind, codes in {
            "captcha": "basic",
            "currency": "ecb fixer",
            "dashboard": "activity chart customer map online order recent sale",
            "fraud": "ip",
            "module": "account banner bestseller category featured filter html information latest special store",
            "payment": "bank_transfer cheque cod free_checkout",
            "report": (
                "customer_activity customer_order customer_reward customer_search customer_transaction marketing "
                "product_purchased product_viewed sale_coupon sale_order sale_return sale_shipping sale_tax"
            ),
            "shipping": "flat free item pickup weight",
            "theme": "basic",
            "total": "coupon credit handling low_order_fee reward shipping sub_total tax total voucher",
        }.items()
    }
)
"""Extension type → codes. The total ``voucher`` exists only where gift certificates do."""

REPLACED = {("module", "carousel"): "banner", ("module", "slideshow"): "banner", ("theme", "default"): "basic"}

STOCK_EVENT_PREFIXES = ("activity_", "mail_", "statistics_", "admin_mail_")


def is_shipped(kind: str, code: str, *, has_vouchers: bool) -> bool:
    """Tell whether OpenCart 4 has the files of the extension ``code`` of type ``kind``."""
    if (kind, code) == ("total", "voucher"):
        return has_vouchers
    return code in SHIPPED.get(kind, ())


def shipped_code(kind: str, code: str, *, has_vouchers: bool) -> str | None:
    """Return the code under which OpenCart 4 has an OpenCart 3 extension, or None when it has not."""
    code = REPLACED.get((kind, code), code)
    return code if is_shipped(kind, code, has_vouchers=has_vouchers) else None


def is_stock_event(code: str) -> bool:
    """Tell whether an ``event`` row belongs to OpenCart 3 itself, so that nothing is lost without it."""
    return code == "advertise_google" or code.startswith(STOCK_EVENT_PREFIXES)
