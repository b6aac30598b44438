"""File names as the database and the disk write them, made into one safe relative path."""

from __future__ import annotations

import html
import unicodedata
from urllib.parse import unquote

from migrator.files.errors import UnsafePathError

__all__ = ["clean", "fold", "is_cache", "is_program", "shown", "spellings"]

PROGRAMS = (
    *(".asp", ".aspx", ".cgi", ".exe", ".htaccess", ".htpasswd", ".jsp", ".pl", ".py", ".sh", ".shtml", ".user.ini"),
    *(".phar", ".php", ".php3", ".php4", ".php5", ".php7", ".php8", ".phps", ".pht", ".phtml"),
)


def clean(name: str) -> str:
    """Return ``name`` as a relative path with ``/`` between its parts and neither ``.`` nor ``..``.

    Raises ``UnsafePathError`` when it would leave the folder, is absolute on a drive, or has a NUL.
    """
    if "\0" in name:
        raise UnsafePathError("the name contains a NUL character")
    parts: list[str] = []
    for part in name.replace("\\", "/").split("/"):
        if part in {"", "."}:
            continue
        if part == "..":
            if not parts:
                raise UnsafePathError("the path leads out of the folder")
            parts.pop()
        else:
            parts.append(part)
    if not parts:
        raise UnsafePathError("the path names no file")
    if parts[0].endswith(":"):
        raise UnsafePathError("the path begins with a drive")
    return "/".join(parts)


def spellings(value: str) -> tuple[str, ...]:
    """Return the file names that a database value can stand for, the likeliest first.

    OpenCart keeps ``&`` as an entity and decodes it when it shows an image (data-map G7); importers often leave
    URL escapes, which are also legal characters of a file name, so both readings are tried.
    """
    plain = html.unescape(value.strip())
    return tuple(dict.fromkeys((plain, unquote(plain))))


def fold(path: str) -> str:
    """Return ``path`` without the differences that people overlook: case and Unicode composition."""
    return unicodedata.normalize("NFC", path).casefold()


def is_cache(path: str) -> bool:
    """Whether the path of the image folder is a thumbnail, which OpenCart makes anew by itself (data-map G11)."""
    return path.startswith("cache/")


def is_program(path: str) -> bool:
    """Whether a web server could run the file: never wanted among images, and a usual sign of a break-in."""
    return path.lower().endswith(PROGRAMS)


def shown(path: str) -> str:
    """Return ``path`` fit for terminals and JSON: bytes that are no UTF-8 become replacement characters."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
