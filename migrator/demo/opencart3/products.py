"""Products and everything that hangs on them."""

from __future__ import annotations

from migrator.demo.fill import Row, Rows, described, joined, linked, table

__all__ = ["rows"]

ADDED = "2020-02-03 16:06:50"
ALWAYS = ("0000-00-00", "0000-00-00")


def rows(*, emoji: bool) -> Rows:
    """Return the rows; with ``emoji`` a product's name has one."""
    return {
        "product": _products(),
        "product_description": _descriptions(sparkle=" ✨🦄" if emoji else ""),
        **_links(),
        **_options(),
        **_prices(),
    }


def _products() -> list[Row]:
    common = {"shipping": 1, "subtract": 1, "minimum": 1, "status": 1, "weight_class_id": 1, "length_class_id": 1}
    found = joined(
        table(
            "product_id model sku upc ean jan isbn mpn location acme_supplier",
            (28, "Product 1", "HTC-28", "", "", "", "", "", "", "ACME-7"),
            (30, "Product 3", "EOS &amp; 5D", "036000291452", "4006381333931", "", "", "MP-30", "Regal 7", ""),
            (40, "Product 11", "", "", "", "4901234567894", "", "", "", ""),
            (41, "Product 14", "IMAC", "", "", "", "978-3-16-148410-0", "", "", ""),
            (42, "Product 15", "", "", "", "", "", "", "", "ACME-1"),
            (47, "E-Book", "EB-47", "", "", "", "3-86680-192-0", "", "", None),
            (48, "Nameless", "", "", "", "", "", "", "", None),
            (50, "Coffee", "KAF-50", "", "4000417025005", "", "", "", "", ""),
        ),
        table(
            "product_id image manufacturer_id quantity stock_status_id price points tax_class_id date_available",
            (28, "catalog/demo/htc.jpg", 5, 939, 7, "100.0000", 200, 9, "2009-02-03"),
            (30, "catalog/demo/canon.jpg", 9, -3, 6, "100.0000", 0, 9, "2009-02-03"),
            (40, "catalog/demo/iphone.jpg", 8, 970, 5, "101.0000", 0, 9, "0000-00-00"),
            (41, "catalog/demo/imac.jpg", 8, 977, 7, "999.9999", 0, 9, "2030-01-01"),
            (42, "catalog/demo/cinema.jpg", 8, 990, 7, "100.0000", 400, 9, "2009-02-04"),
            (47, "", 0, 1000, 7, "15.0000", 0, 10, "2012-01-01"),
            (48, None, 0, 0, 5, "0.0000", 0, 0, "2012-01-01"),
            (50, "catalog/demo/missing.jpg", 7, 12, 8, "8.9000", 9, 11, "2012-01-01"),
        ),
        table(
            "product_id weight length width height viewed",
            (28, "146.40000000", "0.00000000", "0.00000000", "0.00000000", 512),
            (30, "0.80000000", "14.50000000", "11.00000000", "7.25000000", 0),
            (40, "10.00000000", "0.00000000", "0.00000000", "0.00000000", 7),
            (41, "5.00000000", "0.00000000", "0.00000000", "0.00000000", 3),
            (42, "12.50000000", "1.00000000", "2.00000000", "3.00000000", 99),
            (50, "0.50000000", "0.00000000", "0.00000000", "0.00000000", 44),
        ),
        table("product_id status shipping minimum", (47, 1, 0, 1), (48, 0, 1, 1), (50, 1, 1, 2)),
    )
    dates = {"date_added": ADDED, "date_modified": "2024-01-31 23:59:59"}
    return [common | dates | row for row in found]


def _descriptions(*, sparkle: str) -> list[Row]:
    return described(
        "product_id",
        "name description tag meta_title meta_description meta_keyword",
        {
            28: (
                ("HTC Touch HD", "&lt;p&gt;HTC &amp;amp; Touch&lt;/p&gt;\r\n", "phone", "HTC Touch HD", "", ""),
                ("HTC Touch HD", "&lt;p&gt;Für unterwegs&lt;/p&gt;", "Handy,Größe", "HTC", "", ""),
            ),
            30: (("Canon EOS 5D", "", "", "Canon EOS 5D", "", ""), ("Canon EOS 5D", "", "", "", "", "")),
            40: (
                (f"iPhone{sparkle}", "", "", "iPhone", "", ""),
                (f"iPhone{sparkle}", "", "", "iPhone", "", ""),
            ),
            41: (("iMac", "", "", "iMac", "", ""), ("iMac", "", "", "iMac", "", "")),
            42: (
                ("Apple Cinema 30&quot;", "&lt;b&gt;30&quot;&lt;/b&gt;", "", "Apple Cinema 30", "", ""),
                ("Apple Cinema 30&quot;", "30 Zoll – „groß“", "", "Apple Cinema 30", "", ""),
            ),
            47: (
                ("The Book", "see index.php?route=information/contact", "", "The Book", "", ""),
                ("Das Buch", "日本語 Ελληνικά кириллица", "", "Das Buch", "", ""),
            ),
            48: (("Unsellable", "", "", "", "", ""), ("Unverkäuflich", "", "", "", "", "")),
            50: (
                ("Coffee beans", "", "", "Coffee", "", ""),
                ("Kaffeebohnen", "Röstung: kräftig", "", "Kaffee", "", ""),
            ),
        },
    )


