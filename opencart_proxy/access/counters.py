"""Where failures and seen signatures are kept."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import BaseCache, caches

__all__ = ["counters"]


def counters() -> BaseCache:
    """Return the cache ``shared``, which all processes count in, else the default one."""
    return caches["shared" if "shared" in settings.CACHES else "default"]
