"""Messages on their way out: written down first, then queued, so that none is lost."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from migrator.broker import hand_over
from migrator.models import DeliveryStatus, Webhook, WebhookDelivery
from migrator.webhooks.events import message, new_message_id

__all__ = ["emit", "queue", "write_down"]


def emit(event: str, data: dict[str, Any]) -> None:
    """Send an event to every active webhook that asked for it, once the surrounding transaction has committed."""
    for webhook in Webhook.objects.filter(is_active=True):
        if event in webhook.events:
            transaction.on_commit(partial(queue, write_down(webhook, event, data)))


def write_down(webhook: Webhook, event: str, data: dict[str, Any]) -> WebhookDelivery:
    """Return a new message for a webhook, not yet queued."""
    message_id = new_message_id()
    return WebhookDelivery.objects.create(
        webhook=webhook,
        message_id=message_id,
        event=event,
        body=message(message_id, event, data),
        status=DeliveryStatus.PENDING,
        next_attempt_at=timezone.now(),
    )


def queue(delivery: WebhookDelivery) -> None:
    """Hand the next attempt of a delivery to the background workers."""
    hand_over("migrator.webhooks.deliver.attempt", delivery.pk, delivery.attempts, group=delivery.event)
