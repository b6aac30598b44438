"""Password hashes as OpenCart 3 stores them (data-map 3.1)."""

from __future__ import annotations

import hashlib
import html

__all__ = ["legacy", "salted"]


def salted(password: str, salt: str) -> str:
    """Return the hash of ``password``, which OpenCart 3 escapes first, with the 9 characters of ``salt``."""
    found = html.escape(password).replace("&#x27;", "'")
    for prefix in ("", salt, salt):
        found = hashlib.sha1((prefix + found).encode()).hexdigest()  # noqa: S324 - OpenCart's own hash
    return found


def legacy(password: str) -> str:
    """Return the hash without salt that very old accounts still have."""
    return hashlib.md5(password.encode()).hexdigest()  # noqa: S324 - OpenCart's own hash
