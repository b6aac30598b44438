"""Failed logins and signatures, counted by caller and by user name (store-api 3.7)."""

from __future__ import annotations

import hashlib
import time
from contextlib import suppress

from opencart_proxy import conf
from opencart_proxy.access.counters import counters

__all__ = ["clear", "failed", "seconds_to_wait"]

WINDOW_SECONDS = 60


def _keys(address: str, username: str) -> list[str]:
    window = int(time.time() // WINDOW_SECONDS)
    names = (f"address:{address}", f"user:{username.lower()}")
    return [f"store-api-failures:{window}:{hashlib.sha256(name.encode()).hexdigest()}" for name in names]


def seconds_to_wait(address: str, username: str) -> int:
    """Return 0, or how long the caller has to wait before the next attempt."""
    counts = counters().get_many(_keys(address, username)).values()
    if all(count < conf.failures_per_minute() for count in counts):
        return 0
    return max(1, WINDOW_SECONDS - int(time.time() % WINDOW_SECONDS))


def failed(address: str, username: str) -> None:
    """Count a failure."""
    cache = counters()
    for key in _keys(address, username):
        if not cache.add(key, 1, WINDOW_SECONDS):
            with suppress(ValueError):  # the window ended in between
                cache.incr(key)


def clear(address: str, username: str) -> None:
    """Forget the failures before a success."""
    counters().delete_many(_keys(address, username))
