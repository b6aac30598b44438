"""Layouts, modules, banners and SEO URLs of a fresh OpenCart 4."""

from __future__ import annotations

from typing import Any

from migrator.demo.fill import Row, Rows, json_text, table
from migrator.demo.layouts import Layout

__all__ = ["method", "rows"]

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
)

LAYOUT_ROUTES = (
    (6, "account/%"),
    (6, "information/gdpr"),
    (10, "affiliate/%"),
    (3, "product/category"),
    (1, "common/home"),
    (2, "product/product"),
    (11, "information/information"),
    (7, "checkout/%"),
    (8, "information/contact"),
    (9, "information/sitemap"),
    (4, ""),
    (5, "product/manufacturer"),
    (12, "product/compare"),
    (13, "product/search"),
)

LAYOUT_MODULES = (
    (10, "opencart.account", "column_right", 1),
    (6, "opencart.account", "column_right", 1),
    (1, "opencart.featured.2", "content_top", 2),
    (3, "opencart.banner.1", "column_left", 2),
    (1, "opencart.banner.3", "content_top", 1),
    (1, "opencart.banner.4", "content_bottom", 1),
    (3, "opencart.category", "column_left", 1),
)

BANNER_KEYS = ("banner_id", "effect", "items", "controls", "indicators", "interval", "width", "height", "status")
BANNER_MODULES = {
    1: ("Category Banner", ("6", "fade", "1", "0", "0", "5000", "200", "180", "1")),
    3: ("Homepage Slideshow", ("7", "slide", "1", "1", "1", "5000", "1140", "380", "1")),
    4: ("Homepage Manufacturers", ("8", "slide", "5", "1", "1", "5000", "130", "100", "1")),
}

SEO = (
    ("product_id", "28", "htc-touch-hd", 1),
    ("product_id", "30", "canon-eos-5d", 1),
    ("product_id", "41", "imac", 1),
    ("product_id", "42", "apple-cinema", 1),
    ("manufacturer_id", "5", "htc", 0),
    ("manufacturer_id", "8", "apple", 0),
    ("manufacturer_id", "9", "canon", 0),
    ("path", "20", "desktops", 0),
    ("path", "20_26", "desktops/pc", 0),
    ("path", "20_27", "desktops/mac", 0),
    ("path", "33", "cameras", 0),
    ("information_id", "1", "about-us", 0),
    ("information_id", "2", "terms", 0),
    ("information_id", "3", "privacy", 0),
    ("information_id", "4", "delivery", 0),
    ("language", "en-gb", "en-gb", -2),
    ("route", "information/information.info", "info", 0),
    ("route", "information/information", "information", -1),
    ("route", "product/product", "product", -1),
    ("route", "product/category", "catalog", -1),
    ("route", "product/manufacturer", "brands", -1),
)

SEO_4104 = (
    ("route", "product/manufacturer.info", "brand", -2),
    ("route", "cms/blog", "blog", -1),
    ("route", "cms/blog.info", "article", -1),
)


def method(layout: Layout, route: str) -> str:
    """Return ``route`` with the separator that the release puts before a method (data-map 1.3)."""
    bar = layout.release.startswith(("4.0.0.", "4.0.1."))
    return route.replace(".", "|") if bar else route


def rows(layout: Layout) -> Rows:
    """Return the rows for the release of ``layout``."""
    modern = not layout.has("voucher")
    layouts = (*LAYOUTS, "Blog") if modern else LAYOUTS
    routes = (*LAYOUT_ROUTES, (14, "cms/blog"), (14, "cms/blog.info")) if modern else LAYOUT_ROUTES
    modules = (*LAYOUT_MODULES, (14, "opencart.topic", "column_left", 1)) if modern else LAYOUT_MODULES
    seo = (*SEO, *SEO_4104) if layout.release == "4.1.0.4" else SEO
    return {
        "layout": table("layout_id name", *enumerate(layouts, 1)),
        "layout_route": table("layout_id store_id route", *((number, 0, route) for number, route in routes)),
        "layout_module": table("layout_id code position sort_order", *modules),
        "module": _modules(),
        **_banners(layout),
        "seo_url": [
            {"store_id": 0, "language_id": 1, **row, "value": method(layout, row["value"])}
            for row in table("key value keyword sort_order", *seo)
        ],
    }


def _modules() -> list[Row]:
    found: list[tuple[int, str, str, dict[str, Any]]] = [
        (number, name, "opencart.banner", {"name": name, **dict(zip(BANNER_KEYS, values, strict=True))})
        for number, (name, values) in BANNER_MODULES.items()
    ]
    featured = {
        "name": "Featured",
        "product_name": "",
        "product": ["41", "42", "30"],
        "axis": "horizontal",
        "limit": "4",
        "width": "200",
        "height": "200",
        "status": "1",
    }
    found.insert(1, (2, "Featured", "opencart.featured", featured))
    return table("module_id name code setting", *((*row[:3], json_text(row[3])) for row in found))


def _banners(layout: Layout) -> Rows:
    maker = method(layout, "product/manufacturer.info")
    return {
        "banner": table(
            "banner_id name status", (6, "HP Products", 1), (7, "Home Page Slideshow", 1), (8, "Manufacturers", 1)
        ),
        "banner_image": table(
            "banner_image_id banner_id language_id title link image sort_order",
            (79, 7, 1, "MacBookAir", "", "catalog/demo/banners/MacBookAir.jpg", 0),
            (87, 6, 1, "HP Banner", f"index.php?route={maker}&amp;manufacturer_id=5", "catalog/demo/hp.jpg", 0),
            (93, 8, 1, "Canon", "", "catalog/demo/manufacturer/canon.png", 0),
        ),
    }