def _links() -> Rows:
    return {
        "product_attribute": table(
            "product_id attribute_id language_id text",
            (41, 2, 1, "8"),
            (41, 2, 2, "acht"),
            (42, 4, 1, "30 inches"),
            (42, 4, 2, "76 cm"),
        ),
        "product_filter": linked("product_id", "filter_id", {40: (1,), 41: (2,), 50: (3,)}),
        "product_image": table(
            "product_image_id product_id image sort_order",
            (2001, 42, "catalog/demo/cinema_1.jpg", 1),
            (2002, 42, "catalog/demo/cinema ü 2.jpg", 2),
            (2003, 30, None, 0),
        ),
        "product_related": table("product_id related_id", (40, 42), (42, 40), (41, 42), (42, 41)),
        "product_reward": table(
            "product_reward_id product_id customer_group_id points",
            (515, 42, 1, 100),
            (516, 28, 1, 20),
            (517, 28, 2, 40),
        ),
        "product_to_category": linked(
            "product_id",
            "category_id",
            {28: (20,), 30: (20, 34), 40: (26,), 41: (20, 27), 42: (20, 59), 47: (34,), 50: (33, 57)},
        ),
        "product_to_download": linked("product_id", "download_id", {47: (1,), 42: (1, 2)}),
        "product_to_layout": table("product_id store_id layout_id", (42, 0, 2), (50, 0, 0), (50, 1, 2)),
        "product_to_store": linked(
            "product_id",
            "store_id",
            {28: (0,), 30: (0,), 40: (0,), 41: (0,), 42: (0, 1), 47: (0,), 48: (0,), 50: (0, 1)},
        ),
        "product_recurring": table("product_id recurring_id customer_group_id", (50, 1, 1), (50, 2, 2)),
    }


def _options() -> Rows:
    return {
        "product_option": table(
            "product_option_id product_id option_id value required",
            (218, 42, 1, "", 1),
            (223, 42, 2, "", 0),
            (208, 42, 4, "test &quot;text&quot;", 1),
            (217, 42, 5, "", 1),
            (209, 42, 6, "", 0),
            (222, 42, 7, "", 0),
            (219, 42, 8, "2011-02-20", 0),
            (221, 42, 9, "22:25", 0),
            (220, 42, 10, "2011-02-20 22:25", 0),
            (226, 30, 5, "", 1),
            (230, 42, 13, "", 0),
        ),
        "product_option_value": table(
            "product_option_value_id product_option_id product_id option_id option_value_id quantity subtract price"
            " price_prefix points points_prefix weight weight_prefix",
            (5, 218, 42, 1, 32, 96, 1, "10.0000", "+", 1, "+", "1.00000000", "+"),
            (6, 218, 42, 1, 31, 146, 1, "20.0000", "-", 2, "-", "2.00000000", "-"),
            (9, 223, 42, 2, 23, 48, 1, "10.0000", "+", 0, "+", "10.00000000", "+"),
            (10, 223, 42, 2, 24, 194, 1, "20.0000", "+", 0, "+", "20.00000000", "+"),
            (1, 217, 42, 5, 39, 100, 0, "4.0000", "+", 0, "+", "3.00000000", "+"),
            (2, 217, 42, 5, 40, 200, 1, "0.0000", "+", 0, "+", "0.00000000", "+"),
            (15, 226, 30, 5, 39, 2, 1, "0.0000", "+", 0, "+", "0.00000000", "+"),
            (20, 230, 42, 13, 50, 5, 1, "1.5000", "+", 0, "+", "0.00000000", "+"),
            (21, 230, 42, 13, 51, 0, 1, "1.5000", "-", 0, "+", "0.00000000", "+"),
        ),
    }


def _prices() -> Rows:
    return {
        "product_discount": table(
            "product_discount_id product_id customer_group_id quantity priority price date_start date_end",
            (438, 42, 1, 10, 1, "88.0000", *ALWAYS),
            (439, 42, 1, 20, 1, "77.0000", *ALWAYS),
            (440, 42, 2, 30, 1, "66.0000", "2024-01-01", "2024-12-31"),
            (441, 28, 1, 0, 2, "95.0000", *ALWAYS),
        ),
        "product_special": table(
            "product_special_id product_id customer_group_id priority price date_start date_end",
            (419, 42, 1, 1, "90.0000", *ALWAYS),
            (438, 30, 1, 1, "80.0000", "2024-01-01", "0000-00-00"),
            (439, 30, 1, 2, "85.0000", "0000-00-00", "2020-12-31"),
            (440, 41, 2, 1, "899.9950", *ALWAYS),
        ),
    }
