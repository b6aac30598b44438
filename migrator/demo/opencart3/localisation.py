"""Stores, languages, currencies, countries, classes and statuses of the shop."""

from __future__ import annotations

from migrator.demo.fill import Row, Rows, described, table
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
)

__all__ = ["rows"]

ADDED = "2011-03-09 21:17:10"

WITH_ZONE = (
    "{firstname} {lastname}\r\n{company}\r\n{address_1}\r\n{address_2}\r\n{city}, {zone} {postcode}\r\n{country}"
)
POSTCODE_FIRST = "{company}\r\n{firstname} {lastname}\r\n{address_1}\r\n{address_2}\r\n{postcode} {city}\r\n{country}"
ONE_LINE_END = "{company}\n{firstname} {lastname}\n{address_1}\n{address_2}\n{postcode} {city}\n{country}\n"
NAME_FIRST = "{firstname} {lastname}\r\n{company}\r\n{address_1}\r\n{address_2}\r\n{postcode} {city}\r\n{country}"

# Sweden's differs from Germany's in its line ends alone (data-map 3.8); the other countries have none.
ADDRESS_FORMATS = {74: NAME_FIRST, 81: POSTCODE_FIRST, 203: ONE_LINE_END, 223: WITH_ZONE}

# Zones whose codes or names OpenCart 4 has otherwise, and two that it lacks (data-map 4, zone ids).
OWN_ZONES = (
    (200, 14, "Kärnten", "KAR"),
    (207, 14, "Wien", "WIE"),
    (903, 57, "Arhus", "AR"),
    (904, 57, "Bornholm", "BH"),
    (905, 57, "Copenhagen", "CO"),
    (907, 57, "Frederiksborg", "FR"),
    (909, 57, "Kobenhavn", "KO"),
    (917, 57, "Vestj&aelig;lland", "VJ"),
    (1254, 81, "Baden-Württemberg", "BAW"),
    (1255, 81, "Bayern", "BAY"),
    (1256, 81, "Berlin", "BER"),
    (1269, 81, "Thüringen", "THE"),
)


def rows() -> Rows:
    """Return the rows."""
    return {**_shop(), **_countries(), **_taxes(), **_classes(), **_statuses(), **_customer_groups()}


def _shop() -> Rows:
    return {
        "store": table(
            "store_id name url ssl", (1, "Werkstatt", "http://werkstatt.example/", "https://werkstatt.example/")
        ),
        "language": table(
            "language_id name code locale image directory sort_order status",
            (1, "English", "en-gb", "en-US,en_US.UTF-8,en_US,en-gb,english", "gb.png", "english", 1, 1),
            (2, "Deutsch", "de-de", "de-DE,de_DE.UTF-8,de,german", "de.png", "german", 2, 1),
        ),
        "currency": table(
            "currency_id title code symbol_left symbol_right decimal_place value status date_modified",
            (1, "Pound Sterling", "GBP", "£", "", "2", "0.85710001", 1, "2024-05-01 06:00:00"),
            (2, "US Dollar", "USD", "$", "", "2", "1.08220005", 1, "2024-05-01 06:00:00"),
            (3, "Euro", "EUR", "", "€", "2", "1.00000000", 1, "2024-05-01 06:00:00"),
            (4, "Yen", "JPY", "¥", "", "0", "168.50000000", 1, "2024-05-01 06:00:00"),
            (5, "Old Franc", "FRF", "", " F", "", "6.55957000", 0, "2002-02-17 00:00:00"),
        ),
        "location": table(
            "location_id name address telephone fax geocode image open comment",
            (1, "Laden Mitte", "Marktplatz 1\r\n10115 Berlin", "030 1234", "030 1235", "52.5,13.4", None, "9–18", ""),
            (2, "Depot", "Hafenstraße 7\r\n20457 Hamburg", "040 99", "", "", "catalog/demo/depot.jpg", "", "Pick up"),
        ),
    }


def _countries() -> Rows:
    return {
        "country": table(
            "country_id name iso_code_2 iso_code_3 address_format postcode_required status",
            *(
                (number, name, two, three, ADDRESS_FORMATS.get(number, ""), postcode, int(number != 107))
                for number, name, two, three, postcode in COUNTRIES
            ),
        ),
        "zone": table("zone_id country_id name code status", *((*zone, 1) for zone in (*REGULAR_ZONES, *OWN_ZONES))),
        "geo_zone": table(
            "geo_zone_id name description date_added date_modified",
            (3, "UK VAT Zone", "UK VAT", ADDED, "2011-09-22 22:24:29"),
            (4, "UK Shipping", "UK Shipping Zones", ADDED, "2011-09-22 22:24:29"),
            (5, "Deutschland &amp; Österreich", "DACH ohne CH", ADDED, "0000-00-00 00:00:00"),
        ),
        "zone_to_geo_zone": table(
            "zone_to_geo_zone_id country_id zone_id geo_zone_id date_added date_modified",
            (57, 222, 0, 4, ADDED, "0000-00-00 00:00:00"),
            (65, 222, 3513, 3, ADDED, "0000-00-00 00:00:00"),
            (66, 222, 3563, 3, ADDED, "0000-00-00 00:00:00"),
            (70, 81, 0, 5, ADDED, "0000-00-00 00:00:00"),
            (71, 14, 207, 5, ADDED, "0000-00-00 00:00:00"),
        ),
    }


