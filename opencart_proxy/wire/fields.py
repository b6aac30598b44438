"""Query strings and bodies as PHP reads and writes them (store-api 2.1, 3.6)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote_plus, unquote_to_bytes

from opencart_proxy.php import entries

__all__ = ["TRIMMED", "TooManyFieldsError", "cleaned", "encoded", "from_json", "nested", "pairs"]

DEPTH = 64
"""PHP drops a field that is nested deeper than this."""

TRIMMED = " \t\n\r\0\x0b"
"""What PHP trims."""

ESCAPES = str.maketrans({"&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;"})


class TooManyFieldsError(ValueError):
    """A query or body has more fields than the limit."""


def pairs(data: bytes, limit: int) -> list[tuple[str, str]]:
    """Split urlencoded ``data``; a text that is not UTF-8 is empty, as PHP's escaping makes it.

    Raises ``TooManyFieldsError`` above ``limit`` fields.
    """
    if data.count(b"&") >= limit:
        raise TooManyFieldsError
    parts = (part.partition(b"=") for part in data.split(b"&") if part)
    return [(_decoded(name), _decoded(value)) for name, _, value in parts]


def _decoded(part: bytes) -> str:
    try:
        return unquote_to_bytes(part.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        return ""


def nested(found: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Build the nested map of ``a[b][]=…`` names; a repeated plain name keeps its place and the last value."""
    result: dict[str, Any] = {}
    for name, value in found:
        path = _path(name)
        if path:
            _put(result, path, value)
    return result


def _path(name: str) -> list[str]:
    name = name.lstrip(" ").partition("\0")[0]
    base, bracket, rest = name.partition("[")
    if not base:
        return []
    if bracket and "]" not in rest:
        base, bracket, rest = f"{base}_{rest}", "", ""
    keys = re.findall(r"\[([^\]]*)\]", bracket + rest) if bracket else []
    return [re.sub(r"[ .]", "_", base), *keys] if len(keys) < DEPTH else []


def _put(target: dict[str, Any], path: list[str], value: str) -> None:
    for key, following in zip(path, [*path[1:], None], strict=True):
        name = key if key or target is None else _next_index(target)
        if following is None:
            target[name] = value
            return
        if not isinstance(target.get(name), dict):
            target[name] = {}
        target = target[name]


def _next_index(target: dict[str, Any]) -> str:
    return str(1 + max((int(key) for key in target if re.fullmatch(r"0|[1-9]\d{0,17}", key)), default=-1))


def from_json(document: bytes) -> dict[str, Any]:
    """Read a JSON object as if its members had been posted.

    Raises ``ValueError`` when the document is no JSON object.
    """
    try:
        found = json.loads(document or b"{}", parse_float=str, parse_int=str, parse_constant=lambda name: "")
    except RecursionError:
        raise ValueError from None
    if not isinstance(found, dict):
        raise ValueError
    return {key: _posted(item) for key, item in found.items()}


def _posted(value: Any, depth: int = 0) -> Any:
    if depth > DEPTH:
        return ""
    if isinstance(value, dict | list):
        return {key: _posted(item, depth + 1) for key, item in entries(value)}
    if isinstance(value, bool):
        return "1" if value else ""
    return "" if value is None else value.encode("utf-8", "ignore").decode()


def cleaned(value: Any, *, trim: bool) -> Any:
    """Escape all texts and keys for HTML, and trim them for 4.x."""
    if isinstance(value, dict):
        return {cleaned(key, trim=trim): cleaned(item, trim=trim) for key, item in value.items()}
    escaped = value.translate(ESCAPES)
    return escaped.strip(TRIMMED) if trim else escaped


def encoded(value: dict[str, Any]) -> str:
    """Write a map as the body that the 4.1 signature covers: every index explicit, ``A-Za-z0-9_.-`` left bare."""
    return "&".join(f"{_quoted(name)}={_quoted(item)}" for name, item in _flat(value))


def _flat(value: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, item in value.items():
        name = f"{prefix}[{key}]" if prefix else key
        if isinstance(item, dict):
            yield from _flat(item, name)
        else:
            yield name, item


def _quoted(part: str) -> str:
    return quote_plus(part).replace("~", "%7E")
