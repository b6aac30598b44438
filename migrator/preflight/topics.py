"""The subjects of the steps' notes: how grave they are before a migration, and what to do about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from migrator.preflight.finding import Severity

__all__ = ["TOPICS", "Topic", "topic"]


@dataclass(frozen=True, slots=True)
class Topic:
    """What stands for all notes of a kind: severity, one sentence, and what to do."""

    severity: Severity
    message: str
    advice: str = ""


LATER = "Look at these places in OpenCart 4 after the migration."
EXTENSIONS = (
    "Look for the extension's edition for OpenCart 4, or for one that does the same; analyze_extensions says more."
)

TOPICS: Mapping[str, Topic] = MappingProxyType(
    {
        # Customers and administrators
        "password_length": Topic(
            "warning",
            "Accounts have no password that can work.",
            "Their owners must use “forgotten password”; nothing is lost, they cannot log in to OpenCart 3 either.",
        ),
        "escaped_passwords": Topic(
            "info",
            "Passwords with &, <, > or a double quote will not work: OpenCart 3 stored them in a form of its own.",
            "Tell customers that “forgotten password” helps; which passwords are concerned cannot be seen.",
        ),
        "duplicate_email": Topic(
            "warning",
            "E-mail addresses belong to more than one customer, and only the first of them can log in.",
            "Change the address of all but one, or merge the accounts, in OpenCart 3.",
        ),
        "dropped_permissions": Topic("info", "Groups have permission for pages that OpenCart 4 does not have.", LATER),
        "unreadable_permission": Topic(
            "warning",
            "The permissions of groups cannot be read and will be empty.",
            "Save the groups anew in OpenCart 3, or give them permissions in OpenCart 4.",
        ),
        "installer_account": Topic(
            "warning",
            "No administrator of the shop may open every page, so OpenCart 4's own account is kept.",
            "Give a group the right to change user groups in OpenCart 3 if its members shall stay administrators.",
        ),
        # Catalogue
        "category_parent": Topic(
            "warning",
            "Categories whose parent is missing or below themselves become main categories.",
            "Give them a parent in OpenCart 3 if they shall stay below one.",
        ),
        "menu": Topic(
            "info", "OpenCart 4.1 shows every enabled main category in the menu, also those that are hidden now.", LATER
        ),
        "footer": Topic(
            "info", "OpenCart 4.1 shows every enabled information page in the footer, also those hidden now.", LATER
        ),
        "special_and_discount": Topic(
            "warning",
            "Products have a special price and quantity discounts, between which OpenCart 4.1's cart chooses differently.",
            "Check the prices of these products in OpenCart 4.1's cart.",
        ),
        "codes_shown": Topic(
            "info",
            "OpenCart 4.1 shows SKU, UPC, EAN, JAN, ISBN and MPN on the product page.",
            "Switch them off under Catalog › Identifiers where you do not want that.",
        ),
        "subscription_price": Topic(
            "warning",
            "The price of a subscription plan replaces the product's price in OpenCart 4; now it comes on top of it.",
            "Check the prices of products with plans.",
        ),
        # Orders
        "active_subscription": Topic(
            "warning",
            "Active subscriptions will be suspended: the payment service that charges them does not exist in OpenCart 4.",
            "Arrange a new way of payment with these customers.",
        ),
        "frequency": Topic(
            "warning", "Subscriptions with an unknown frequency become monthly.", "Correct the frequency in OpenCart 3."
        ),
        "order_total_code": Topic(
            "info",
            "Order totals of kinds that OpenCart 4 does not have become “handling”; title and amount stay.",
            "Nothing has to be done: with their own kind, these orders could not change their status.",
        ),
        "open_voucher": Topic(
            "warning",
            "Gift certificates still hold money, and OpenCart 4.1 has no gift certificates.",
            "Give their owners a coupon or store credit, or move to OpenCart 4.0.2.3.",
        ),
        "api_address": Topic(
            "info",
            "OpenCart 4.1 edits orders through its own API, which asks for the caller's address.",
            "Add the web server's address to the API user's addresses after the migration.",
        ),
        # Localisation
        "language_files": Topic(
            "warning",
            "Languages of the shop are not installed in the target.",
            "Install their language packs for OpenCart 4; without them its own texts appear in English.",
        ),
        "decimal_place": Topic(
            "warning",
            "Currencies without a number of decimal places get 2.",
            "Set the decimal places in OpenCart 3 where 2 is wrong.",
        ),
        # Extensions and settings
        "dropped_enabled_extension": Topic(
            "warning", "Extensions that are switched on do not come with OpenCart 4.", EXTENSIONS
        ),
        "dropped_extension": Topic("info", "Installed extensions do not come with OpenCart 4.", EXTENSIONS),
        "dropped_extension_settings": Topic(
            "info", "Settings of extensions that are switched off are left out.", EXTENSIONS
        ),
        "event": Topic(
            "info", "Extensions listen to events, for which OpenCart 4 needs their own edition.", EXTENSIONS
        ),
        "dropped_setting": Topic("info", "Settings have no counterpart in OpenCart 4 and are left out."),
        "dropped_captcha": Topic(
            "warning", "The captcha of the shop does not come with OpenCart 4: forms will be without one.", EXTENSIONS
        ),
        "dropped_minimum_total": Topic(
            "info", "Payments have a minimum order, which OpenCart 4 does not know.", "Look for an extension that does."
        ),
        "turned_off": Topic("warning", "What OpenCart 4 cannot do as it is set will be switched off.", LATER),
        "replaced_theme": Topic(
            "warning",
            "The theme of the shop does not work in OpenCart 4, which will show its own.",
            "Look for a theme for OpenCart 4.",
        ),
        "dropped_theme_settings": Topic("info", "Settings of themes are left out.", LATER),
        "kept_image_sizes": Topic(
            "info",
            "Picture sizes of the theme are left out: OpenCart 4's theme is made for its own.",
            "Set them in the settings of the store where you want other sizes.",
        ),
        "orphan_setting": Topic("info", "Settings of stores that do not exist are left out."),
        "unreadable_setting": Topic(
            "warning",
            "Settings cannot be read and are left out.",
            "Save the pages of these settings anew in OpenCart 3, or fill them in in OpenCart 4.",
        ),
        "unknown_language": Topic(
            "warning", "Settings name a language that the shop does not have.", "Choose a language in the settings."
        ),
        "unknown_currency": Topic(
            "warning", "Settings name a currency that the shop does not have.", "Choose a currency in the settings."
        ),
        # Design
        "dropped_module": Topic("warning", "Modules that do not come with OpenCart 4 are left out.", EXTENSIONS),
        "dropped_layout_module": Topic("info", "Places of such modules in layouts are left out.", LATER),
        "shortened_module": Topic(
            "info", "Lists of featured products are cut to the number that OpenCart 3 shows of them.", LATER
        ),
        "merged_layout_route": Topic("info", "Pages that have become one share a layout.", LATER),
        # Addresses
        "added_keyword": Topic(
            "info",
            "Words that OpenCart 4 uses in addresses of its own are in use, so it gets others.",
            "Nothing has to be done: the shop's own addresses stay.",
        ),
        "changed_keyword": Topic(
            "warning",
            "Addresses stand for several things in a store or contain a slash, and will be changed.",
            "Give these pages other keywords in OpenCart 3; the redirect map leads from the old ones in any case.",
        ),
        "short_keyword": Topic(
            "info", "Addresses of categories would be too long with those of their parents and stand alone.", LATER
        ),
        "dropped_keyword": Topic(
            "info",
            "Addresses of things that do not exist are left out.",
            "Nothing has to be done: they show nothing today.",
        ),
        "keyword_characters": Topic(
            "info",
            "Addresses contain characters that work, but that OpenCart 4's forms want changed before they save.",
            LATER,
        ),
        "unknown_query": Topic(
            "info", "Addresses of extensions are kept, although no part of OpenCart reads them.", LATER
        ),
        "unknown_route": Topic("info", "Pages that are no part of OpenCart are kept under their name.", LATER),
        "gone_route": Topic("info", "Pages that OpenCart 4 does not have are left out.", LATER),
        # Values
        "unreadable_value": Topic(
            "warning",
            "Values are neither JSON nor PHP's and become empty.",
            "Correct them in OpenCart 3 where they matter.",
        ),
    }
)
"""Kind of note → subject."""


def topic(kind: str, message: str) -> Topic:
    """Return the subject of a kind of notes; ``message``, that of the first one, stands for a kind not listed."""
    return TOPICS.get(kind) or Topic("info", message)
