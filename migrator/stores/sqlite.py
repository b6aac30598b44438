"""SQLite connections that understand the MySQL functions the table maps are written with."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import zlib
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from typing import Any

__all__ = ["connect", "exact_text", "plain_text", "register", "whole_text"]

WHOLE = re.compile(r"\s*[+-]?[0-9]+\s*")


def connect(path: str, *, read_only: bool) -> sqlite3.Connection:
    """Open ``path``, which must exist."""
    mode = "ro" if read_only else "rw"
    return sqlite3.connect(
        f"{Path(path).absolute().as_uri()}?mode={mode}", uri=True, timeout=30, check_same_thread=False
    )


def register(connection: sqlite3.Connection, _record: object = None) -> None:
    """Register the functions below; a listener for SQLAlchemy's ``connect`` event."""
    for name, (arguments, function) in FUNCTIONS.items():
        connection.create_function(name, arguments, function, deterministic=True)


def plain_text(value: Any) -> str:
    """Return a value (not None) as text, as functions of texts take it."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def whole_text(value: Any) -> str:
    """Return the digits of a whole number; anything else, which an integer column can hold here, stays as it is."""
    text = plain_text(value)
    if WHOLE.fullmatch(text):
        return str(int(text))
    whole = isinstance(value, float | Decimal) and value == value // 1
    return str(int(value)) if whole or isinstance(value, bool) else text


def exact_text(value: Any, scale: int) -> str:
    """Return a number with so many digits after the point; anything else (not None) stays as it is."""
    rounded = _rounded(value, scale)
    return plain_text(value) if rounded is None else rounded


def _rounded(value: Any, scale: int) -> str | None:
    """Return a number with exact digits (SQLite keeps a DECIMAL column as a float), None when it is none."""
    try:
        number = Decimal(plain_text(value)).quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP)
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    return f"{number if number else abs(number):f}"


def _concat(*values: Any) -> str | None:
    return None if None in values else "".join(plain_text(value) for value in values)


def _concat_ws(separator: str, *values: Any) -> str:
    return separator.join(plain_text(value) for value in values if value is not None)


def _regexp(pattern: str, value: Any) -> bool | None:
    return None if value is None else re.search(pattern, plain_text(value)) is not None


def _substring_index(value: Any, delimiter: str, count: int) -> str | None:
    if value is None:
        return None
    parts = plain_text(value).split(delimiter)
    return delimiter.join(parts[:count] if count > 0 else parts[count:])


def _crc32(value: Any) -> int | None:
    if value is None:
        return None
    return zlib.crc32(value if isinstance(value, bytes) else str(value).encode())


def _decimal_text(value: Any, scale: int) -> str | None:
    """Return a number with so many digits after the point; a text that is none counts as 0, as on MySQL."""
    if value is None:
        return None
    rounded = _rounded(value, scale)
    return _rounded(0, scale) if rounded is None else rounded


def _format(value: Any, digits: int) -> str | None:
    text = _decimal_text(value, digits)
    return None if text is None else f"{Decimal(text):,.{digits}f}"


def _json_text(value: Any) -> str | None:
    return None if value is None else json.dumps(plain_text(value), ensure_ascii=False)


def _sha1(value: Any) -> str | None:
    return None if value is None else hashlib.sha1(plain_text(value).encode()).hexdigest()  # noqa: S324 - OpenCart 3's own hash


FUNCTIONS: dict[str, tuple[int, Any]] = {
    "concat": (-1, _concat),
    "concat_ws": (-1, _concat_ws),
    "regexp": (2, _regexp),
    "substring_index": (3, _substring_index),
    "crc32": (1, _crc32),
    "decimal_text": (2, _decimal_text),
    "exact_text": (2, lambda value, scale: None if value is None else exact_text(value, scale)),
    "format": (2, _format),
    "json_text": (1, _json_text),
    "sha1": (1, _sha1),
    "greatest": (-1, lambda *values: None if None in values else max(values)),
    "least": (-1, lambda *values: None if None in values else min(values)),
    "floor": (1, lambda value: None if value is None else int(value // 1)),
    "char_length": (1, lambda value: None if value is None else len(plain_text(value))),
    "unhex": (1, lambda value: None if value is None else bytes.fromhex(value).decode()),
}
