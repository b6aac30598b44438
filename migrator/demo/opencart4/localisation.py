"""Languages, currencies, countries, classes and statuses of a fresh OpenCart 4."""

from __future__ import annotations

from migrator.demo.fill import Rows, described, table
from migrator.demo.layouts import Layout
from migrator.demo.reference import (
    COUNTRIES,
    LENGTH_CLASSES,
    ORDER_STATUSES,
    REGULAR_ZONES,
    RETURN_ACTIONS,
    RETURN_REASONS,
    RETURN_STATUSES,
    STOCK_STATUSES,
    TAX_RULES,
    WEIGHT_CLASSES,
    Names,
)

__all__ = ["rows"]

ADDED = "2020-08-29 15:35:39"

# Zones whose codes or names OpenCart 3 has otherwise, and one that it lacks (data-map 4, zone ids).
CHANGED_ZONES = (
    (200, 14, "Kärnten", "2"),
    (207, 14, "Wien", "9"),
    (903, 57, "Nordjyland", "81"),
    (904, 57, "Midtjylland", "82"),
    (905, 57, "Syddanmark", "83"),
    (907, 57, "Hovedstaden", "84"),
    (1254, 81, "Baden-Württemberg", "BW"),
    (1255, 81, "Bayern", "BY"),
    (1256, 81, "Berlin", "BE"),
    (4402, 81, "Schleswig-Holstein, Sylt (Nordsee)", "SH-NS59"),
)

RETURN_ACTIONS_41: Names = {
    1: ("Waiting for return", ""),
    2: ("Credit Issued", ""),
    3: ("Replacement Sent", ""),
    4: ("Refunded", ""),
}

SUBSCRIPTION_STATUSES = ("Pending", "Active", "Expired", "Suspended", "Cancelled", "Failed", "Denied")
CUSTOMER_GROUPS_40 = ("Default",)
CUSTOMER_GROUPS_41 = ("Default", "Retail", "Wholesale")

ADDRESS_FORMAT = "{firstname} {lastname}\n{company}\n{address_1}\n{address_2}\n{city}, {zone} {postcode}\n{country}"


def rows(layout: Layout) -> Rows:
    """Return the rows for the release of ``layout``."""
    modern = not layout.has("voucher")
    return {
        "language": table(
            "language_id name code locale image extension sort_order status",
            (1, "English", "en-gb", "en-gb,en", "", None if modern else "", 1, 1),
        ),
        "currency": _currencies(),
        "address_format": table("address_format_id name address_format", (1, "Address Format", ADDRESS_FORMAT)),
        **_countries(),
        **_taxes(),
        **_classes(modern=modern),
        **_statuses(modern=modern),
        **_customer_groups(CUSTOMER_GROUPS_41 if modern else CUSTOMER_GROUPS_40),
        **_custom_fields(),
    }


def _currencies() -> list[dict[str, object]]:
    return table(
        "currency_id title code symbol_left symbol_right decimal_place value status date_modified",
        (1, "Pound Sterling", "GBP", "£", "", 2, "0.61250001", 1, ADDED),
        (2, "US Dollar", "USD", "$", "", 2, "1.00000000", 1, ADDED),
        (3, "Euro", "EUR", "", "€", 2, "0.78460002", 1, ADDED),
        (4, "Hong Kong Dollar", "HKD", "HK$", "", 2, "7.82224000", 0, ADDED),
        (5, "Indian Rupee", "INR", "₹", "", 2, "64.40000000", 0, ADDED),
        (6, "Russian Ruble", "RUB", "", "₽", 2, "56.40360000", 0, ADDED),
        (7, "Chinese Yuan Renminbi", "CNY", "¥", "", 2, "6.34510000", 0, ADDED),
        (8, "Australian Dollar", "AUD", "$", "", 2, "1.26544000", 0, ADDED),
    )


