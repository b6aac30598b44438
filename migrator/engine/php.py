"""PHP-serialized text, which shops that began with OpenCart 1.5 or 2 still hold, into JSON (data-map 0, G8 and G9)."""

from __future__ import annotations

import json
import math
import re
from typing import Any, TypeAlias

__all__ = ["MAX_BYTES", "MAX_DEPTH", "PhpError", "is_serialized", "json_or_converted", "load", "parse", "to_json"]

MAX_BYTES = 16 * 2**20
"""The largest text that is read: what a ``mediumtext`` column holds."""

MAX_DEPTH = 64
"""The deepest nesting that is read; OpenCart's own values have five levels."""

Value: TypeAlias = "bool | int | float | str | dict[int | str, Value] | None"

SERIALIZED = re.compile(r"(?:a:\d+:\{.*\}|[OC]:\d+:\".*\}|s:\d+:\".*\";|i:[+-]?\d+;|b:[01];|d:[^;]+;|N;)", re.DOTALL)
AFTER_STRING = re.compile(rb'";(?=[aisbdOCrRE]:|N;|\}|\Z)')
NUMBER = {
    b"i": re.compile(rb"[+-]?\d{1,20};"),
    b"b": re.compile(rb"[01];"),
    b"d": re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?;"),
}
LENGTH = re.compile(rb"(\d{1,9}):")
INTEGER_KEY = re.compile(r"0|-?[1-9]\d{0,17}")


class PhpError(ValueError):
    """A value is neither PHP-serialized data that can be read nor JSON; ``str(error)`` is one sentence."""


def is_serialized(text: str) -> bool:
    """Tell whether the whole text looks like the output of PHP's ``serialize``."""
    return SERIALIZED.fullmatch(text.strip()) is not None


def parse(text: str) -> Value:
    """Return the Python value of PHP-serialized ``text``; an array is a dict in PHP's order.

    Text lengths count UTF-8 bytes. A length that a character set conversion made wrong is put right when the text
    has the given number of characters, or else by the nearest end after which another value follows.
    Raises ``PhpError`` for anything else than plain values and arrays, and above ``MAX_BYTES`` and ``MAX_DEPTH``.
    """
    raw = text.strip().encode("utf-8", "surrogatepass")
    if len(raw) > MAX_BYTES:
        raise PhpError(f"The PHP-serialized value is larger than {MAX_BYTES // 2**20} MiB.")
    reader = _Reader(raw)
    value = reader.value(0)
    if reader.position != len(raw):
        raise PhpError(f"The PHP-serialized value goes on after its end at byte {reader.position}.")
    return value


def to_json(value: Any) -> str:
    """Return ``value`` as JSON text the way PHP would write it.

    An array with the keys 0, 1, 2 … in this order is a list, an empty one ``[]``, any other an object.
    Raises ``PhpError`` when the value holds something JSON has no form for.
    """
    try:
        return json.dumps(_plain(value), separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise PhpError("The value cannot be written as JSON.") from error


def load(text: str) -> Any:
    """Return the plain Python value (dict, list, str …) of a text that is JSON or PHP-serialized.

    Raises ``PhpError`` for any other text.
    """
    if is_serialized(text):
        return _plain(parse(text))
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise PhpError("The value is neither JSON nor PHP-serialized.") from None


def json_or_converted(text: str | None, empty: str = "[]") -> str:
    """Return valid JSON for a column that OpenCart 4 decodes: JSON as it is, PHP-serialized text converted.

    ``empty`` stands for no text, and for a JSON or PHP null, false or empty text, none of which is a map.
    Raises ``PhpError`` for any other text.
    """
    if text is None or not text.strip():
        return empty
    value = load(text)
    if value is None or value is False or value == "":
        return empty
    return to_json(value) if is_serialized(text) else text


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        if all(type(key) is int and key == index for index, key in enumerate(value)):
            return [_plain(item) for item in value.values()]
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


class _Reader:
    """A cursor over the bytes of one serialized value."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.position = 0

    def value(self, depth: int) -> Value:
        if depth > MAX_DEPTH:
            raise PhpError(f"The PHP-serialized value is nested deeper than {MAX_DEPTH} levels.")
        if self.raw.startswith(b"N;", self.position):
            self.position += 2
            return None
        kind, colon = self.raw[self.position : self.position + 1], self.raw[self.position + 1 : self.position + 2]
        if colon != b":":
            raise self.broken()
        if kind in (b"O", b"C", b"E"):
            raise PhpError("The PHP-serialized value holds an object, which is not read for safety.")
        if kind in (b"r", b"R"):
            raise PhpError("The PHP-serialized value holds a reference, which is not read for safety.")
        self.position += 2
        if kind == b"a":
            return self.array(depth)
        if kind == b"s":
            return self.string()
        return self.number(kind)

    def number(self, kind: bytes) -> bool | int | float:
        pattern = NUMBER.get(kind)
        found = pattern.match(self.raw, self.position) if pattern else None
        if found is None:
            raise self.broken()
        self.position = found.end()
        digits = found[0][:-1].decode("ascii")
        if kind == b"i":
            return int(digits)
        if kind == b"b":
            return digits == "1"
        number = float(digits)
        if not math.isfinite(number):
            raise self.broken()
        return number

    def length(self) -> int:
        found = LENGTH.match(self.raw, self.position)
        if found is None:
            raise self.broken()
        self.position = found.end()
        return int(found[1])

    def expect(self, token: bytes) -> None:
        if not self.raw.startswith(token, self.position):
            raise self.broken()
        self.position += len(token)

    def array(self, depth: int) -> dict[int | str, Value]:
        count = self.length()
        self.expect(b"{")
        result: dict[int | str, Value] = {}
        for _ in range(count):
            key = self.value(depth + 1)
            if isinstance(key, str) and INTEGER_KEY.fullmatch(key):
                key = int(key)
            if isinstance(key, bool) or not isinstance(key, int | str):
                raise self.broken()
            result[key] = self.value(depth + 1)
        self.expect(b"}")
        return result

    def string(self) -> str:
        length = self.length()
        self.expect(b'"')
        start = self.position
        end = start + length
        if self.raw.startswith(b'";', end):
            try:
                value = self.text(start, end)
            except UnicodeDecodeError:
                pass
            else:
                self.position = end + 2
                return value
        end = self.repaired_end(start, length)
        self.position = end + 2
        return self.text(start, end)

    def repaired_end(self, start: int, length: int) -> int:
        """Return where the text that begins at ``start`` really ends, its declared length being wrong."""
        nearest, counted, characters = -1, start, 0
        for found in AFTER_STRING.finditer(self.raw, start):
            characters += len(self.text(counted, found.start()))
            counted = found.start()
            nearest = counted if nearest < 0 else nearest
            if characters == length:
                return counted
            if characters > length:
                break
        if nearest < 0:
            raise self.broken()
        return nearest

    def text(self, start: int, end: int) -> str:
        return self.raw[start:end].decode("utf-8", "surrogatepass")

    def broken(self) -> PhpError:
        return PhpError(f"The PHP-serialized value is damaged at byte {self.position}.")
