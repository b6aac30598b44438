"""Keep a run's memory flat.

Statements refer to themselves, and only the collector of cycles gives them back. And each thread that allocates while
others do would get a heap of its own from glibc, which keeps what was in use there once; comparing chunks begins
thousands of threads.
"""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

__all__ = ["flat_memory", "give_back"]

OFTEN = (1_000, 4, 1)
"""Look at a thousand new objects at once, and after ten thousand at all that are new since ``flat_memory``."""

M_ARENA_MAX = -8
"""The name of glibc's setting in ``mallopt(3)``."""

_entering = Lock()
_users = 0
_thresholds = gc.get_threshold()


@contextmanager
def flat_memory() -> Iterator[None]:
    """Look for cycles among what is made in here alone: looking is quick then, and can be done often.

    All threads that begin from here on share one heap: they take turns under Python's lock anyway.

    To be used as a decorator, so that what a function made is not in use any more at its end and is given back there.
    What was there before is looked at again when all who are in here have left.
    """
    global _users, _thresholds
    with _entering:
        _users += 1
        if _users == 1:
            _share_heap()
            _thresholds = gc.get_threshold()
            gc.freeze()
            # All is only looked through when a quarter of what was found last time is new: now nothing was.
            gc.collect()
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


def _share_heap() -> None:
    # Other C libraries than glibc have no such setting, and no need of it.
    if mallopt := getattr(ctypes.CDLL(None), "mallopt", None):
        mallopt(M_ARENA_MAX, 1)
