"""Make one attempt to deliver a message, and decide what follows from it."""

from __future__ import annotations

import time
from datetime import timedelta

from django.db.models import F
from django.utils import timezone
from django_q.models import Schedule

from migrator import logs
from migrator.models import DeliveryStatus, Webhook, WebhookDelivery
from migrator.webhooks.addresses import RefusedAddressError
from migrator.webhooks.events import TEST_EVENT
from migrator.webhooks.outbox import queue
from migrator.webhooks.retries import ATTEMPTS, asked_wait, wait_before
from migrator.webhooks.sealing import UnreadableSecretError, unseal
from migrator.webhooks.sending import Answer, send
from migrator.webhooks.signing import signature

__all__ = ["attempt", "attempt_now", "close", "queue_overdue"]

GONE = 410
OVERDUE = timedelta(minutes=2)
USER_AGENT = "OpenCart-Migrator/1.0 (Standard-Webhooks)"


def attempt(delivery_id: int, number: int) -> None:
    """Make attempt ``number`` (the first is 0) of a delivery: the task of the background workers.

    A task that is delivered twice finds the attempt begun and does nothing.
    """
    delivery = WebhookDelivery.objects.select_related("webhook").filter(pk=delivery_id).first()
    if delivery is not None and _begin(delivery, number):
        _settle(delivery, *_try(delivery))


def attempt_now(delivery: WebhookDelivery) -> WebhookDelivery:
    """Make the next attempt here and now, and return the delivery as it is afterwards."""
    attempt(delivery.pk, delivery.attempts)
    delivery.refresh_from_db()
    return delivery


def queue_overdue() -> None:
    """Queue what should have been tried a while ago: its task, or the worker that was at it, was lost."""
    late = timezone.now() - OVERDUE
    for delivery in WebhookDelivery.objects.filter(status=DeliveryStatus.PENDING, next_attempt_at__lt=late):
        if _may_try(delivery):
            WebhookDelivery.objects.filter(pk=delivery.pk).update(next_attempt_at=timezone.now())
            queue(delivery)
        else:
            _give_up(delivery, "the worker was lost during the last attempt")


def close(webhook: Webhook, reason: str) -> None:
    """Send nothing more to a webhook, and say why."""
    now = timezone.now()
    Webhook.objects.filter(pk=webhook.pk).update(is_active=False, disabled_reason=reason)
    webhook.deliveries.filter(status=DeliveryStatus.PENDING).update(
        status=DeliveryStatus.FAILED, error=reason, next_attempt_at=None, finished_at=now
    )
    webhook.refresh_from_db()
    logs.write("warning", f"Webhook {webhook.pk} was disabled: {reason}", webhook=webhook.pk)


def _may_try(delivery: WebhookDelivery) -> bool:
    return delivery.attempts < (1 if delivery.event == TEST_EVENT else ATTEMPTS)


def _begin(delivery: WebhookDelivery, number: int) -> bool:
    """Take the attempt, unless somebody else did; a webhook that was disabled gets nothing any more."""
    if not delivery.webhook.is_active:
        return False
    begun = WebhookDelivery.objects.filter(pk=delivery.pk, status=DeliveryStatus.PENDING, attempts=number).update(
        attempts=F("attempts") + 1, next_attempt_at=timezone.now()
    )
    delivery.attempts = number + 1
    return bool(begun)


def _try(delivery: WebhookDelivery) -> tuple[Answer | None, str, float]:
    """Send the message; return the answer, what went wrong in one sentence, and the seconds it took."""
    started = time.monotonic()
    body = delivery.body.encode()
    moment = int(time.time())
    answer, error = None, ""
    try:
        signed = signature(unseal(delivery.webhook.sealed_secret), delivery.message_id, moment, body)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": USER_AGENT,
            "webhook-id": delivery.message_id,
            "webhook-timestamp": str(moment),
            "webhook-signature": signed,
        }
        answer = send(delivery.webhook.url, body, headers)
    except (RefusedAddressError, UnreadableSecretError) as problem:
        error = str(problem)
    except OSError as problem:
        error = f"No answer: {problem.strerror or problem}"
    if answer is not None and not _arrived(answer):
        redirect = 300 <= answer.status < 400
        error = f"Answered {answer.status}" + (", and redirects are not followed" if redirect else "")
    return answer, error, time.monotonic() - started


def _arrived(answer: Answer | None) -> bool:
    return answer is not None and 200 <= answer.status < 300


def _settle(delivery: WebhookDelivery, answer: Answer | None, error: str, seconds: float) -> None:
    now = timezone.now()
    delivery.response_status = answer.status if answer else None
    delivery.error = error
    delivery.tries.append(
        {
            "at": f"{now:%Y-%m-%d %H:%M:%S}",
            "status": delivery.response_status,
            "error": error,
            "seconds": round(seconds, 3),
        }
    )
    if _arrived(answer):
        delivery.status, delivery.next_attempt_at, delivery.finished_at = DeliveryStatus.DELIVERED, None, now
    elif _may_try(delivery):
        asked = asked_wait(answer.retry_after if answer else None, now)
        delivery.next_attempt_at = now + wait_before(delivery.attempts, asked=asked)
    delivery.save()
    if answer is not None and answer.status == GONE:
        close(delivery.webhook, "The receiver answered 410: it wants no more messages")
    elif not _may_try(delivery) and not _arrived(answer):
        _give_up(delivery, error)
    elif not _arrived(answer):
        _plan_next(delivery)


def _plan_next(delivery: WebhookDelivery) -> None:
    Schedule.objects.create(
        name=f"{delivery.message_id} attempt {delivery.attempts + 1}",
        func="migrator.webhooks.deliver.attempt",
        args=f"{delivery.pk},{delivery.attempts}",
        schedule_type=Schedule.ONCE,
        repeats=-1,
        next_run=delivery.next_attempt_at,
    )


def _give_up(delivery: WebhookDelivery, error: str) -> None:
    """End a delivery whose attempts are used up; a webhook that took nothing in all that time is disabled."""
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        status=DeliveryStatus.FAILED, error=error, next_attempt_at=None, finished_at=timezone.now()
    )
    if delivery.event == TEST_EVENT:
        return
    since = delivery.webhook.deliveries.filter(status=DeliveryStatus.DELIVERED, finished_at__gte=delivery.created_at)
    if not since.exists():
        close(delivery.webhook, f"Nothing has arrived in {ATTEMPTS} attempts over three days; the last: {error}"[:255])
