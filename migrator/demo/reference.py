"""Reference data that both generations install with the same ids (data-map 4), in a small selection.

Names come as (English, German); a freshly installed store knows only the first.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = [
    "COUNTRIES",
    "LENGTH_CLASSES",
    "ORDER_STATUSES",
    "REGULAR_ZONES",
    "RETURN_ACTIONS",
    "RETURN_REASONS",
    "RETURN_STATUSES",
    "STATISTICS",
    "STOCK_STATUSES",
    "TAX_RULES",
    "VOUCHER_THEMES",
    "WEIGHT_CLASSES",
    "Names",
]

Names = Mapping[int, tuple[str, str]]

COUNTRIES: tuple[tuple[int, str, str, str, int], ...] = (
    (14, "Austria", "AT", "AUT", 0),
    (21, "Belgium", "BE", "BEL", 0),
    (57, "Denmark", "DK", "DNK", 0),
    (72, "Finland", "FI", "FIN", 0),
    (74, "France, Metropolitan", "FR", "FRA", 1),
    (81, "Germany", "DE", "DEU", 1),
    (105, "Italy", "IT", "ITA", 0),
    (107, "Japan", "JP", "JPN", 0),
    (150, "Netherlands", "NL", "NLD", 0),
    (195, "Spain", "ES", "ESP", 0),
    (203, "Sweden", "SE", "SWE", 1),
    (204, "Switzerland", "CH", "CHE", 0),
    (222, "United Kingdom", "GB", "GBR", 1),
    (223, "United States", "US", "USA", 0),
)
"""Id, name, two and three letter code, whether a postcode is required."""

REGULAR_ZONES: tuple[tuple[int, int, str, str], ...] = (
    (3105, 204, "Jura", "JU"),
    (3118, 204, "Vaud", "VD"),
    (3513, 222, "Aberdeen", "ABN"),
    (3529, 222, "Cheshire", "CHES"),
    (3563, 222, "Lancashire", "LANCS"),
    (3569, 222, "Monmouthshire", "MMOUTH"),
    (3585, 222, "Renfrewshire", "REN"),
    (3613, 223, "Alabama", "AL"),
    (3624, 223, "California", "CA"),
    (3655, 223, "New York", "NY"),
    (3669, 223, "Texas", "TX"),
    (3949, 222, "County Antrim", "ANT"),
)
"""Id, country, name and code of zones that are alike in OpenCart 3 and 4."""

ORDER_STATUSES: Names = {
    1: ("Pending", "Offen"),
    2: ("Processing", "In Bearbeitung"),
    3: ("Shipped", "Versandt"),
    5: ("Complete", "Abgeschlossen"),
    7: ("Canceled", "Storniert"),
    8: ("Denied", "Abgelehnt"),
    9: ("Canceled Reversal", "Storno widerrufen"),
    10: ("Failed", "Fehlgeschlagen"),
    11: ("Refunded", "Erstattet"),
    12: ("Reversed", "Zurückgebucht"),
    13: ("Chargeback", "Rückbelastung"),
    14: ("Expired", "Abgelaufen"),
    15: ("Processed", "Bearbeitet"),
    16: ("Voided", "Ungültig"),
}

STOCK_STATUSES: Names = {
    5: ("Out Of Stock", "Ausverkauft"),
    6: ("2-3 Days", "2–3 Tage"),
    7: ("In Stock", "Lagernd"),
    8: ("Pre-Order", "Vorbestellung"),
}

RETURN_STATUSES: Names = {
    1: ("Pending", "Offen"),
    2: ("Awaiting Products", "Warten auf Ware"),
    3: ("Complete", "Abgeschlossen"),
}

RETURN_ACTIONS: Names = {
    1: ("Refunded", "Erstattet"),
    2: ("Credit Issued", "Gutschrift"),
    3: ("Replacement Sent", "Ersatz gesandt"),
}

RETURN_REASONS: Names = {
    1: ("Dead On Arrival", "Defekt angekommen"),
    2: ("Received Wrong Item", "Falscher Artikel"),
    3: ("Order Error", "Fehlbestellung"),
    4: ("Faulty, please supply details", "Fehlerhaft, bitte beschreiben"),
    5: ("Other, please supply details", "Anderes, bitte beschreiben"),
}

WEIGHT_CLASSES: Mapping[int, tuple[str, tuple[tuple[str, str], tuple[str, str]]]] = {
    1: ("1.00000000", (("Kilogram", "kg"), ("Kilogramm", "kg"))),
    2: ("1000.00000000", (("Gram", "g"), ("Gramm", "g"))),
    5: ("2.20460000", (("Pound ", "lb"), ("Pfund", "lb"))),
    6: ("35.27400000", (("Ounce", "oz"), ("Unze", "oz"))),
}
"""Value and (title, unit) in each language; 4.1 numbers pound and ounce 3 and 4."""

LENGTH_CLASSES: Mapping[int, tuple[str, tuple[tuple[str, str], tuple[str, str]]]] = {
    1: ("1.00000000", (("Centimeter", "cm"), ("Zentimeter", "cm"))),
    2: ("10.00000000", (("Millimeter", "mm"), ("Millimeter", "mm"))),
    3: ("0.39370000", (("Inch", "in"), ("Zoll", "in"))),
}

VOUCHER_THEMES: Names = {
    6: ("Christmas", "Weihnachten"),
    7: ("Birthday", "Geburtstag"),
    8: ("General", "Allgemein"),
}

TAX_RULES: tuple[tuple[int, int, int, str, int], ...] = (
    (120, 10, 87, "store", 0),
    (121, 10, 86, "payment", 1),
    (127, 9, 87, "shipping", 2),
    (128, 9, 86, "shipping", 1),
)
"""Id, tax class, tax rate, address it is based on, priority."""

STATISTICS: tuple[str, ...] = (
    "order_sale",
    "order_processing",
    "order_complete",
    "order_other",
    "returns",
    "product",
    "review",
)
