"""Work on many files in threads, with one place that looks whether to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

__all__ = ["Stop", "in_threads"]

LOOK_SECONDS = 0.5
AHEAD = 2

A = TypeVar("A")
B = TypeVar("B")


class Stop:
    """Whether to stop, asked by the thread that started the work (it may read a database) and seen by all."""

    def __init__(self, should_stop: Callable[[], bool] | None = None) -> None:
        self._should_stop = should_stop
        self._event = threading.Event()

    def look(self) -> bool:
        """Ask the caller; only its own thread may do so."""
        if not self._event.is_set() and self._should_stop is not None and self._should_stop():
            self._event.set()
        return self._event.is_set()

    def now(self) -> None:
        """Stop, whatever the caller says."""
        self._event.set()

    @property
    def is_set(self) -> bool:
        return self._event.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait this long, less when the work is to stop; return whether it is."""
        return self._event.wait(seconds)


def in_threads(
    items: Iterable[A],
    work: Callable[[A], B],
    *,
    workers: int,
    stop: Stop,
    tick: Callable[[], None] = lambda: None,
) -> Iterator[B]:
    """Yield ``work(item)`` as results come, with few items under way at a time.

    ``tick`` is called at least twice a second in the caller's thread. After a stop no further item is begun. An
    exception of ``work`` stops the rest and is raised.
    """
    iterator = iter(items)
    pending: set[Future[B]] = set()
    with ThreadPoolExecutor(workers, thread_name_prefix="files") as pool:
        try:
            while True:
                while len(pending) < workers * AHEAD and not stop.look():
                    try:
                        pending.add(pool.submit(work, next(iterator)))
                    except StopIteration:
                        break
                if not pending:
                    return
                done, pending = wait(pending, LOOK_SECONDS, FIRST_COMPLETED)
                for future in done:
                    yield future.result()
                tick()
                stop.look()
        except BaseException:
            stop.now()
            for future in pending:
                future.cancel()
            raise
