"""When a message is tried again (the ladder that Standard Webhooks recommends)."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

__all__ = ["ATTEMPTS", "LADDER", "asked_wait", "wait_before"]

MINUTE, HOUR = 60, 3600
LADDER = (0, 5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)
"""Seconds to wait before each attempt, counted from the one before."""
ATTEMPTS = len(LADDER)
JITTER = 0.1
LONGEST_WAIT = timedelta(hours=24)


def wait_before(attempt: int, *, asked: timedelta | None = None, chance: random.Random | None = None) -> timedelta:
    """Return how long to wait before an attempt (the first is 0): the ladder, up to a tenth more by chance.

    ``asked`` is what the receiver asked for with ``Retry-After``: it is honoured up to a day when it is longer.
    """
    chance = chance or random.Random()  # noqa: S311 - so that many messages do not come back at the same moment
    ladder = timedelta(seconds=LADDER[attempt] * (1 + JITTER * chance.random()))
    return max(ladder, min(asked, LONGEST_WAIT)) if asked else ladder


def asked_wait(retry_after: str | None, now: datetime) -> timedelta | None:
    """Return the wait that a ``Retry-After`` header asks for, in seconds or as a date; None when it asks for none."""
    if not retry_after:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text), int(LONGEST_WAIT.total_seconds())))
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now, timedelta())
