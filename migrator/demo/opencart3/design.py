"""Information pages, layouts, modules, banners, template changes and own texts of the shop."""

from __future__ import annotations

from typing import Any

from migrator.demo.fill import Row, Rows, described, json_text, linked, table

__all__ = ["rows"]

LAYOUTS = (
    "Home",
    "Product",
    "Category",
    "Default",
    "Manufacturer",
    "Account",
    "Checkout",
    "Contact",
    "Sitemap",
    "Affiliate",
    "Information",
    "Compare",
    "Search",
    "Aktion",
)

PHP_MODULE = (
    'a:5:{s:4:"name";s:8:"Old Home";s:9:"banner_id";s:1:"6";s:5:"width";s:3:"182";s:6:"height";s:3:"182";'
    's:6:"status";s:1:"1";}'
)


def rows() -> Rows:
    """Return the rows."""
    return {**_information(), **_layouts(), "module": _modules(), **_banners(), **_texts()}


def _information() -> Rows:
    link = "&lt;a href=&quot;index.php?route=product/manufacturer/info&amp;amp;manufacturer_id=5&quot;&gt;HTC&lt;/a&gt;"
    return {
        "information": table(
            "information_id bottom sort_order status", (3, 1, 3, 1), (4, 1, 1, 1), (5, 0, 4, 1), (6, 1, 2, 0)
        ),
        "information_description": described(
            "information_id",
            "title description meta_title meta_description meta_keyword",
            {
                3: (("Privacy Policy", "We keep it.", "Privacy", "", ""), ("Datenschutz", "Wir hüten es.", "", "", "")),
                4: (("About Us", link, "About Us", "", ""), ("Über uns", link, "Über uns", "", "")),
                5: (("Terms &amp; Conditions", "", "Terms", "", ""), ("AGB &amp; Widerruf", "", "AGB", "", "")),
                6: (("Delivery", "", "Delivery", "", ""), ("Versand", "", "Versand", "", "")),
            },
        ),
        "information_to_store": linked("information_id", "store_id", {3: (0, 1), 4: (0,), 5: (0, 1), 6: (0,)}),
        "information_to_layout": table("information_id store_id layout_id", (4, 0, 11), (5, 0, 0)),
    }


def _layouts() -> Rows:
    return {
        "layout": table("layout_id name", *enumerate(LAYOUTS, 1)),
        "layout_route": table(
            "layout_route_id layout_id store_id route",
            (17, 10, 0, "affiliate/%"),
            (20, 2, 0, "product/product"),
            (23, 7, 0, "checkout/%"),
            (24, 11, 0, "information/information"),
            (31, 8, 0, "information/contact"),
            (32, 9, 0, "information/sitemap"),
            (34, 4, 0, ""),
            (38, 6, 0, "account/%"),
            (42, 1, 0, "common/home"),
            (44, 3, 0, "product/category"),
            (45, 5, 0, "product/manufacturer"),
            (46, 5, 0, "product/manufacturer/info"),
            (47, 6, 0, "account/return/add"),
            (52, 12, 0, "product/compare"),
            (53, 13, 0, "product/search"),
            (60, 1, 1, "common/home"),
            (61, 14, 1, "extension/acme/action"),
        ),
        "layout_module": table(
            "layout_module_id layout_id code position sort_order",
            (2, 4, "0", "content_top", 0),
            (3, 4, "", "content_top", 1),
            (65, 1, "featured.28", "content_top", 2),
            (66, 1, "slideshow.27", "content_top", 1),
            (67, 1, "carousel.29", "content_bottom", 3),
            (68, 6, "account", "column_right", 1),
            (69, 10, "account", "column_right", 1),
            (72, 3, "category", "column_left", 1),
            (73, 3, "banner.30", "column_left", 2),
            (74, 1, "html.32", "content_bottom", 4),
            (75, 1, "latest.33", "content_bottom", 5),
            (76, 2, "bestseller.34", "column_right", 1),
            (77, 2, "special.35", "column_right", 2),
            (78, 14, "acme_slider.36", "content_top", 1),
            (79, 3, "filter", "column_left", 3),
            (80, 11, "information", "column_left", 1),
            (81, 4, "store", "column_left", 1),
        ),
    }


