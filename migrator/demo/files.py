"""The files of the demonstration shop: small pictures, downloads and uploads."""

from __future__ import annotations

import html
import zlib
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from migrator.demo import opencart3
from migrator.demo.build import SOURCE_RELEASE
from migrator.demo.fill import Rows
from migrator.demo.layouts import load
from migrator.files.markup import in_html

__all__ = ["MISSING", "build_files"]

MISSING = "catalog/demo/missing.jpg"
"""The picture that a product names and the folder lacks."""

FORMATS = {".jpg": "JPEG", ".png": "PNG"}
SIZE = (64, 48)


def build_files(folder: Path, release: str = SOURCE_RELEASE) -> None:
    """Write the pictures that the shop names to ``folder/image`` and its files to ``folder/storage``.

    The same content comes out every time. Files that exist are replaced.
    """
    rows = opencart3.rows(load(release))
    for name in sorted(_pictures(rows)):
        colour = zlib.crc32(name.encode())
        picture = Image.new("RGB", SIZE, (colour >> 16 & 255, colour >> 8 & 255, colour & 255))
        picture.save(_new(folder / "image" / name), FORMATS[Path(name).suffix])
    for table in ("download", "upload"):
        for row in rows[table]:
            path = _new(folder / "storage" / table / row["filename"])
            path.write_text(f"Content of {row['filename']}\n", encoding="utf-8")


def _pictures(rows: Rows) -> Iterator[str]:
    values = {row["image"] for found in rows.values() for row in found if row.get("image")}
    values |= {row["value"] for row in rows["setting"]}
    texts = (row["description"] for row in (*rows["product_description"], *rows["category_description"]))
    values |= {mention.path for text in texts for mention in in_html(text)}
    return (html.unescape(value) for value in values if value.startswith("catalog/") and value != MISSING)


def _new(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
