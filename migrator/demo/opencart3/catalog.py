"""Categories, manufacturers, attributes, options, filters, downloads and recurring profiles of the shop."""

from __future__ import annotations

from migrator.demo.fill import Rows, described, linked, table

__all__ = ["rows"]

ADDED = "2019-06-02 10:15:00"


def rows() -> Rows:
    """Return the rows."""
    return {
        **_categories(),
        **_manufacturers(),
        **_attributes(),
        **_options(),
        **_filters(),
        **_downloads(),
        **_recurring(),
    }


def _categories() -> Rows:
    return {
        "category": table(
            "category_id image parent_id top column sort_order status date_added date_modified",
            (20, "catalog/demo/category/computers.jpg", 0, 1, 2, 1, 1, ADDED, ADDED),
            (26, "", 20, 0, 1, 1, 1, ADDED, ADDED),
            (59, None, 26, 0, 1, 0, 1, ADDED, ADDED),
            (27, None, 20, 0, 1, 2, 1, ADDED, ADDED),
            (33, "catalog/demo/category/Kaffee &amp; Tee.jpg", 0, 1, 1, 2, 1, ADDED, ADDED),
            (34, "", 0, 0, 1, 3, 1, ADDED, ADDED),
            (57, "", 33, 0, 1, 0, 0, ADDED, "0000-00-00 00:00:00"),
        ),
        "category_description": described(
            "category_id",
            "name description meta_title meta_description meta_keyword",
            {
                20: (
                    ("Computers", "&lt;p&gt;All kinds of computers&lt;/p&gt;", "Computers", "", "pc, mac"),
                    ("Computer", "&lt;p&gt;Rechner aller Größen&lt;/p&gt;", "Computer", "Große Auswahl", ""),
                ),
                26: (("Laptops", "", "Laptops", "", ""), ("Notebooks", "", "Notebooks", "", "")),
                59: (("Ultrabooks", "", "", "", ""), ("Ultrabooks", "", "", "", "")),
                27: (("Desktops", "", "Desktops", "", ""), ("Schreibtisch-PCs", "", "PCs", "", "")),
                33: (
                    (
                        "Coffee &amp; Tea",
                        "&lt;img src=&quot;image/catalog/mydata/beans.jpg&quot;&gt;",
                        "Coffee",
                        "",
                        "",
                    ),
                    ("Kaffee &amp; Tee", "", "Kaffee", "", ""),
                ),
                34: (("Clearance", "", "Clearance", "", ""), ("Restposten", "", "Restposten", "", "")),
                57: (("Decaf", "", "Decaf", "", ""), ("Entkoffeiniert", "", "Entkoffeiniert", "", "")),
            },
        ),
        "category_path": table(
            "category_id path_id level",
            (20, 20, 0),
            (26, 20, 0),
            (26, 26, 1),
            (59, 20, 0),
            (59, 26, 1),
            (59, 59, 2),
            (27, 20, 0),
            (27, 27, 1),
            (33, 33, 0),
            (34, 34, 0),
            (57, 33, 0),
            (57, 57, 1),
        ),
        "category_to_store": linked(
            "category_id", "store_id", {20: (0, 1), 26: (0,), 59: (0,), 27: (0,), 33: (0, 1), 34: (0,), 57: (1,)}
        ),
        "category_to_layout": table("category_id store_id layout_id", (20, 0, 3), (33, 0, 0), (33, 1, 14)),
        "category_filter": linked("category_id", "filter_id", {20: (1, 2), 33: (3,)}),
    }


def _manufacturers() -> Rows:
    return {
        "manufacturer": table(
            "manufacturer_id name image sort_order",
            (5, "HTC", "catalog/demo/manufacturer/htc.png", 0),
            (7, "Müller &amp; Söhne", None, 1),
            (8, "Apple", "", 2),
            (9, "Canon", "catalog/demo/manufacturer/canon.png", 0),
        ),
        "manufacturer_to_store": linked("manufacturer_id", "store_id", {5: (0,), 7: (0, 1), 8: (0,), 9: (0,)}),
    }


