"""The facts about the OpenCart 4 target that conversions depend on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from migrator.stores import Release, Schema

__all__ = ["Target"]


@dataclass(frozen=True, slots=True)
class Target:
    """What the target can hold; the defaults describe OpenCart 4.1.0.4.

    ``separator`` stands between controller and method in routes (data-map 3.5); ``config_description`` is whether
    the page title lives in one setting for all languages (3.3 b); ``return_forms`` are the names under which the
    captcha of the return form is switched on; ``payment_address_setting`` is the switch that asks for a payment
    address (3.3 c); ``keyword_length`` is the longest ``seo_url.keyword`` in characters (3.2).
    """

    line: Literal["4.0", "4.1"] = "4.1"
    separator: Literal[".", "|"] = "."
    has_vouchers: bool = False
    has_articles: bool = True
    config_description: bool = True
    return_forms: tuple[str, ...] = ("returns",)
    payment_address_setting: str = "config_checkout_payment_address"
    keyword_length: int = 768

    @property
    def has_blog_pages(self) -> bool:
        """Whether articles have storefront addresses and a layout of their own (data-map 2.1, 3.2)."""
        return self.line == "4.1"

    @classmethod
    def of(cls, schema: Schema, release: Release) -> Target:
        """Read the facts from the tables and columns the target really has (data-map 0, G2)."""
        has_methods_with_dot = schema.has("order", "payment_address_id")
        if release.line == "4.1":
            return_forms: tuple[str, ...] = ("returns",)
        else:
            return_forms = ("return", "returns") if has_methods_with_dot else ("return",)
        return cls(
            line="4.1" if release.line == "4.1" else "4.0",
            separator="." if has_methods_with_dot else "|",
            has_vouchers=schema.has("voucher"),
            has_articles=schema.has("article"),
            config_description=schema.has("country_description"),
            return_forms=return_forms,
            payment_address_setting=(
                "config_checkout_payment_address" if has_methods_with_dot else "config_checkout_address"
            ),
            keyword_length=schema["seo_url"].columns["keyword"].length or 255,
        )
