"""The sample catalogue of a fresh OpenCart 4: a few of its categories and products."""

from __future__ import annotations

from migrator.demo.fill import Rows, described, linked, table
from migrator.demo.layouts import Layout

__all__ = ["rows"]

ADDED = "2020-08-29 15:35:39"

CATEGORIES = {20: (0, "Desktops"), 26: (20, "PC"), 27: (20, "Mac"), 33: (0, "Cameras")}
MANUFACTURERS = {5: "HTC", 8: "Apple", 9: "Canon"}
PRODUCTS = {
    28: ("HTC Touch HD", "Product 1", 5, "100.0000", (20,)),
    30: ("Canon EOS 5D", "Product 3", 9, "100.0000", (20, 33)),
    41: ("iMac", "Product 14", 8, "100.0000", (27,)),
    42: ("Apple Cinema 30&quot;", "Product 15", 8, "100.0000", (20,)),
}
"""Name, model, manufacturer, price, categories."""

INFORMATION = {1: "About Us", 2: "Terms &amp; Conditions", 3: "Privacy Policy", 4: "Delivery Information"}


def rows(layout: Layout) -> Rows:
    """Return the rows for the release of ``layout``."""
    return {**_categories(), **_products(), **_prices(layout), **_options(), **_attributes(), **_others(layout)}


def _categories() -> Rows:
    paths = [(key, key, int(bool(parent))) for key, (parent, _) in CATEGORIES.items()]
    paths += [(key, parent, 0) for key, (parent, _) in CATEGORIES.items() if parent]
    return {
        "category": table(
            "category_id image parent_id top column sort_order status date_added date_modified",
            *((key, "", parent, int(not parent), 1, 0, 1, ADDED, ADDED) for key, (parent, _) in CATEGORIES.items()),
        ),
        "category_description": described(
            "category_id",
            "name description meta_title meta_description meta_keyword",
            {key: ((name, "", name, "", ""),) for key, (_, name) in CATEGORIES.items()},
        ),
        "category_path": table("category_id path_id level", *paths),
        "category_to_store": linked("category_id", "store_id", dict.fromkeys(CATEGORIES, (0,))),
        "manufacturer": table(
            "manufacturer_id name image sort_order", *((key, name, "", 0) for key, name in MANUFACTURERS.items())
        ),
        "manufacturer_to_store": linked("manufacturer_id", "store_id", dict.fromkeys(MANUFACTURERS, (0,))),
        "information": table("information_id bottom sort_order status", *((key, 1, key, 1) for key in INFORMATION)),
        "information_description": described(
            "information_id",
            "title description meta_title meta_description meta_keyword",
            {key: ((title, f"&lt;p&gt;{title}&lt;/p&gt;", title, "", ""),) for key, title in INFORMATION.items()},
        ),
        "information_to_store": linked("information_id", "store_id", dict.fromkeys(INFORMATION, (0,))),
    }


def _products() -> Rows:
    return {
        "product": [
            {
                "product_id": key,
                "model": model,
                "variant": "",
                "override": "",
                "image": f"catalog/demo/product_{key}.jpg",
                "quantity": 970,
                "stock_status_id": 7,
                "manufacturer_id": maker,
                "shipping": 1,
                "price": price,
                "tax_class_id": 9,
                "date_available": "2009-02-03",
                "weight_class_id": 1,
                "length_class_id": 1,
                "subtract": 1,
                "minimum": 1,
                "status": 1,
                "date_added": ADDED,
                "date_modified": ADDED,
            }
            for key, (_, model, maker, price, _) in PRODUCTS.items()
        ],
        "product_description": described(
            "product_id",
            "name description tag meta_title meta_description meta_keyword",
            {key: ((name, "", "", name, "", ""),) for key, (name, *_) in PRODUCTS.items()},
        ),
        "product_to_category": linked("product_id", "category_id", {key: row[4] for key, row in PRODUCTS.items()}),
        "product_to_store": linked("product_id", "store_id", dict.fromkeys(PRODUCTS, (0,))),
        "product_image": table(
            "product_image_id product_id image sort_order",
            (1, 42, "catalog/demo/product_42_1.jpg", 0),
            (2, 30, "catalog/demo/product_30_1.jpg", 0),
        ),
        "product_related": table("product_id related_id", (41, 42), (42, 41)),
        "product_reward": table("product_reward_id product_id customer_group_id points", (1, 42, 1, 100)),
    }


