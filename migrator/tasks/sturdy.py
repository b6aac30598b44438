"""A queue between the processes of a cluster that survives the death of any of them."""

from __future__ import annotations

from multiprocessing.connection import wait
from queue import Empty
from typing import Any

from django_q import cluster
from django_q.queues import Queue

__all__ = ["SturdyQueue", "use_sturdy_queues"]


class SturdyQueue(Queue):  # type: ignore[misc]  # it is not typed
    """Waits for a task without holding the lock on it.

    Python's own queue holds its lock while it waits, so that an idle worker that is killed takes the lock along, and
    no other worker gets a task ever again.
    """

    def get(self, block: bool = True, timeout: float | None = None) -> Any:  # noqa: FBT001, FBT002 - as in Python
        """Return the next item; as in Python, ``Empty`` is raised when there is none (in time)."""
        if not block or timeout is not None:
            return super().get(block, timeout)
        while True:
            wait([self._reader])
            try:
                return super().get(block=False)
            except Empty:  # another worker was faster
                continue


def use_sturdy_queues() -> None:
    """Let django-q2 make its queues of this kind; there is no setting for it."""
    cluster.Queue = SturdyQueue
