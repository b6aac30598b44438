"""Where the database names files (data-map G11): the types of files, and the columns of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from migrator.files.errors import FilesError

__all__ = ["DECLARED_TABLES", "KINDS", "OTHER", "ROOTS", "Place", "Root", "checked_kinds"]

Root = Literal["image", "storage"]
Content = Literal["path", "html", "mixed"]
"""``path``: the column is a file name; ``html``: a text with pictures; ``mixed``: JSON or text that may name files."""

ROOTS: Mapping[Root, tuple[str, ...]] = {"image": ("catalog",), "storage": ("download", "upload")}
"""The two folders of a shop, and what below them is the merchant's."""

OTHER = "other"
"""Picture columns of tables that are not OpenCart's own."""


@dataclass(frozen=True, slots=True)
class Place:
    """A column that names files; ``owner`` is the column that says whose they are.

    ``folder`` is where the files are inside the root when the column holds a bare name; ``keys`` restricts a table
    of settings to some of them.
    """

    table: str
    column: str
    owner: str
    content: Content = "path"
    root: Root = "image"
    folder: str = ""
    keys: tuple[str, ...] = ()


KINDS: Mapping[str, tuple[Place, ...]] = {
    "products": (
        Place("product", "image", "product_id"),
        Place("product_image", "image", "product_id"),
        Place("product_description", "description", "product_id", "html"),
    ),
    "categories": (
        Place("category", "image", "category_id"),
        Place("category_description", "description", "category_id", "html"),
    ),
    "manufacturers": (Place("manufacturer", "image", "manufacturer_id"),),
    "options": (Place("option_value", "image", "option_value_id"),),
    "banners": (Place("banner_image", "image", "banner_id"),),
    "information": (Place("information_description", "description", "information_id", "html"),),
    "stores": (
        Place("setting", "value", "store_id", keys=("config_logo", "config_icon", "config_image")),
        Place("setting", "value", "store_id", "mixed"),
    ),
    "modules": (Place("module", "setting", "module_id", "mixed"),),
    "locations": (Place("location", "image", "location_id"),),
    "users": (Place("user", "image", "user_id"),),
    "vouchers": (Place("voucher_theme", "image", "voucher_theme_id"),),
    "articles": (
        Place("article_description", "image", "article_id"),
        Place("article_description", "description", "article_id", "html"),
        Place("topic_description", "image", "topic_id"),
        Place("topic_description", "description", "topic_id", "html"),
    ),
    OTHER: (),
    "downloads": (Place("download", "filename", "download_id", root="storage", folder="download/"),),
    "uploads": (Place("upload", "filename", "upload_id", root="storage", folder="upload/"),),
}

# “language.image” names a flag among the program's own files, not in the image folder.
DECLARED_TABLES = frozenset({"language"} | {place.table for places in KINDS.values() for place in places})


def checked_kinds(kinds: Iterable[str]) -> Collection[str]:
    """Return ``kinds`` without repetition; an unknown one raises ``FilesError``."""
    wanted = tuple(dict.fromkeys(kinds))
    for kind in wanted:
        if kind not in KINDS:
            raise FilesError(f"There is no type of files “{kind}”; the types are {', '.join(KINDS)}.")
    return wanted
