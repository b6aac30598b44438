"""What a person should know about a migration: things that were changed, renamed or have no home in OpenCart 4."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from migrator.engine import php

__all__ = ["MASK", "Note", "mask"]

MASK = "•••"
SECRET = re.compile(
    r"passw|passphrase|secret|token|salt|hash|signature|private|encryption|api_?key|(?:^|_)(?:pass|pwd|key)(?:_|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Note:
    """One remark: ``kind`` is a word for machines, ``message`` a sentence for the shop owner.

    ``table`` and ``key`` say which source row it is about, ``data`` is that row or the values that have no home.
    """

    kind: str
    table: str
    key: str
    message: str
    data: Mapping[str, Any] = field(default_factory=dict)


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
            found = php.load(value)
        except php.PhpError:
            return value
        masked = _mask_value(found)
        # Written anew, a text that hides nothing would lose what makes it differ from another.
        return value if masked == found else php.to_json(masked)
    return value