def _taxes() -> Rows:
    return {
        "tax_class": table(
            "tax_class_id title description date_added date_modified",
            (9, "Taxable Goods", "Taxed goods", ADDED, ADDED),
            (10, "Downloadable Products", "Downloadable", ADDED, ADDED),
            (11, "Ermäßigt", "Bücher &amp; Lebensmittel", ADDED, ADDED),
        ),
        "tax_rate": table(
            "tax_rate_id geo_zone_id name rate type date_added date_modified",
            (86, 3, "VAT (20%)", "20.0000", "P", ADDED, ADDED),
            (87, 3, "Eco Tax (-2.00)", "2.0000", "F", ADDED, ADDED),
            (88, 5, "MwSt. 7 %", "7.0000", "P", ADDED, ADDED),
            (89, 5, "MwSt. 19 %", "19.0000", "P", ADDED, ADDED),
        ),
        "tax_rate_to_customer_group": table(
            "tax_rate_id customer_group_id", (86, 1), (87, 1), (88, 1), (88, 2), (89, 1)
        ),
        "tax_rule": table(
            "tax_rule_id tax_class_id tax_rate_id based priority",
            *TAX_RULES,
            (130, 11, 88, "payment", 1),
            (131, 9, 89, "shipping", 1),
        ),
    }


def _classes() -> Rows:
    return {
        "weight_class": table("weight_class_id value", *((key, value) for key, (value, _) in WEIGHT_CLASSES.items())),
        "weight_class_description": described(
            "weight_class_id", "title unit", {key: names for key, (_, names) in WEIGHT_CLASSES.items()}
        ),
        "length_class": table("length_class_id value", *((key, value) for key, (value, _) in LENGTH_CLASSES.items())),
        "length_class_description": described(
            "length_class_id", "title unit", {key: names for key, (_, names) in LENGTH_CLASSES.items()}
        ),
    }


def _statuses() -> Rows:
    named = {
        "order_status": {**ORDER_STATUSES, 17: ("Ready for pickup", "Abholbereit")},
        "stock_status": STOCK_STATUSES,
        "return_status": RETURN_STATUSES,
        "return_reason": RETURN_REASONS,
        "return_action": RETURN_ACTIONS,
    }
    return {name: described(f"{name}_id", "name", statuses) for name, statuses in named.items()}


def _customer_groups() -> Rows:
    fields: list[Row] = table(
        "custom_field_id type value validation location status sort_order",
        (1, "text", "", "/^[0-9]{5}$/", "account", 1, 1),
        (2, "select", "", "", "account", 1, 2),
        (3, "checkbox", "", "", "address", 1, 1),
        (4, "file", "", "", "account", 0, 3),
        (5, "date", "2020-01-01", "", "affiliate", 1, 1),
    )
    return {
        "customer_group": table("customer_group_id approval sort_order", (1, 0, 1), (2, 1, 2)),
        "customer_group_description": described(
            "customer_group_id",
            "name description",
            {1: (("Default", "test"), ("Standard", "")), 2: (("Wholesale", "resellers"), ("Händler", "Wiederverkauf"))},
        ),
        "custom_field": fields,
        "custom_field_customer_group": table(
            "custom_field_id customer_group_id required", (1, 1, 0), (2, 1, 1), (2, 2, 1), (3, 1, 0), (5, 2, 0)
        ),
        "custom_field_description": described(
            "custom_field_id",
            "name",
            {
                1: ("Customer number", "Kundennummer"),
                2: ("Salutation", "Anrede"),
                3: ("Delivery notes", "Zustellhinweise"),
                4: ("Trade licence", "Gewerbeschein"),
                5: ("Partner since", "Partner seit"),
            },
        ),
        "custom_field_value": table(
            "custom_field_value_id custom_field_id sort_order", (1, 2, 1), (2, 2, 2), (3, 3, 1), (4, 3, 2)
        ),
        "custom_field_value_description": table(
            "custom_field_value_id language_id custom_field_id name",
            (1, 1, 2, "Ms"),
            (1, 2, 2, "Frau"),
            (2, 1, 2, "Mr"),
            (2, 2, 2, "Herr"),
            (3, 1, 3, "Ring twice"),
            (3, 2, 3, "Zweimal klingeln"),
            (4, 1, 3, "Leave at the door"),
            (4, 2, 3, "Vor die Tür"),
        ),
    }
