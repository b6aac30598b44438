"""Hand tasks to the background workers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django_q.brokers import get_broker
from django_q.tasks import async_task

from migrator import logs

__all__ = ["hand_over", "refuse_unreachable"]


def hand_over(function: str, *arguments: Any, group: str) -> None:
    """Queue a call of ``function`` (its dotted name).

    A broker that cannot be reached holds nobody up: what is to be done is on record, and the watchdog queues it again.
    """
    try:
        async_task(function, *arguments, group=group)
    except _unreachable() as error:
        logs.write("warning", "The queue of background tasks cannot be reached", error=type(error).__name__)


def refuse_unreachable() -> None:
    """Raise ``ImproperlyConfigured`` when the queue of background tasks cannot be reached."""
    try:
        get_broker().queue_size()
    except _unreachable():
        url = urlsplit(settings.REDIS_URL)
        where = f"{url.hostname}:{url.port or 6379}" if url.hostname else url.path
        raise ImproperlyConfigured(
            f"REDIS_URL: the queue of background tasks at {where} cannot be reached; start Redis there, check address "
            "and password, or leave the variable empty to queue in the tool's own database"
        ) from None


def _unreachable() -> tuple[type[Exception], ...]:
    """Return the errors of a broker that is away; asked for only then, because Redis' library is slow to load."""
    from redis.exceptions import RedisError

    return OSError, RedisError
