"""Several waits at once: while a server computes, the driver lets other threads of this process go on."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from queue import SimpleQueue
from threading import Semaphore, Thread
from typing import Generic, TypeVar

__all__ = ["Lanes", "in_lanes", "side_by_side"]

T = TypeVar("T")
One = TypeVar("One")
Other = TypeVar("Other")

AHEAD = 4
"""So many items a lane may be ahead of the one who takes them, so that what waits stays small."""


def side_by_side(one: Callable[[], One], other: Callable[[], Other]) -> tuple[One, Other]:
    """Call ``one`` in a thread of its own and ``other`` in this one; return both results.

    Raises what one of them raised, after both have ended. The two must not share a database connection.
    """
    results: list[One] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(one())
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
            errors.append(error)

    thread = Thread(target=run)
    thread.start()
    try:
        found = other()
    finally:
        thread.join()
    if errors:
        raise errors[0]
    return results[0], found


class Lanes(Generic[T]):
    """Works at jobs in so many threads, and hands what they yield to the caller's thread: iterate over it.

    A job is a function that returns an iterator; it is called, used up and closed in one thread, and jobs begin in
    their order. What a job raises is raised here, after the others have ended at their next item; when the caller
    leaves the loop, all end there too. With one lane there are no threads.
    """

    def __init__(self, jobs: Iterable[Callable[[], Iterator[T]]], lanes: int) -> None:
        self._jobs = deque(jobs)
        self._lanes = min(lanes, len(self._jobs))
        self._may_end: Callable[[T], bool] | None = None

    def wind_down(self, may_end: Callable[[T], bool] = lambda _: True) -> None:
        """Begin no further job, and end each at its next item for which ``may_end`` is true."""
        self._may_end = may_end

    def __iter__(self) -> Iterator[T]:
        return self._one_by_one() if self._lanes <= 1 else self._threaded()

    def _one_by_one(self) -> Iterator[T]:
        while self._jobs and self._may_end is None:
            yield from self._items(self._jobs.popleft())

    def _items(self, job: Callable[[], Iterator[T]]) -> Generator[T, None, None]:
        """Yield what a job yields, up to where it may end once that is wanted."""
        items = job()
        try:
            for item in items:
                yield item
                if self._may_end is not None and self._may_end(item):
                    return
        finally:
            if isinstance(items, Generator):
                items.close()

    def _threaded(self) -> Iterator[T]:
        told: SimpleQueue[tuple[T] | BaseException | None] = SimpleQueue()
        room = Semaphore(AHEAD * self._lanes)

        def work() -> None:
            try:
                while self._jobs and self._may_end is None:
                    try:
                        job = self._jobs.popleft()
                    except IndexError:
                        break
                    with closing(self._items(job)) as items:
                        for item in items:
                            room.acquire()
                            told.put((item,))
            except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
                self.wind_down()
                told.put(error)
            finally:
                told.put(None)

        threads = [Thread(target=work, daemon=True) for _ in range(self._lanes)]
        for thread in threads:
            thread.start()
        working = len(threads)
        errors: list[BaseException] = []
        try:
            while working:
                found = told.get()
                if found is None:
                    working -= 1
                elif isinstance(found, BaseException):
                    errors.append(found)
                else:
                    room.release()
                    yield found[0]
        finally:
            self.wind_down()
            # Nobody takes what is told from here on: room for the item that waits, and for the one it ends with.
            room.release(2 * len(threads))
            for thread in threads:
                thread.join()
        if errors:
            raise errors[0]


def in_lanes(jobs: Iterable[Callable[[], T]], lanes: int) -> Iterator[T]:
    """Call functions in so many threads and yield their results in the order of the functions.

    Raises what one of them raised, after those that had begun have ended.
    """

    def numbered(number: int, job: Callable[[], T]) -> Callable[[], Iterator[tuple[int, T]]]:
        return lambda: iter([(number, job())])

    waiting: dict[int, T] = {}
    due = 0
    for number, result in Lanes((numbered(number, job) for number, job in enumerate(jobs)), lanes):
        waiting[number] = result
        while due in waiting:
            yield waiting.pop(due)
            due += 1
