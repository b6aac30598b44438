"""What a person should know about a migration: things that were changed, renamed or have no home in OpenCart 4."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["MASK", "Note", "mask"]

MASK = "•••"
SECRET = re.compile(
    r"passw|secret|token|salt|hash|signature|private|credential|api_?key|(?:^|_)key$|(?:^|_)pin$", re.IGNORECASE
)
NEVER_SECRET = frozenset({"key"})


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
    """Return ``data`` with the values of secret columns and settings replaced by ``•••``."""
    setting = str(data.get("key", ""))
    return {
        name: MASK if value not in (None, "", 0) and _is_secret(name, setting) else value
        for name, value in data.items()
    }


def _is_secret(name: str, setting: str) -> bool:
    if name in NEVER_SECRET:
        return False
    return bool(SECRET.search(name)) or (name == "value" and bool(SECRET.search(setting)))
