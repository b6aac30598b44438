"""What a conversion has to tell the shop owner, and how secrets stay out of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from migrator.engine.notes import MASK, Note
from steps.convert import php

__all__ = ["MASK", "Converted", "Note", "Row", "mask"]

Row: TypeAlias = Mapping[str, Any]
"""One row of a table: column → value."""

SECRET = re.compile(
    r"passw|passphrase|secret|token|salt|hash|signature|private|encryption|api_?key|(?:^|_)(?:pass|pwd|key)(?:_|$)",
    re.IGNORECASE,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Converted(Generic[T]):
    """A result, and what the shop owner should know about it."""

    value: T
    notes: tuple[Note, ...] = ()


def mask(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``data`` with every non-empty secret replaced by ``MASK``, at any depth and inside JSON texts.

    A value is secret by the name of its column, or in a row of key and value (settings) by what its ``key`` says.
    Primary keys (``…_id``) are kept.
    """
    named = isinstance(data.get("key"), str) and "value" in data
    result = {}
    for name, value in data.items():
        if named and name == "key":
            result[name] = value
        elif (named and name == "value" and SECRET.search(data["key"])) or _is_secret_column(str(name)):
            result[name] = MASK if value not in (None, "") else value
        else:
            result[name] = _mask_value(value)
    return result


def _is_secret_column(name: str) -> bool:
    return SECRET.search(name) is not None and not name.endswith("_id")


def _mask_value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return mask(value)
    if isinstance(value, list | tuple):
        return [_mask_value(item) for item in value]
    if isinstance(value, str) and value[:2] in ('{"', "[{", '["', "a:"):
        try:
            return php.to_json(_mask_value(php.load(value)))
        except php.PhpError:
            return value
    return value
