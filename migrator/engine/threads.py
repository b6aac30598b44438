"""Two waits at once: while a server computes, the driver lets other threads of this process go on."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import TypeVar

__all__ = ["side_by_side"]

One = TypeVar("One")
Other = TypeVar("Other")


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
