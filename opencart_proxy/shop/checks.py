"""Checks of single fields (store-api 2.2)."""

from __future__ import annotations

import html
import re
from functools import lru_cache

__all__ = ["is_email", "length_between", "matches"]

ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
QUOTED = r'"(?:[^"\\\r\n]|\\.)*"'
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
EMAIL = re.compile(
    rf"(?P<local>{ATOM}(?:\.{ATOM})*|{QUOTED})@(?P<domain>\[[0-9A-Fa-f.:IPv]+\]|{LABEL}(?:\.{LABEL})+)", re.ASCII
)
FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}
BRACKETS = {"(": ")", "[": "]", "{": "}", "<": ">"}


def length_between(value: str, low: int, high: int) -> bool:
    """Whether ``value`` has ``low`` to ``high`` characters."""
    return low <= len(value) <= high


def is_email(value: str) -> bool:
    """Whether ``value`` has the shape of an address that OpenCart accepts."""
    found = EMAIL.fullmatch(value)
    if len(value) > 96 or not value.isascii() or found is None:
        return False
    domain = found["domain"]
    named = domain.startswith("[") or not domain.rpartition(".")[2].isdigit()
    return len(found["local"]) <= 64 and len(domain) <= 253 and named


def matches(pattern: str, value: str, *, escaped: bool) -> bool:
    """Whether ``value`` contains what a PCRE pattern with delimiters describes.

    ``escaped`` tells that the pattern is stored HTML-escaped. A pattern that cannot be read never matches.
    """
    compiled = _compiled(html.unescape(pattern) if escaped else pattern)
    return compiled is not None and compiled.search(value) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    pattern = pattern.strip()
    end = pattern.rfind(BRACKETS.get(pattern[:1], pattern[:1])) if pattern else 0
    if end < 1 or pattern[0].isalnum() or pattern[0] == "\\":
        return None
    flags = re.UNICODE if "u" in pattern[end + 1 :] else re.ASCII
    for letter in pattern[end + 1 :]:
        if letter not in FLAGS and letter not in "uUD":
            return None
        flags |= FLAGS.get(letter, 0)
    try:
        return re.compile(re.sub(r"\(\?<(?![=!])", "(?P<", pattern[1:end]), flags)
    except re.error:
        return None
