"""Friendly addresses in both stores and languages, the awkward ones included (data-map 3.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from migrator.demo.fill import Rows

__all__ = ["rows"]

ENTITIES: Mapping[str, tuple[str, str]] = {
    "category_id=20": ("computers", "computer"),
    "category_id=26": ("laptops", "notebooks"),
    "category_id=59": ("ultrabooks", "ultrabooks-de"),
    "category_id=27": ("desktops", "schreibtisch-pcs"),
    "category_id=34": ("clearance", "restposten"),
    "category_id=57": ("decaf", "entkoffeiniert"),
    "product_id=28": ("htc-touch-hd", "htc-touch"),
    "product_id=30": ("canon-eos-5d", "canon-eos"),
    "product_id=40": ("iphone", "iphone-de"),
    "product_id=41": ("imac", "imac-de"),
    "product_id=42": ("apple-cinema", "apple-kino"),
    "product_id=47": ("the-book.html", "das-büch"),
    "product_id=48": ("product", "info"),
    "product_id=50": ("coffee", "kaffee"),
    "manufacturer_id=5": ("htc", "htc-de"),
    "manufacturer_id=7": ("mueller", "müller"),
    "manufacturer_id=8": ("apple", "apple-de"),
    "manufacturer_id=9": ("canon", "canon-de"),
    "information_id=3": ("privacy", "datenschutz"),
    "information_id=4": ("about-us", "ueber-uns"),
    "information_id=5": ("terms", "agb"),
    "information_id=6": ("delivery", "versand"),
}
"""Keyword in English and German; category 33, the parent of 57, has none, and product 48 takes the keywords that
OpenCart 4's own route rows use."""

ODD: tuple[tuple[int, int, str, str], ...] = (
    (0, 1, "information/contact", "contact"),
    (0, 2, "information/contact", "kontakt"),
    (0, 1, "product/manufacturer/info", "maker"),
    (0, 1, "account/return/add", "send-back"),
    (0, 1, "common/home", ""),
    (0, 1, "acme_id=7", "acme-seven"),
    (0, 1, "product_id=4711", "deleted-product"),
    (0, 1, "category_id=999", "deleted-category"),
    (0, 1, "product_id=41", ""),
    (0, 1, "category_id=20", "all-computers"),
)
"""Routes, an empty home keyword, a third party's key, two entities that are gone, an empty keyword, a second one."""


def _found() -> Iterator[tuple[int, int, str, str]]:
    for store, suffix in ((0, ""), (1, "-w")):
        for query, keywords in ENTITIES.items():
            for language, keyword in enumerate(keywords, 1):
                yield store, language, query, keyword + suffix
    yield from ODD


def rows() -> Rows:
    """Return the rows."""
    return {
        "seo_url": [
            {"seo_url_id": number, "store_id": store, "language_id": language, "query": query, "keyword": keyword}
            for number, (store, language, query, keyword) in enumerate(_found(), 701)
        ]
    }