def _modules() -> list[Row]:
    size = {"width": "200", "height": "200", "status": "1"}
    texts = {
        "1": {"title": "Welcome", "description": "&lt;p&gt;Hello&lt;/p&gt;"},
        "2": {"title": "Grüße", "description": "&lt;p&gt;Schön, dass Sie da sind&lt;/p&gt;"},
    }
    settings: dict[int, tuple[str, str, dict[str, Any]]] = {
        27: ("Slides", "slideshow", {"banner_id": "7", "width": "1140", "height": "380", "status": "1"}),
        28: ("Featured", "featured", {"product": ["42", "30", "40", "41"], "limit": "3", **size}),
        29: ("Makers", "carousel", {"banner_id": "8", "width": "130", "height": "100", "status": "1"}),
        30: ("Category", "banner", {"banner_id": "6", "width": "182", "height": "182", "status": "1"}),
        32: ("Grüße &amp; mehr", "html", {"module_description": texts, "status": "1"}),
        33: ("Latest", "latest", {"limit": "4", **size}),
        34: ("Best", "bestseller", {"limit": "4", **size}),
        35: ("Special", "special", {"limit": "2", **size, "status": "0"}),
        36: ("Acme", "acme_slider", {"speed": "300", "status": "1"}),
    }
    found = [
        (number, name, code, json_text({"name": name, **values})) for number, (name, code, values) in settings.items()
    ]
    found.append((31, "Old Home", "banner", PHP_MODULE))
    return table("module_id name code setting", *found)


def _banners() -> Rows:
    route = "index.php?route="
    return {
        "banner": table(
            "banner_id name status", (6, "HP Products", 1), (7, "Home Page Slideshow", 1), (8, "Manufacturers", 0)
        ),
        "banner_image": table(
            "banner_image_id banner_id language_id title link image sort_order",
            (79, 7, 1, "iPhone", f"{route}product/product&amp;path=20&amp;product_id=40", "catalog/demo/slide1.jpg", 0),
            (80, 7, 2, "iPhone", f"{route}product/product&amp;path=20&amp;product_id=40", "catalog/demo/slide1.jpg", 0),
            (81, 7, 1, "Returns", f"{route}account/return/add", "catalog/demo/slide2.jpg", 1),
            (82, 7, 2, "Rückgabe", f"{route}account/return/add", "catalog/demo/slide2.jpg", 1),
            (87, 6, 1, "HTC", f"{route}product/manufacturer/info&amp;manufacturer_id=5", "catalog/demo/hp.jpg", 0),
            (88, 6, 2, "HTC", "https://partner.example/?a=1&amp;b=2", "catalog/demo/hp.jpg", 0),
            (93, 8, 1, "Canon", "", "catalog/demo/manufacturer/canon.png", 0),
            (94, 8, 2, "Canon", "", "catalog/demo/manufacturer/canon.png", 0),
        ),
    }


def _texts() -> Rows:
    return {
        "theme": table(
            "theme_id store_id theme route code date_added",
            (1, 0, "default", "common/footer", "&lt;footer&gt;{{ text }}&lt;/footer&gt;", "2020-01-01 00:00:00"),
            (2, 1, "default", "product/product", "&lt;div&gt;&lt;/div&gt;", "2020-01-02 00:00:00"),
        ),
        "translation": table(
            "translation_id store_id language_id route key value date_added",
            (1, 0, 1, "common/header", "text_home", "Start", "2020-01-01 00:00:00"),
            (2, 0, 2, "account/return", "heading_title", "Rücksendung", "2020-01-01 00:00:00"),
            (3, 1, 2, "extension/payment/cod", "text_title", "Nachnahme", "2020-01-01 00:00:00"),
        ),
    }
