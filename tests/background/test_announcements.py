"""What other systems hear of a run in the background, from the first event to the last."""

from __future__ import annotations

import json
from typing import Any

from standardwebhooks.webhooks import Webhook as Verifier

from migrator.models import DeliveryStatus, Operation, RunStatus, WebhookDelivery
from migrator.webhooks import EVENTS, register
from tests.background.conftest import Tool, finished, start, wait_for, work_off
from tests.background.test_turns import _execute
from tests.patience import PATIENCE_SECONDS
from tests.webhooks.receiver import receiving

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def _events() -> list[tuple[str, dict[str, Any]]]:
    return [(delivery.event, json.loads(delivery.body)["data"]) for delivery in WebhookDelivery.objects.order_by("id")]


def test_a_real_cluster_delivers_every_event_signed_and_once(tool: Tool) -> None:
    with receiving() as receiver:
        register(f"{receiver.url}/hook", list(EVENTS), SECRET)
        run = start(Operation.MIGRATE, "default_data", "manufacturers")
        tool.workers(2)
        messages = [receiver.messages.get(timeout=PATIENCE_SECONDS) for _ in range(5)]
        wait_for(
            lambda: not WebhookDelivery.objects.exclude(status=DeliveryStatus.DELIVERED).exists(), tool, "for the last"
        )
        assert receiver.messages.empty()
    finished(run, tool)
    bodies = [Verifier(SECRET).verify(message.body.decode(), message.headers) for message in messages]
    heard = sorted((body["event"], body["data"].get("step_id", "")) for body in bodies)
    assert heard == [
        ("migration.completed", "default_data"),
        ("migration.completed", "manufacturers"),
        ("migration.started", "default_data"),
        ("migration.started", "manufacturers"),
        ("orchestration.completed", ""),
    ]
    done = next(
        b["data"] for b in bodies if b["event"] == "migration.completed" and b["data"]["step_id"] == "manufacturers"
    )
    step = run.step_runs.get(step_id="manufacturers")
    assert done["statistics"] == {"processed": step.processed, "success": step.success, "failed": 0}
    assert (done["job_id"], done["orchestration_id"]) == (step.job_id, run.orchestration_id)


def test_a_step_of_many_turns_is_announced_once(tool: Tool, settings: Any) -> None:
    start(Operation.MIGRATE, "default_data")
    work_off()
    register("http://unknown-host.invalid/", list(EVENTS), SECRET)
    settings.TURN_SECONDS = 0
    run = start(Operation.MIGRATE, "manufacturers", batch_size=5)
    work_off()
    assert run.units.get(name="manufacturers").turns > 2
    assert [event for event, _ in _events()] == ["migration.started", "migration.completed", "orchestration.completed"]


def test_what_a_validation_finds_is_announced(tool: Tool) -> None:
    start(Operation.MIGRATE, "default_data", "manufacturers")
    work_off()
    _execute(
        tool.environment["TARGET_DATABASE_URL"], "UPDATE oc_manufacturer SET name = 'Edited' WHERE manufacturer_id = 5"
    )
    register("http://unknown-host.invalid/", list(EVENTS), SECRET)
    run = start(Operation.VALIDATE, "manufacturers")
    work_off()
    ((event, data),) = _events()
    assert (event, data["step_id"], data["failed_checks"]) == ("validation.failed", "manufacturers", ["manufacturer"])
    assert data["orchestration_id"] == run.orchestration_id


def test_a_failure_is_announced_with_its_sentence(tool: Tool, settings: Any) -> None:
    register("http://unknown-host.invalid/", list(EVENTS), SECRET)
    run = start(Operation.MIGRATE, "default_data")
    settings.SOURCE_DATABASE_URL = settings.SOURCE_DATABASE_URL.replace("3.0.3.9-0", "gone")
    work_off()
    run.refresh_from_db()
    ((event, data),) = _events()
    assert (event, data["status"], data["error"]) == ("orchestration.failed", RunStatus.FAILED, run.message)


def test_dry_runs_are_silent(tool: Tool) -> None:
    register("http://unknown-host.invalid/", list(EVENTS), SECRET)
    start(Operation.DRY_RUN, "default_data")
    work_off()
    assert _events() == []
