"""What differs between the three generations of rules, as data (store-api 6 to 16).

A dialect's calls run by the rules of the release that the dialect comes from, whatever the database is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["OC3", "OC40", "OC41", "Rules"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """One release's rules. Each field names the section that tells its effect."""

    line: Literal["3.0", "4.0", "4.1"]
    trims_input: bool  # 2.1
    title_key: Literal["title", "name"]  # 11, 12: the key of a quote's or method's text
    custom_field_key: str  # 13.6, 14.4
    pattern_text: bool  # 14.4: a text of its own for a pattern that does not match
    escaped_patterns: bool  # 2.2
    variants: Literal["ignored", "merged", "overridden"]  # 6.4, 6.6
    typed_discounts: bool  # 6.5: 4.1's discounts by type, on the price with options
    stock_by_product: bool  # 6.4: stock is compared with all lines of the product
    fixed_tax_once: bool  # 7.4
    total_not_negative: bool  # 9.2 total
    handling_needs_shipping: bool  # 9.2 handling
    gift_vouchers: bool  # 10.3
    reward_sign: Literal["", "-"]  # 10.4
    quotes_tie_by: Literal["title", "code"]  # 11
    item_tax_class_as_text: bool  # 11
    weight_gap: str  # 11
    payment_minimum: bool  # 12
    payment_options: bool  # 12: methods have options, codes are doubled (cod.cod)
    early_commission: bool  # 16.5 step 4: with the stock, not at completion
    subscriptions: bool  # 16.5 step 5
    touches_order: bool  # 16.5 step 7: date_modified follows the status
    void_by_setting: bool  # 16.3
    statistics_by_change: bool  # 16.8
    keeps_foreign_transactions: bool  # 16.5, 16.6: 4.1 removes fewer customer_transaction rows
    reward_needs_points: bool  # 16.6
    rewrite_updates_currency: bool  # 16.3


OC3 = Rules(
    line="3.0",
    trims_input=False,
    title_key="title",
    custom_field_key="custom_field",
    pattern_text=False,
    escaped_patterns=False,
    variants="ignored",
    typed_discounts=False,
    stock_by_product=False,
    fixed_tax_once=False,
    total_not_negative=True,
    handling_needs_shipping=True,
    gift_vouchers=True,
    reward_sign="",
    quotes_tie_by="title",
    item_tax_class_as_text=True,
    weight_gap="  ",
    payment_minimum=True,
    payment_options=False,
    early_commission=True,
    subscriptions=False,
    touches_order=True,
    void_by_setting=False,
    statistics_by_change=False,
    keeps_foreign_transactions=False,
    reward_needs_points=True,
    rewrite_updates_currency=False,
)

OC40 = Rules(
    line="4.0",
    trims_input=True,
    title_key="name",
    custom_field_key="custom_field_",
    pattern_text=True,
    escaped_patterns=True,
    variants="merged",
    typed_discounts=False,
    stock_by_product=False,
    fixed_tax_once=False,
    total_not_negative=False,
    handling_needs_shipping=False,
    gift_vouchers=True,
    reward_sign="",
    quotes_tie_by="code",
    item_tax_class_as_text=False,
    weight_gap="  ",
    payment_minimum=False,
    payment_options=True,
    early_commission=False,
    subscriptions=True,
    touches_order=True,
    void_by_setting=False,
    statistics_by_change=True,
    keeps_foreign_transactions=False,
    reward_needs_points=True,
    rewrite_updates_currency=False,
)

OC41 = Rules(
    line="4.1",
    trims_input=True,
    title_key="name",
    custom_field_key="custom_field_",
    pattern_text=True,
    escaped_patterns=True,
    variants="overridden",
    typed_discounts=True,
    stock_by_product=True,
    fixed_tax_once=True,
    total_not_negative=False,
    handling_needs_shipping=False,
    gift_vouchers=False,
    reward_sign="-",
    quotes_tie_by="code",
    item_tax_class_as_text=False,
    weight_gap=" ",
    payment_minimum=False,
    payment_options=True,
    early_commission=False,
    subscriptions=True,
    touches_order=False,
    void_by_setting=True,
    statistics_by_change=True,
    keeps_foreign_transactions=True,
    reward_needs_points=False,
    rewrite_updates_currency=True,
)