def _attributes() -> Rows:
    return {
        "attribute_group": table("attribute_group_id sort_order", (3, 2), (6, 3)),
        "attribute_group_description": described(
            "attribute_group_id", "name", {3: ("Memory", "Speicher"), 6: ("Processor", "Prozessor")}
        ),
        "attribute": table("attribute_id attribute_group_id sort_order", (2, 6, 5), (3, 6, 3), (4, 3, 1)),
        "attribute_description": described(
            "attribute_id",
            "name",
            {2: ("No. of Cores", "Kerne"), 3: ("Clock speed", "Takt"), 4: ("Size", "Größe")},
        ),
    }


def _options() -> Rows:
    names = {
        1: ("Radio", "Auswahl"),
        2: ("Checkbox", "Ankreuzen"),
        4: ("Text", "Text"),
        5: ("Select", "Liste"),
        6: ("Textarea", "Textfeld"),
        7: ("File", "Datei"),
        8: ("Date", "Datum"),
        9: ("Time", "Zeit"),
        10: ("Date &amp; Time", "Datum &amp; Zeit"),
        13: ("Pattern", "Muster"),
    }
    types = ("radio", "checkbox", "text", "select", "textarea", "file", "date", "time", "datetime", "image")
    values = {
        32: (1, ("Small", "Klein"), ""),
        31: (1, ("Medium", "Mittel"), ""),
        23: (2, ("Gift wrap", "Geschenkpapier"), ""),
        24: (2, ("Engraving", "Gravur"), ""),
        39: (5, ("Red", "Rot"), ""),
        40: (5, ("Blue", "Blau"), "catalog/demo/option/blue.png"),
        50: (13, ("Stripes", "Streifen"), "catalog/demo/option/stripes.png"),
        51: (13, ("Dots &lt;small&gt;", "Punkte &lt;klein&gt;"), "catalog/demo/option/dots.png"),
    }
    return {
        "option": table(
            "option_id type sort_order",
            *((key, kind, order) for order, (key, kind) in enumerate(zip(names, types, strict=True), 1)),
        ),
        "option_description": described("option_id", "name", names),
        "option_value": table(
            "option_value_id option_id image sort_order",
            *((key, option, image, order) for order, (key, (option, _, image)) in enumerate(values.items(), 1)),
        ),
        "option_value_description": table(
            "option_value_id language_id option_id name",
            *(
                (key, language, option, name)
                for key, (option, texts, _) in values.items()
                for language, name in enumerate(texts, 1)
            ),
        ),
    }


def _filters() -> Rows:
    names = {1: ("Black", "Schwarz"), 2: ("White", "Weiß"), 3: ("Fair trade", "Fairer Handel")}
    groups = {1: 1, 2: 1, 3: 2}
    return {
        "filter_group": table("filter_group_id sort_order", (1, 1), (2, 2)),
        "filter_group_description": described(
            "filter_group_id", "name", {1: ("Colour", "Farbe"), 2: ("Origin", "Herkunft")}
        ),
        "filter": table("filter_id filter_group_id sort_order", *((key, groups[key], key) for key in names)),
        "filter_description": table(
            "filter_id language_id filter_group_id name",
            *(
                (key, language, groups[key], name)
                for key, texts in names.items()
                for language, name in enumerate(texts, 1)
            ),
        ),
    }


def _downloads() -> Rows:
    return {
        "download": table(
            "download_id filename mask date_added",
            (1, "manual.pdf.0f8e5c3d1b2a49678e5f4c3b2a190817", "manual.pdf", ADDED),
            (2, "preise.xls.9a8b7c6d5e4f30211203f4e5d6c7b8a9", "Preise 2024.xls", ADDED),
        ),
        "download_description": described(
            "download_id", "name", {1: ("Manual", "Handbuch"), 2: ("Price list", "Preisliste")}
        ),
    }


def _recurring() -> Rows:
    return {
        "recurring": table(
            "recurring_id price frequency duration cycle trial_status trial_price trial_frequency trial_duration"
            " trial_cycle status sort_order",
            (1, "12.5000", "month", 12, 1, 1, "1.0000", "week", 2, 1, 1, 1),
            (2, "99.0000", "year", 0, 1, 0, "0.0000", "day", 0, 0, 1, 2),
            (3, "5.0000", "semi_month", 6, 2, 0, "0.0000", "day", 0, 0, 0, 3),
        ),
        "recurring_description": described(
            "recurring_id",
            "name",
            {
                1: ("Monthly coffee", "Kaffee im Monat"),
                2: ("Yearly service", "Jahresdienst"),
                3: ("Old plan", "Alter Plan"),
            },
        ),
    }
