"""Values as OpenCart's PHP sees them: truth, numbers, arrays and their JSON (store-api 2.3, 2.4).

A PHP array is a ``dict`` with text keys when it came from outside and a ``list`` when this app made one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

__all__ = ["as_int", "as_number", "cell", "dumps", "entries", "fields", "greater", "loads", "text", "truthy"]

LARGEST = Decimal(10**18)
NUMBER = re.compile(r"[ \t\n\r\v\f]*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,9})?)", re.ASCII)


def truthy(value: Any) -> bool:
    """Whether PHP takes ``value`` as true: all but absent, ``""``, ``"0"``, 0 and the empty array."""
    return value != "0" and bool(value)


def as_number(value: Any) -> Decimal:
    """Return the number that ``value`` begins with, 0 without one; kept within ±10^18."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int | float):
        return Decimal(str(value)) if not isinstance(value, bool) else Decimal(int(value))
    if isinstance(value, dict | list):
        return Decimal(1 if value else 0)
    found = NUMBER.match(value or "")
    if found is None:
        return Decimal(0)
    number = Decimal(found[1])
    if number.copy_abs() > LARGEST:
        return LARGEST.copy_sign(number)
    return number if number and number.adjusted() > -30 else Decimal(0)


def greater(value: str, limit: int) -> bool:
    """Whether PHP 8 takes a text as greater than a number: as numbers when it is one, else letter by letter."""
    if NUMBER.fullmatch(value.rstrip(" \t\n\r\v\f")):
        return as_number(value) > limit
    return value > str(limit)


def as_int(value: Any) -> int:
    """Return the integer that ``value`` begins with (``"3.9"`` → 3, ``"12abc"`` → 12)."""
    return int(as_number(value))


def text(value: Any) -> str:
    """Return a scalar as text; arrays and nothing are ``""``."""
    if isinstance(value, str):
        return value
    return "" if value is None or isinstance(value, dict | list) else cell(value)


def cell(value: Any) -> Any:
    """Return a database value as PHP's driver hands it out: text, or ``None``."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def entries(value: Any) -> list[tuple[str, Any]]:
    """Return the keys and values of an array in order; nothing for a scalar."""
    if isinstance(value, Mapping):
        return [(str(key), item) for key, item in value.items()]
    return [(str(index), item) for index, item in enumerate(value)] if isinstance(value, list) else []


def fields(value: Any) -> dict[str, Any]:
    """Return an array as a map with text keys; empty for a scalar."""
    return dict(entries(value))


def _native(value: Any) -> Any:
    """Return ``value`` in JSON's own types, maps with the keys 0…n-1 in order as lists."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        if all(str(key) == str(index) for index, key in enumerate(value)):
            return [_native(item) for item in value.values()]
        return {str(key): _native(item) for key, item in value.items()}
    if isinstance(value, str) or not isinstance(value, Iterable):
        return value
    return [_native(item) for item in value]


def dumps(value: Any) -> str:
    """Return PHP's JSON of ``value``: compact, ASCII, ``/`` escaped, empty arrays as ``[]``."""
    return json.dumps(_native(value), separators=(",", ":")).replace("/", "\\/")


def loads(document: str | None) -> Any:
    """Return the value of a JSON text that OpenCart stored; an empty map for none or a broken one."""
    if not document:
        return {}
    try:
        return json.loads(document, parse_float=Decimal)
    except ValueError:
        return {}