def _prices(layout: Layout) -> Rows:
    discounts = [(1, 42, 1, 10, 1, "88.0000", "P", 0), (2, 42, 1, 20, 1, "77.0000", "P", 0)]
    if not layout.has("product_special"):
        discounts.append((3, 42, 1, 1, 1, "90.0000", "F", 1))
    return {
        "product_discount": table(
            "product_discount_id product_id customer_group_id quantity priority price type special date_start date_end",
            *((*row, "0000-00-00", "0000-00-00") for row in discounts),
        ),
        "product_special": table(
            "product_special_id product_id customer_group_id priority price date_start date_end",
            (1, 42, 1, 1, "90.0000", "0000-00-00", "0000-00-00"),
        ),
        "coupon": table(
            "coupon_id name code type discount total date_start date_end uses_total uses_customer status date_added",
            (4, "-10% Discount", "2222", "P", "10.0000", "0.0000", "2014-01-01", "2020-01-01", 10, "10", 0, ADDED),
        ),
    }


def _options() -> Rows:
    return {
        "option": table("option_id type sort_order", (1, "radio", 1), (4, "text", 3), (7, "file", 6)),
        "option_description": described("option_id", "name", {1: ("Radio",), 4: ("Text",), 7: ("File",)}),
        "option_value": table(
            "option_value_id option_id image sort_order", (32, 1, "", 1), (31, 1, "", 2), (43, 1, "", 3)
        ),
        "option_value_description": table(
            "option_value_id language_id option_id name", (32, 1, 1, "Small"), (31, 1, 1, "Medium"), (43, 1, 1, "Large")
        ),
        "product_option": table(
            "product_option_id product_id option_id value required", (218, 42, 1, "", 1), (208, 42, 4, "test", 1)
        ),
        "product_option_value": table(
            "product_option_value_id product_option_id product_id option_id option_value_id quantity subtract price"
            " price_prefix points_prefix weight_prefix",
            (5, 218, 42, 1, 32, 96, 1, "10.0000", "+", "+", "+"),
            (6, 218, 42, 1, 31, 146, 1, "20.0000", "+", "+", "+"),
        ),
    }


def _attributes() -> Rows:
    return {
        "attribute_group": table("attribute_group_id sort_order", (3, 2), (6, 3)),
        "attribute_group_description": described("attribute_group_id", "name", {3: ("Memory",), 6: ("Processor",)}),
        "attribute": table("attribute_id attribute_group_id sort_order", (2, 6, 5), (4, 3, 1)),
        "attribute_description": described("attribute_id", "name", {2: ("No. of Cores",), 4: ("test 1",)}),
        "product_attribute": table("product_id attribute_id language_id text", (41, 2, 1, "4"), (42, 4, 1, "8gb")),
    }


def _others(layout: Layout) -> Rows:
    trial = None if not layout.has("voucher") else "day"
    return {
        "subscription_plan": table(
            "subscription_plan_id trial_frequency frequency duration cycle status sort_order",
            (1, trial, "day", 0, 1, 1, 0),
            (2, trial, "month", 10, 1, 1, 0),
            (3, trial, "day", 0, 1, 1, 0),
        ),
        "subscription_plan_description": described(
            "subscription_plan_id", "name", {1: ("Daily",), 2: ("Weekly",), 3: ("Monthly",)}
        ),
        "identifier": table(
            "identifier_id name code status",
            (1, "Stock Keeping Unit", "SKU", 1),
            (2, "Universal Product Code", "UPC", 1),
            (3, "European Article Number", "EAN", 1),
            (4, "Japanese Article Number", "JAN", 1),
            (5, "International Standard Book Number", "ISBN", 1),
            (6, "Manufacturer Part Number", "MPN", 1),
        ),
        "voucher_theme": table(
            "voucher_theme_id image", *((key, f"catalog/demo/theme_{key}.jpg") for key in (6, 7, 8))
        ),
        "voucher_theme_description": described(
            "voucher_theme_id", "name", {6: ("Christmas",), 7: ("Birthday",), 8: ("General",)}
        ),
    }
