"""Customers' passwords as OpenCart keeps them (data-map 3.1)."""

from __future__ import annotations

import hashlib
import hmac

import bcrypt

__all__ = ["hashed", "matches", "outdated"]

ROUNDS = 10
LONGEST = 72


def hashed(password: str) -> str:
    """Return the bcrypt hash of a password, marked as PHP does."""
    return bcrypt.hashpw(password.encode()[:LONGEST], bcrypt.gensalt(ROUNDS)).decode().replace("$2b$", "$2y$", 1)


def matches(password: str, stored: str, salt: str | None) -> bool:
    """Whether a password fits: bcrypt; OpenCart 3's salted SHA-1 where there is a salt; MD5."""
    if stored.startswith("$2"):
        return _fits_bcrypt(password, stored)
    return any(hmac.compare_digest(candidate, stored) for candidate in _old_hashes(password, salt))


def _fits_bcrypt(password: str, stored: str) -> bool:
    try:
        return bcrypt.checkpw(password.encode()[:LONGEST], stored.replace("$2y$", "$2b$", 1).encode())
    except ValueError:
        return False


def _old_hashes(password: str, salt: str | None) -> list[str]:
    found = [hashlib.md5(password.encode()).hexdigest()]  # noqa: S324 - what old releases stored
    if salt:
        inner = _sha1(salt + _sha1(password))
        found.append(_sha1(salt + inner))
    return found


def _sha1(value: str) -> str:
    return hashlib.sha1(value.encode()).hexdigest()  # noqa: S324 - OpenCart 3's own hash


def outdated(stored: str) -> bool:
    """Whether OpenCart would hash this password anew at the next login."""
    return not stored.startswith("$2y$") or stored[4:6] < f"{ROUNDS:02d}"
