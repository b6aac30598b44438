"""Look into a file and say what is wrong with it as a picture."""

from __future__ import annotations

import struct
import warnings
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO
from xml.parsers import expat

from PIL import Image, UnidentifiedImageError

__all__ = ["MAX_PIXELS", "Finding", "examine"]

MAX_PIXELS = 89_478_485
"""A picture with more pixels than this (a quarter of a gigabyte in memory) would stop OpenCart's resizing."""

SHOWN_BY_BROWSERS = frozenset({"AVIF", "BMP", "GIF", "ICO", "JPEG", "MPO", "PNG", "WEBP"})
FORMATS = {
    ".avif": {"AVIF"},
    ".bmp": {"BMP"},
    ".gif": {"GIF"},
    ".ico": {"ICO", "PNG"},
    ".jfif": {"JPEG", "MPO"},
    ".jpe": {"JPEG", "MPO"},
    ".jpeg": {"JPEG", "MPO"},
    ".jpg": {"JPEG", "MPO"},
    ".png": {"PNG"},
    ".webp": {"WEBP"},
}
"""What each file name extension promises. Cameras write several pictures into one JPEG file (MPO), and an ICO may
be a PNG inside."""

SVG_HEAD_BYTES = 1 << 20
DRAFT_PIXELS = (64, 64)

# The limit above is checked before anything is decoded, so the library's own warning would only be noise.
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong: a word (``docs/files.md`` lists them), a sentence, and whether the shop works nevertheless."""

    reason: str
    message: str
    harmless: bool = False


def examine(name: str, file: IO[bytes], size: int) -> Finding | None:
    """Return what is wrong with the picture in ``file`` (seekable, ``size`` bytes), ``None`` when it is whole.

    The picture is decoded to its last byte, except one with too many pixels. A file whose name promises no picture
    (a PDF or a video linked from a description) only has to have content.
    """
    if size == 0:
        return Finding("empty", "The file is empty")
    suffix = PurePosixPath(name).suffix.lower()
    if suffix == ".svg":
        return _examine_svg(file)
    if suffix not in FORMATS:
        return None
    return _examine_bitmap(file, suffix)


def _examine_bitmap(file: IO[bytes], suffix: str) -> Finding | None:
    try:
        with Image.open(file) as image:
            if image.width * image.height > MAX_PIXELS:
                return _too_large(image.width, image.height)
            content = image.format or ""
            image.draft(None, DRAFT_PIXELS)  # a JPEG is still read to its end, at an eighth of the size
            image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Finding("too_large", f"The picture has more than {MAX_PIXELS:,} pixels")
    except UnidentifiedImageError:
        file.seek(0)
        if _is_svg(file):
            return Finding("wrong_extension", f"The file is an SVG drawing, but its name ends in {suffix}")
        return Finding("not_an_image", "The file is not an image")
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, MemoryError, struct.error, zlib.error):
        # What the decoders raise for damaged data differs by format.
        return Finding("truncated", "The image is truncated or damaged")
    if content in FORMATS[suffix]:
        return None
    shown = content in SHOWN_BY_BROWSERS
    return Finding(
        "wrong_extension",
        f"The file is a {'JPEG' if content == 'MPO' else content} image, but its name ends in {suffix}"
        + ("" if shown else ", and browsers do not show this format"),
        harmless=shown,
    )


def _too_large(width: int, height: int) -> Finding:
    return Finding("too_large", f"The picture has {width} × {height} pixels; more than {MAX_PIXELS:,} are not decoded")


def _examine_svg(file: IO[bytes]) -> Finding | None:
    if _is_svg(file):
        return None
    file.seek(0)
    try:
        with Image.open(file) as image:
            return Finding(
                "wrong_extension",
                f"The file is a {image.format} image, but its name ends in .svg, so browsers do not show it",
            )
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Finding("not_an_image", "The file is not an SVG drawing or is damaged")


class _HostileError(Exception):
    """The XML declares entities, which can grow without bound."""


def _is_svg(file: IO[bytes]) -> bool:
    """Whether the file is well-formed XML with the root ``svg``; entities and outside references are not resolved."""
    roots: list[str] = []

    def start(name: str, _attributes: object) -> None:
        if not roots:
            roots.append(name.rpartition(":")[2].lower())
            if roots != ["svg"]:
                raise _HostileError

    def refuse(*_: object) -> None:
        raise _HostileError

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EntityDeclHandler = refuse
    try:
        while chunk := file.read(SVG_HEAD_BYTES):
            parser.Parse(chunk)
        parser.Parse(b"", True)  # noqa: FBT003 - takes no keyword
    except (expat.ExpatError, _HostileError):
        return False
    return roots == ["svg"]
