"""Addresses of stores (data-map 2.1 ``store``)."""

from __future__ import annotations

__all__ = ["store_url"]


def store_url(url: str | None, ssl: str | None, *, is_secure: bool) -> str:
    """Return the one address OpenCart 4 knows a store by, ending in a slash.

    ``is_secure`` is the store's ``config_secure``. OpenCart 4 compares the address with the visitor's exactly, so a
    wrong scheme would show the default store. The http address stands in when a secure store has no https one.
    """
    chosen = ((ssl or url) if is_secure else (url or ssl)) or ""
    return chosen if not chosen or chosen.endswith("/") else f"{chosen}/"
