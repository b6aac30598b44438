"""Runs of several steps (seed 000, “Orchestration API”)."""

from __future__ import annotations

import io
import zipfile

from migrator.models import Run, RunStatus, StepRun, StepStatus
from tests.api.conftest import Api
from tests.shop import Shop

THREE = ["default_data", "categories", "manufacturers"]


def start(api: Api, **body: object) -> str:
    status, answer = api.post("/api/orchestrator/start", body)
    assert status == 200, answer
    return str(answer["orchestration_id"])


def orchestration(api: Api, orchestration_id: str) -> dict[str, object]:
    status, answer = api.get(f"/api/orchestrator/status/{orchestration_id}")
    assert status == 200, answer
    return dict(answer["orchestration"])


def test_start_answers_at_once(shop: Shop, api: Api, queued: list[tuple[str, bool]]) -> None:
    status, body = api.post("/api/orchestrator/start", {"steps": THREE, "batch_size": 1000, "stop_on_error": True})
    run = Run.objects.get()
    assert status == 200
    assert body == {
        "success": True,
        "orchestration_id": run.orchestration_id,
        "status": "running",
        "current_step": "default_data",
        "total_steps": 3,
    }
    assert body["orchestration_id"].startswith("orch_20")
    assert run.options["stop_on_error"] is True
    assert queued == [(run.orchestration_id, False)]


def test_without_steps_all_are_started(shop: Shop, api: Api, queued: list[object]) -> None:
    assert api.post("/api/orchestrator/start", {})[1]["total_steps"] == 11


def test_the_status_in_the_middle(shop: Shop, api: Api, queued: list[object]) -> None:
    name = start(api, steps=THREE)
    Run.objects.update(status=RunStatus.RUNNING)
    StepRun.objects.filter(step_id="default_data").update(status=StepStatus.COMPLETED)
    StepRun.objects.filter(step_id="categories").update(status=StepStatus.RUNNING)
    found = orchestration(api, name)
    assert found["id"] == name
    assert found["status"] == "running"
    assert found["current_step"] == "categories"
    assert found["completed_steps"] == ["default_data"]
    assert found["remaining_steps"] == ["manufacturers"]
    assert found["progress"] == {"current": 1, "total": 3, "percentage": 33}
    assert found["started_by"] == "admin"


def test_the_status_at_the_end(shop: Shop, api: Api, at_once: None) -> None:
    found = orchestration(api, start(api, steps=THREE))
    assert found["status"] == "completed"
    assert found["current_step"] is None
    assert found["completed_steps"] == THREE
    assert found["remaining_steps"] == []
    assert found["progress"] == {"current": 3, "total": 3, "percentage": 100}
    assert len(str(found["started_at"])) == len("2025-10-09 10:30:00")


def test_an_unknown_run(shop: Shop, api: Api) -> None:
    status, body = api.get("/api/orchestrator/status/orch_nonsense")
    assert (status, body["error"]["code"]) == (404, "NOT_FOUND")


def test_an_unknown_step(shop: Shop, api: Api) -> None:
    status, body = api.post("/api/orchestrator/start", {"steps": ["default_data", "nonsense"]})
    assert (status, body["error"]["code"], body["error"]["step_id"]) == (404, "INVALID_STEP", "nonsense")


def test_steps_of_the_wrong_type(shop: Shop, api: Api) -> None:
    status, body = api.post("/api/orchestrator/start", {"steps": "products"})
    assert (status, body["error"]["code"]) == (400, "VALIDATION_ERROR")


def test_the_list_is_paginated_newest_first(shop: Shop, api: Api, at_once: None) -> None:
    names = [start(api, steps=["default_data"]) for _ in range(3)]
    _, body = api.get("/api/orchestrator", page=1, limit=2)
    assert [run["id"] for run in body["orchestrations"]] == [names[2], names[1]]
    assert body["pagination"] == {"current_page": 1, "total_pages": 2, "total_orchestrations": 3, "limit": 2}
    assert [run["id"] for run in api.get("/api/orchestrator", page=2, limit=2)[1]["orchestrations"]] == [names[0]]
    assert api.get("/api/orchestrator", page=9)[1]["orchestrations"] == []


def test_stop_and_resume(shop: Shop, api: Api, queued: list[tuple[str, bool]]) -> None:
    name = start(api, steps=THREE)
    status, body = api.post(f"/api/orchestrator/{name}/stop")
    assert status == 200
    assert body["message"] == "Orchestration stopped"
    assert body["orchestration"]["status"] == "stopped"
    assert api.post(f"/api/orchestrator/{name}/stop")[1]["error"]["code"] == "CONFLICT"
    status, body = api.post(f"/api/orchestrator/{name}/resume")
    assert status == 200
    assert body["current_step"] == "default_data"
    assert queued == [(name, False), (name, True)]


def test_a_completed_run_cannot_be_resumed(shop: Shop, api: Api, at_once: None) -> None:
    name = start(api, steps=["default_data"])
    assert api.post(f"/api/orchestrator/{name}/resume")[1]["error"]["code"] == "CONFLICT"


def test_sync_brings_over_what_changed(shop: Shop, api: Api, at_once: None) -> None:
    start(api, steps=["default_data", "manufacturers"])
    shop.source.run("UPDATE oc_manufacturer SET name = 'Changed' WHERE manufacturer_id = 8")
    status, body = api.post("/api/orchestrator/sync", {"steps": ["manufacturers"]})
    assert status == 200
    assert orchestration(api, body["orchestration_id"])["operation"] == "sync"
    assert shop.target.value("SELECT name FROM oc_manufacturer WHERE manufacturer_id = 8") == "Changed"


def test_a_dry_run_keeps_nothing(shop: Shop, api: Api, at_once: None) -> None:
    before = shop.target.rows("SELECT * FROM oc_manufacturer")
    name = start(api, steps=["default_data", "manufacturers"], options={"dry_run": True})
    assert orchestration(api, name)["operation"] == "dry_run"
    assert shop.target.rows("SELECT * FROM oc_manufacturer") == before


def test_remarks_and_report(shop: Shop, api: Api, at_once: None) -> None:
    name = start(api)
    status, body = api.get(f"/api/orchestrator/{name}/remarks", limit=1)
    assert status == 200
    assert body["pagination"]["total_remarks"] > 1
    assert body["remarks"][0]["message"]
    response = api.client.get(f"/api/orchestrator/{name}/report")
    assert response["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(b"".join(response))) as archive:
        assert {"report.html", "report.json", "not-migrated.jsonl.gz"} <= set(archive.namelist())


def test_a_run_of_some_steps_has_no_report(shop: Shop, api: Api, at_once: None) -> None:
    name = start(api, steps=["default_data"])
    status, body = api.get(f"/api/orchestrator/{name}/report")
    assert (status, body["error"]["code"]) == (404, "NOT_FOUND")
