"""Keep a run's memory flat: statements refer to themselves, and only the collector of cycles gives them back."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

__all__ = ["flat_memory", "give_back"]

OFTEN = (5_000, 2, 1)
"""After 15,000 new objects, look at all that are new since ``flat_memory``: some milliseconds each time."""

_entering = Lock()
_users = 0
_thresholds = gc.get_threshold()


@contextmanager
def flat_memory() -> Iterator[None]:
    """Look for cycles among what is made in here alone: looking is quick then, and can be done often.

    To be used as a decorator, so that what a function made is not in use any more at its end and is given back there.
    What was there before is looked at again when all who are in here have left.
    """
    global _users, _thresholds
    with _entering:
        _users += 1
        if _users == 1:
            _thresholds = gc.get_threshold()
            gc.freeze()
            gc.set_threshold(*OFTEN)
    try:
        yield
    finally:
        with _entering:
            _users -= 1
            if not _users:
                # Only what is new is looked through here, and the next who comes would leave it out.
                gc.collect()
                gc.set_threshold(*_thresholds)
                gc.unfreeze()


def give_back() -> None:
    """Give back what is not used any more: between pieces of work, so that the next one needs no memory of its own."""
    gc.collect()
