"""Hand tasks to the background workers."""

from __future__ import annotations

from typing import Any

from django_q.tasks import async_task

from migrator import logs

__all__ = ["hand_over"]


def hand_over(function: str, *arguments: Any, group: str) -> None:
    """Queue a call of ``function`` (its dotted name).

    A broker that cannot be reached holds nobody up: what is to be done is on record, and the watchdog queues it again.
    """
    try:
        async_task(function, *arguments, group=group)
    except _unreachable() as error:
        logs.write("warning", "The queue of background tasks cannot be reached", error=type(error).__name__)


def _unreachable() -> tuple[type[Exception], ...]:
    """Return the errors of a broker that is away; asked for only then, because Redis' library is slow to load."""
    from redis.exceptions import RedisError

    return OSError, RedisError