def _countries() -> Rows:
    zones = (*REGULAR_ZONES, *CHANGED_ZONES)
    return {
        "country": table(
            "country_id name iso_code_2 iso_code_3 address_format_id postcode_required status",
            *((number, name, two, three, 1, postcode, 1) for number, name, two, three, postcode in COUNTRIES),
        ),
        "country_description": table(
            "country_id language_id name", *((number, 1, name) for number, name, *_ in COUNTRIES)
        ),
        "zone": table("zone_id country_id name code status", *((*zone, 1) for zone in zones)),
        "zone_description": table("zone_id language_id name", *((number, 1, name) for number, _, name, _ in zones)),
        "geo_zone": table(
            "geo_zone_id name description date_added date_modified",
            (3, "UK VAT Zone", "UK VAT", ADDED, ADDED),
            (4, "UK Shipping", "UK Shipping Zones", ADDED, ADDED),
        ),
        "zone_to_geo_zone": table(
            "zone_to_geo_zone_id country_id zone_id geo_zone_id date_added",
            (1, 222, 0, 4, ADDED),
            (2, 222, 3513, 3, ADDED),
            (3, 222, 3529, 3, ADDED),
            (4, 222, 3563, 3, ADDED),
            (5, 222, 3949, 3, ADDED),
        ),
    }


def _taxes() -> Rows:
    return {
        "tax_class": table(
            "tax_class_id title description date_added date_modified",
            (9, "Taxable Goods", "Taxed goods", ADDED, ADDED),
            (10, "Downloadable Products", "Downloadable", ADDED, ADDED),
        ),
        "tax_rate": table(
            "tax_rate_id geo_zone_id name rate type date_added date_modified",
            (86, 3, "VAT (20%)", "20.0000", "P", ADDED, ADDED),
            (87, 3, "Eco Tax (-2.00)", "2.0000", "F", ADDED, ADDED),
        ),
        "tax_rate_to_customer_group": table("tax_rate_id customer_group_id", (86, 1), (87, 1)),
        "tax_rule": table("tax_rule_id tax_class_id tax_rate_id based priority", *TAX_RULES),
    }


def _classes(*, modern: bool) -> Rows:
    number = {5: 3, 6: 4} if modern else {}
    weights = {number.get(key, key): value for key, value in WEIGHT_CLASSES.items()}
    return {
        "weight_class": table("weight_class_id value", *((key, value) for key, (value, _) in weights.items())),
        "weight_class_description": described(
            "weight_class_id", "title unit", {key: names[:1] for key, (_, names) in weights.items()}
        ),
        "length_class": table("length_class_id value", *((key, value) for key, (value, _) in LENGTH_CLASSES.items())),
        "length_class_description": described(
            "length_class_id", "title unit", {key: names[:1] for key, (_, names) in LENGTH_CLASSES.items()}
        ),
    }


def _statuses(*, modern: bool) -> Rows:
    named = {
        "order_status": ORDER_STATUSES,
        "stock_status": STOCK_STATUSES,
        "return_status": RETURN_STATUSES,
        "return_reason": RETURN_REASONS,
        "return_action": RETURN_ACTIONS_41 if modern else RETURN_ACTIONS,
    }
    result = {
        name: described(f"{name}_id", "name", {key: names[:1] for key, names in statuses.items()})
        for name, statuses in named.items()
    }
    result["subscription_status"] = described(
        "subscription_status_id", "name", {key: (name,) for key, name in enumerate(SUBSCRIPTION_STATUSES, 1)}
    )
    return result


def _customer_groups(names: tuple[str, ...]) -> Rows:
    return {
        "customer_group": table(
            "customer_group_id approval sort_order", *((key, int(key == 3), key) for key, _ in enumerate(names, 1))
        ),
        "customer_group_description": described(
            "customer_group_id", "name description", {key: ((name, "test"),) for key, name in enumerate(names, 1)}
        ),
    }


def _custom_fields() -> Rows:
    """Three of the 27 disabled samples."""
    return {
        "custom_field": table(
            "custom_field_id type location status sort_order",
            (1, "select", "account", 0, 1),
            (4, "text", "account", 0, 4),
            (11, "checkbox", "address", 0, 3),
        ),
        "custom_field_customer_group": table("custom_field_id customer_group_id", (1, 1), (4, 1), (11, 1)),
        "custom_field_description": described(
            "custom_field_id", "name", {1: ("Select",), 4: ("Text",), 11: ("Checkbox",)}
        ),
        "custom_field_value": table(
            "custom_field_value_id custom_field_id sort_order", (1, 1, 1), (2, 1, 2), (20, 11, 1), (21, 11, 2)
        ),
        "custom_field_value_description": table(
            "custom_field_value_id language_id custom_field_id name",
            (1, 1, 1, "Test 1"),
            (2, 1, 1, "Test 2"),
            (20, 1, 11, "Test 1"),
            (21, 1, 11, "Test 2"),
        ),
    }
