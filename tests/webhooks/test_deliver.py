"""What follows from an attempt: delivered, tried again, given up, disabled."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_q.models import OrmQ, Schedule
from standardwebhooks.webhooks import Webhook as Verifier

from migrator.errors import RequestInvalidError
from migrator.models import DeliveryStatus, LogEntry, Webhook, WebhookDelivery
from migrator.webhooks import disable, enable, register, send_test
from migrator.webhooks.deliver import attempt, attempt_now, queue_overdue
from migrator.webhooks.outbox import emit, write_down
from migrator.webhooks.retries import ATTEMPTS
from migrator.webhooks.sending import Answer
from tests.patience import PATIENCE_SECONDS
from tests.webhooks.receiver import Receiver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private")]

SECRET = "canary-secret-7f3a"
DATA = {"step_id": "products", "status": "completed", "statistics": {"processed": 5000, "success": 4950, "failed": 50}}


@pytest.fixture
def webhook(receiver: Receiver) -> Webhook:
    return register(f"{receiver.url}/hook", ["migration.completed", "migration.failed"], SECRET)


def test_a_message_is_signed_and_says_what_the_seed_says(webhook: Webhook, receiver: Receiver) -> None:
    delivery = attempt_now(write_down(webhook, "migration.completed", DATA))
    message = receiver.messages.get(timeout=PATIENCE_SECONDS)
    body = Verifier(SECRET.encode()).verify(message.body.decode(), message.headers)
    assert (body["event"], body["type"], body["data"]) == ("migration.completed", "migration.completed", DATA)
    assert body["id"] == message.headers["webhook-id"] == delivery.message_id
    moment = datetime.strptime(body["timestamp"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    assert abs(moment - timezone.now()) < timedelta(minutes=1)
    assert (delivery.status, delivery.attempts, delivery.response_status) == (DeliveryStatus.DELIVERED, 1, 204)
    assert [(entry["status"], entry["error"]) for entry in delivery.tries] == [(204, "")]


def test_a_failure_is_tried_again_with_the_same_id(webhook: Webhook, receiver: Receiver) -> None:
    receiver.answers = [(500, {}), (200, {})]
    delivery = attempt_now(write_down(webhook, "migration.completed", DATA))
    assert (delivery.status, delivery.error) == (DeliveryStatus.PENDING, "Answered 500")
    schedule = Schedule.objects.get(func="migrator.webhooks.deliver.attempt")
    assert (schedule.args, schedule.next_run) == (f"{delivery.pk},1", delivery.next_attempt_at)
    assert timedelta(seconds=4) < delivery.next_attempt_at - timezone.now() < timedelta(seconds=6)
    attempt(delivery.pk, 1)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts) == (DeliveryStatus.DELIVERED, 2)
    ids = {receiver.messages.get(timeout=PATIENCE_SECONDS).headers["webhook-id"] for _ in range(2)}
    assert ids == {delivery.message_id}


def test_an_attempt_that_is_delivered_twice_is_made_once(webhook: Webhook, receiver: Receiver) -> None:
    delivery = write_down(webhook, "migration.completed", DATA)
    attempt(delivery.pk, 0)
    attempt(delivery.pk, 0)
    receiver.messages.get(timeout=PATIENCE_SECONDS)
    assert receiver.messages.empty()


def test_retry_after_is_honoured(webhook: Webhook, receiver: Receiver) -> None:
    receiver.answers = [(503, {"Retry-After": "900"})]
    delivery = attempt_now(write_down(webhook, "migration.completed", DATA))
    assert timedelta(seconds=890) < delivery.next_attempt_at - timezone.now() <= timedelta(seconds=900)


def test_a_redirect_is_a_failure(webhook: Webhook, receiver: Receiver) -> None:
    receiver.answers = [(307, {"Location": "http://169.254.169.254/"})]
    delivery = attempt_now(write_down(webhook, "migration.completed", DATA))
    assert (delivery.status, delivery.error) == (
        DeliveryStatus.PENDING,
        "Answered 307, and redirects are not followed",
    )


def test_410_disables(webhook: Webhook, receiver: Receiver) -> None:
    receiver.answers = [(410, {})]
    waiting = write_down(webhook, "migration.failed", {})
    gone = attempt_now(write_down(webhook, "migration.completed", DATA))
    webhook.refresh_from_db()
    waiting.refresh_from_db()
    assert (webhook.is_active, "410" in webhook.disabled_reason) == (False, True)
    assert (gone.status, waiting.status) == (DeliveryStatus.FAILED, DeliveryStatus.FAILED)
    emit("migration.completed", DATA)
    assert WebhookDelivery.objects.count() == 2


def _fail_to_the_last(delivery: WebhookDelivery, monkeypatch: pytest.MonkeyPatch) -> WebhookDelivery:
    monkeypatch.setattr("migrator.webhooks.deliver.send", lambda *_: Answer(500, None))
    for number in range(ATTEMPTS):
        attempt(delivery.pk, number)
    delivery.refresh_from_db()
    return delivery


def test_lasting_failure_disables(webhook: Webhook, monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = _fail_to_the_last(write_down(webhook, "migration.completed", DATA), monkeypatch)
    webhook.refresh_from_db()
    assert (delivery.status, delivery.attempts, len(delivery.tries)) == (DeliveryStatus.FAILED, 10, 10)
    assert webhook.is_active is False
    assert webhook.disabled_reason == "Nothing has arrived in 10 attempts over three days; the last: Answered 500"


def test_a_message_that_is_given_up_while_others_arrive_disables_nothing(
    webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = write_down(webhook, "migration.completed", DATA)
    attempt_now(write_down(webhook, "migration.failed", {}))
    refused = _fail_to_the_last(refused, monkeypatch)
    webhook.refresh_from_db()
    assert (refused.status, webhook.is_active) == (DeliveryStatus.FAILED, True)


def test_what_was_lost_on_the_way_is_queued_again(webhook: Webhook) -> None:
    delivery = write_down(webhook, "migration.completed", DATA)
    queue_overdue()
    assert OrmQ.objects.count() == 0
    WebhookDelivery.objects.filter(pk=delivery.pk).update(next_attempt_at=timezone.now() - timedelta(minutes=3))
    queue_overdue()
    queue_overdue()
    assert OrmQ.objects.count() == 1


def test_only_those_who_asked_are_told(webhook: Webhook, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        emit("orchestration.completed", {})
        emit("migration.failed", {"step_id": "products", "error": "gone"})
    assert list(WebhookDelivery.objects.values_list("event", flat=True)) == ["migration.failed"]
    assert OrmQ.objects.count() == 1


def test_a_host_that_became_private_is_refused_when_it_is_delivered(
    webhook: Webhook, receiver: Receiver, settings: Any
) -> None:
    settings.WEBHOOK_ALLOW_PRIVATE = False
    delivery = attempt_now(write_down(webhook, "migration.completed", DATA))
    assert "not public" in delivery.error
    assert receiver.messages.empty()


def test_a_test_is_sent_once(webhook: Webhook, receiver: Receiver) -> None:
    assert send_test(webhook).status == DeliveryStatus.DELIVERED
    assert json.loads(receiver.messages.get(timeout=PATIENCE_SECONDS).body)["event"] == "webhook.test"
    receiver.answers = [(500, {})]
    assert send_test(webhook).status == DeliveryStatus.FAILED
    webhook.refresh_from_db()
    assert (webhook.is_active, Schedule.objects.filter(func="migrator.webhooks.deliver.attempt").count()) == (True, 0)


def test_disabled_and_enabled_by_hand(webhook: Webhook, receiver: Receiver) -> None:
    disable(webhook)
    with pytest.raises(RequestInvalidError, match="disabled"):
        send_test(webhook)
    assert enable(webhook).is_active is True
    assert send_test(webhook).status == DeliveryStatus.DELIVERED


def test_the_secret_is_nowhere_to_be_read(
    webhook: Webhook, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.answers = [(410, {})]
    attempt_now(write_down(webhook, "migration.completed", DATA))
    stored = [list(model.objects.values()) for model in (Webhook, WebhookDelivery, LogEntry)]
    assert LogEntry.objects.exists()
    assert "canary" not in f"{stored} {caplog.text} {webhook!r} {webhook}"


def test_a_changed_secret_key_is_said_so(webhook: Webhook, receiver: Receiver, settings: Any) -> None:
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    assert "SECRET_KEY has changed" in attempt_now(write_down(webhook, "migration.completed", DATA)).error
    assert receiver.messages.empty()
    settings.SECRET_KEY_FALLBACKS = [before]
    assert attempt_now(write_down(webhook, "migration.completed", DATA)).status == DeliveryStatus.DELIVERED
