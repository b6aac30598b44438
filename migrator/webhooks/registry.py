"""What people do with webhooks; the API and the admin call these functions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User

from migrator.errors import RequestInvalidError
from migrator.models import Webhook, WebhookDelivery
from migrator.webhooks.addresses import HostNotFoundError, RefusedAddressError, addresses_of, endpoint
from migrator.webhooks.deliver import attempt_now, close
from migrator.webhooks.events import EVENTS, TEST_EVENT
from migrator.webhooks.outbox import write_down
from migrator.webhooks.sealing import seal
from migrator.webhooks.signing import key_of

__all__ = ["disable", "enable", "register", "send_test"]

LOOK_UP_SECONDS = 3.0


def register(url: Any, events: Any, secret: Any, user: User | None = None) -> Webhook:
    """Return a new webhook that is told about ``events``.

    Raises ``RequestInvalidError`` for a URL that is none or leads to an address that is not public, an unknown event,
    and an empty or malformed secret. A host that is not known (yet) is looked up again at every delivery.
    """
    checked = _checked_url(url)
    chosen = _checked_events(events)
    return Webhook.objects.create(url=checked, events=chosen, sealed_secret=seal(_checked_secret(secret)), user=user)


def send_test(webhook: Webhook) -> WebhookDelivery:
    """Send the event ``webhook.test`` once, here and now, and return what became of it (at most 15 seconds later).

    Raises ``RequestInvalidError`` when the webhook is disabled.
    """
    if not webhook.is_active:
        raise RequestInvalidError("This webhook is disabled; enable it, then send the test again")
    return attempt_now(write_down(webhook, TEST_EVENT, {"message": "This is a test."}))


def disable(webhook: Webhook, reason: str = "Disabled by hand") -> Webhook:
    """Send nothing more to the webhook; messages that wait are ended as failed."""
    if webhook.is_active:
        close(webhook, reason)
    return webhook


def enable(webhook: Webhook) -> Webhook:
    """Send events again from now on; raise ``RequestInvalidError`` when its URL may not be used (any more)."""
    _checked_url(webhook.url)
    webhook.is_active, webhook.disabled_reason = True, ""
    webhook.save(update_fields=["is_active", "disabled_reason"])
    return webhook


def _checked_url(url: Any) -> str:
    if not isinstance(url, str):
        raise RequestInvalidError("url must be a text like https://example.com/hook", details={"field": "url"})
    try:
        where = endpoint(url)
        addresses_of(where.host, where.port, LOOK_UP_SECONDS)
    except RefusedAddressError as error:
        raise RequestInvalidError(str(error), details={"field": "url"}) from error
    except HostNotFoundError:
        pass
    return url


def _checked_events(events: Any) -> list[str]:
    if not isinstance(events, Sequence) or isinstance(events, str) or not events:
        raise RequestInvalidError(
            f"events must be a list with at least one of {', '.join(EVENTS)}", details={"field": "events"}
        )
    unknown = [str(event) for event in events if event not in EVENTS]
    if unknown:
        raise RequestInvalidError(
            f"There is no event “{unknown[0][:64]}”; the events are {', '.join(EVENTS)}", details={"field": "events"}
        )
    return [event for event in EVENTS if event in events]


def _checked_secret(secret: Any) -> str:
    if not isinstance(secret, str):
        raise RequestInvalidError("secret must be a text", details={"field": "secret"})
    try:
        key_of(secret)
    except ValueError as error:
        raise RequestInvalidError(str(error), details={"field": "secret"}) from error
    return secret
