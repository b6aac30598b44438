"""Steps: list, detail, start, progress, stop, reset (seed 000)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from api import runs as api_runs
from migrator.models import Run, RunStatus, StepRun, StepState, StepStatus
from tests.api.conftest import Api
from tests.shop import Shop

ORDER = [
    "default_data",
    "categories",
    "manufacturers",
    "attributes",
    "filters",
    "infrastructure",
    "admin_users",
    "products",
    "customers",
    "orders",
    "other_data",
]


def listed(api: Api, step_id: str) -> dict[str, object]:
    _, body = api.get("/api/steps")
    return next(step for step in body["steps"] if step["step_id"] == step_id)


def start(api: Api, step_id: str = "default_data") -> Run:
    status, body = api.post(f"/api/migrate/{step_id}", {"batch_size": 1000})
    assert status == 200, body
    return Run.objects.get(orchestration_id=body["orchestration_id"])


class TestList:
    def test_fresh_stores(self, shop: Shop, api: Api) -> None:
        rows = shop.source.value("SELECT COUNT(*) FROM oc_manufacturer")
        links = shop.source.value("SELECT COUNT(*) FROM oc_manufacturer_to_store")
        status, body = api.get("/api/steps")
        assert status == 200
        assert body["success"] is True
        assert sorted(step["step_id"] for step in body["steps"]) == sorted(ORDER)
        assert listed(api, "manufacturers") == {
            "step_id": "manufacturers",
            "name": "Manufacturers Migration",
            "category": "core",
            "status": "pending",
            "source_count": rows + links,
            "target_count": 0,
            "last_run": None,
        }

    def test_after_a_migration(self, shop: Shop, api: Api) -> None:
        shop.migrate(["default_data", "manufacturers"])
        StepState.objects.filter(step_id="manufacturers").update(last_run=datetime(2025, 10, 9, 10, 30, tzinfo=UTC))
        found = listed(api, "manufacturers")
        assert found["status"] == "completed"
        assert found["target_count"] == found["source_count"] > 0
        assert found["last_run"] == "2025-10-09 10:30:00"

    def test_a_slash_at_the_end_makes_no_difference(self, shop: Shop, api: Api) -> None:
        assert api.get("/api/steps/") == api.get("/api/steps")

    def test_states_are_told_although_the_source_is_gone(self, shop: Shop, api: Api, settings: object) -> None:
        shop.migrate()
        (settings.VAR_DIR / "3.0.3.9-0.sqlite3").unlink()  # type: ignore[attr-defined]
        status, body = api.get("/api/steps")
        assert status == 200
        assert {step["status"] for step in body["steps"]} == {"completed"}


class TestDetail:
    def test_of_a_completed_step(self, shop: Shop, api: Api) -> None:
        shop.migrate(["default_data", "manufacturers"])
        rows = shop.target.value("SELECT COUNT(*) FROM oc_manufacturer")
        links = shop.target.value("SELECT COUNT(*) FROM oc_manufacturer_to_store")
        total = rows + links
        _, body = api.get("/api/steps/manufacturers")
        step = body["step"]
        assert step["description"] == "Manufacturers and their stores"
        assert step["depends_on"] == ["default_data"]
        assert step["progress"] == {
            "total": total,
            "processed": total,
            "success": total,
            "failed": 0,
            "percentage": 100,
        }
        assert step["statistics"] == {
            "source_count": total,
            "target_count": total,
            "validation_passed": True,
            "validated": True,
        }
        assert [(table["table"], table["processed"]) for table in step["tables"]] == [
            ("manufacturer", rows),
            ("manufacturer_to_store", links),
        ]

    def test_of_an_unknown_step(self, api: Api) -> None:
        status, body = api.get("/api/steps/nonsense")
        assert status == 404
        assert body["success"] is False
        assert body["error"]["code"] == "INVALID_STEP"
        assert body["error"]["step_id"] == "nonsense"


class TestStart:
    def test_answers_at_once(self, shop: Shop, api: Api, queued: list[tuple[str, bool]]) -> None:
        status, body = api.post(
            "/api/migrate/default_data",
            {"batch_size": 1000, "skip_validation": False, "options": {"include_images": True}},
        )
        run = Run.objects.get()
        assert status == 200
        assert body == {
            "success": True,
            "message": "Migration started successfully",
            "job_id": run.step_runs.get().job_id,
            "orchestration_id": run.orchestration_id,
            "status": "running",
        }
        assert body["job_id"].startswith("migration_default_data_20")
        assert queued == [(run.orchestration_id, False)]
        assert run.trigger == "api"
        assert run.user.username == "admin"
        assert run.options["batch_size"] == 1000
        assert run.options["include_images"] is True
        assert listed(api, "default_data")["status"] == "queued"

    def test_without_a_body_takes_the_defaults(self, shop: Shop, api: Api, queued: list[tuple[str, bool]]) -> None:
        assert start(api).options["skip_validation"] is False

    def test_migrates(self, shop: Shop, api: Api, at_once: None) -> None:
        start(api)
        assert listed(api, "default_data")["status"] == "completed"

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"batch_size": -1}, "batch_size"),
            ({"batch_size": 0}, "batch_size"),
            ({"batch_size": "many"}, "batch_size"),
            ({"batch_size": 1.5}, "batch_size"),
            ({"batch_size": None}, "batch_size"),
            ({"skip_validation": "perhaps"}, "skip_validation"),
            ({"options": 5}, "options"),
            ({"options": {"include_images": "perhaps"}}, "options.include_images"),
        ],
    )
    def test_refuses_wrong_values_by_name(
        self, shop: Shop, api: Api, queued: list[tuple[str, bool]], body: object, field: str
    ) -> None:
        status, answer = api.post("/api/migrate/default_data", body)
        assert status == 400
        assert answer["error"]["code"] == "VALIDATION_ERROR"
        assert field in answer["error"]["message"]
        assert field in answer["error"]["context"]
        assert isinstance(answer["error"]["details"], str)
        assert answer["error"]["step_id"] == "default_data"
        assert queued == []

    def test_refuses_a_body_that_is_no_json(self, shop: Shop, api: Api) -> None:
        response = api.client.post("/api/migrate/default_data", "{", content_type="application/json")
        assert response.status_code == 400
        assert response.json()["error"]["code"] == "VALIDATION_ERROR"

    def test_refuses_a_body_that_is_no_object(self, shop: Shop, api: Api) -> None:
        status, body = api.post("/api/migrate/default_data", [1])
        assert status == 400
        assert body["error"]["code"] == "VALIDATION_ERROR"

    def test_refuses_an_unknown_step(self, shop: Shop, api: Api) -> None:
        status, body = api.post("/api/migrate/nonsense", {})
        assert (status, body["error"]["code"]) == (404, "INVALID_STEP")

    def test_refuses_a_step_whose_dependencies_are_not_done(self, shop: Shop, api: Api) -> None:
        status, body = api.post("/api/migrate/manufacturers", {})
        assert (status, body["error"]["code"]) == (400, "VALIDATION_ERROR")
        assert body["error"]["message"].startswith("“manufacturers” needs default_data to be completed first")
        assert body["error"]["context"] == {"missing": ["default_data"]}
        assert body["error"]["details"] == "missing: default_data"

    def test_refuses_a_step_that_is_at_work(self, shop: Shop, api: Api, queued: list[tuple[str, bool]]) -> None:
        start(api)
        status, body = api.post("/api/migrate/default_data", {})
        assert (status, body["error"]["code"]) == (409, "CONFLICT")
        assert len(queued) == 1

    def test_refuses_the_eleventh_operation(self, shop: Shop, api: Api, queued: list[tuple[str, bool]]) -> None:
        Run.objects.bulk_create(
            Run(orchestration_id=f"orch_{number}", pair="other", status=RunStatus.RUNNING) for number in range(10)
        )
        response = api.client.post("/api/migrate/default_data", {}, content_type="application/json")
        assert response.status_code == 429
        assert response.json()["error"]["code"] == "RATE_LIMIT_EXCEEDED"
        assert int(response["Retry-After"]) > 0
        assert queued == []

    def test_refuses_a_target_with_orders_of_its_own(self, shop: Shop, api: Api, queued: list[object]) -> None:
        shop.target.run("INSERT INTO oc_order (order_id, invoice_no) VALUES (1, 0)")
        status, body = api.post("/api/migrate/default_data", {})
        assert (status, body["error"]["code"]) == (409, "CONFLICT")
        assert "already has 1 orders of its own" in body["error"]["message"]
        assert queued == []

    def test_tells_at_once_that_a_store_is_not_configured(self, api: Api, settings: object) -> None:
        settings.SOURCE_DATABASE_URL = ""  # type: ignore[attr-defined]
        status, body = api.post("/api/migrate/default_data", {})
        assert (status, body["error"]["code"]) == (500, "DATABASE_ERROR")
        assert body["error"]["message"].startswith("SOURCE_DATABASE_URL is not set")


class TestProgress:
    def test_of_a_step_that_never_ran(self, shop: Shop, api: Api) -> None:
        _, body = api.get("/api/migrate/manufacturers/progress")
        assert body["status"] == "pending"
        assert body["job_id"] is None
        assert body["progress"]["current"] == 0
        assert body["progress"]["percentage"] == 0
        assert body["progress"]["total"] > 0
        assert body["statistics"] == {"success_count": 0, "error_count": 0, "skipped_count": 0}

    def test_while_it_waits_for_a_worker(self, shop: Shop, api: Api, queued: list[object]) -> None:
        start(api)
        _, body = api.get("/api/migrate/default_data/progress")
        assert body["status"] == "running"
        assert body["progress"]["estimated_time_remaining"] == "unknown"
        assert body["progress"]["estimated_seconds_remaining"] is None

    def test_at_half_time(self, shop: Shop, api: Api, queued: list[object]) -> None:
        run = start(api)
        Run.objects.filter(pk=run.pk).update(status=RunStatus.RUNNING)
        StepRun.objects.filter(run=run).update(
            status=StepStatus.RUNNING,
            total=5000,
            processed=2500,
            success=2450,
            failed=50,
            rows_per_second=20.4,
        )
        _, body = api.get("/api/migrate/default_data/progress")
        assert body["status"] == "running"
        assert body["progress"] == {
            "current": 2500,
            "total": 5000,
            "percentage": 50,
            "records_per_second": 20,
            "estimated_time_remaining": "2 minutes 3 seconds",
            "estimated_seconds_remaining": 123,
        }
        assert body["statistics"] == {"success_count": 2450, "error_count": 50, "skipped_count": 0}

    def test_of_a_completed_step(self, shop: Shop, api: Api, at_once: None) -> None:
        run = start(api)
        _, body = api.get("/api/migrate/default_data/progress")
        assert body["status"] == "completed"
        assert body["orchestration_id"] == run.orchestration_id
        assert body["progress"]["percentage"] == 100
        assert body["progress"]["current"] == body["progress"]["total"] > 0
        assert body["progress"]["estimated_seconds_remaining"] == 0

    def test_while_the_run_of_the_completed_step_is_closed(self, shop: Shop, api: Api, at_once: None) -> None:
        """Whoever waits for the end may go on with the step then."""
        run = start(api)
        Run.objects.filter(pk=run.pk).update(status=RunStatus.RUNNING)
        _, body = api.get("/api/migrate/default_data/progress")
        assert (body["status"], body["progress"]["percentage"]) == ("running", 100)

    def test_of_a_completed_step_of_a_longer_run(self, shop: Shop, api: Api, at_once: None) -> None:
        api.post("/api/orchestrator/start", {"steps": ["default_data", "manufacturers"]})
        Run.objects.update(status=RunStatus.RUNNING)
        StepRun.objects.filter(step_id="manufacturers").update(status=StepStatus.RUNNING)
        assert api.get("/api/migrate/default_data/progress")[1]["status"] == "completed"
        assert api.get("/api/migrate/manufacturers/progress")[1]["status"] == "running"

    def test_of_a_run_that_failed_before_the_step_began(self, shop: Shop, api: Api, queued: list[object]) -> None:
        run = start(api)
        Run.objects.filter(pk=run.pk).update(status=RunStatus.FAILED, message="The server went away")
        _, body = api.get("/api/migrate/default_data/progress")
        assert body["status"] == "failed"
        assert body["message"] == "The server went away"


class TestStop:
    def test_of_a_run_that_waits(self, shop: Shop, api: Api, queued: list[object]) -> None:
        start(api)
        status, body = api.post("/api/migrate/default_data/stop")
        assert status == 200
        assert body["message"] == "Migration stopped"
        assert body["status"] == "stopped"
        assert body["final_statistics"] == {"processed": 0, "success": 0, "failed": 0}
        assert api.get("/api/migrate/default_data/progress")[1]["status"] == "stopped"

    def test_of_a_worker_that_is_slow(
        self, shop: Shop, api: Api, queued: list[object], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(api_runs, "STOP_SECONDS", 0)
        run = start(api)
        Run.objects.filter(pk=run.pk).update(status=RunStatus.RUNNING)
        StepRun.objects.filter(run=run).update(status=StepStatus.RUNNING, processed=2500, success=2450, failed=50)
        _, body = api.post("/api/migrate/default_data/stop")
        assert body["message"] == "Migration is stopping after the rows at hand"
        assert body["status"] == "stopping"
        assert body["final_statistics"] == {"processed": 2500, "success": 2450, "failed": 50}
        assert Run.objects.get().stop_requested is True

    def test_of_a_step_that_is_not_at_work(self, shop: Shop, api: Api) -> None:
        status, body = api.post("/api/migrate/default_data/stop")
        assert (status, body["error"]["code"]) == (409, "CONFLICT")

    def test_of_an_unknown_step(self, shop: Shop, api: Api) -> None:
        status, body = api.post("/api/migrate/nonsense/stop")
        assert (status, body["error"]["code"]) == (404, "INVALID_STEP")


class TestReset:
    def test_puts_the_target_back_with_what_depends_on_it(self, shop: Shop, api: Api) -> None:
        before = shop.target.rows("SELECT * FROM oc_manufacturer ORDER BY manufacturer_id")
        shop.migrate(["default_data", "manufacturers"])
        status, body = api.post("/api/migrate/default_data/reset")
        assert status == 200
        assert body["message"] == "Migration step reset successfully"
        assert body["step_id"] == "default_data"
        assert body["new_status"] == "pending"
        assert {"default_data", "manufacturers"} <= set(body["steps"])
        assert shop.target.rows("SELECT * FROM oc_manufacturer ORDER BY manufacturer_id") == before
        assert listed(api, "manufacturers")["status"] == "pending"
        assert api.get("/api/migrate/manufacturers/progress")[1]["status"] == "pending"

    def test_refuses_a_step_that_is_at_work(self, shop: Shop, api: Api, queued: list[object]) -> None:
        start(api)
        status, body = api.post("/api/migrate/default_data/reset")
        assert (status, body["error"]["code"]) == (409, "CONFLICT")
