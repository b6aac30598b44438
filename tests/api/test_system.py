"""System, health, log, extensions, preflight, mapping (seed 000)."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from migrator import logs
from migrator.models import LogEntry
from tests.api.conftest import Api
from tests.shop import Shop


class TestSystem:
    def test_info(self, shop: Shop, api: Api) -> None:
        tables = shop.source.value(
            "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name LIKE 'oc\\_%' ESCAPE '\\'"
        )
        status, body = api.get("/api/system/info")
        system = body["system"]
        assert status == 200
        assert system["version"] == "1.0.0"
        assert system["php_version"] == ""
        assert system["memory_limit"].endswith("M")
        assert system["max_execution_time"] == 0
        assert system["databases"]["source"] == {
            "connected": True,
            "database": "3.0.3.9-0.sqlite3",
            "tables": tables,
            "release": system["databases"]["source"]["release"],
            "server": f"SQLite {sqlite3.sqlite_version}",
            "problem": "",
        }
        assert system["databases"]["target"]["connected"] is True

    def test_info_without_a_target(self, shop: Shop, api: Api, settings: Settings) -> None:
        settings.TARGET_DATABASE_URL = "mysql://user:canary-password@127.0.0.1:1/opencart4"
        response = api.client.get("/api/system/info")
        target = response.json()["system"]["databases"]["target"]
        assert target["connected"] is False
        assert target["database"] == "opencart4"
        assert "no answer from 127.0.0.1:1" in target["problem"]
        assert "canary-password" not in response.content.decode()

    def test_healthy(self, shop: Shop) -> None:
        response = Client().get("/api/health")
        assert response.status_code == 200
        assert response.json() == {
            "success": True,
            "status": "healthy",
            "checks": {"database_source": "ok", "database_target": "ok", "filesystem": "ok", "memory": "ok"},
        }

    def test_unhealthy(self, shop: Shop, settings: Settings) -> None:
        settings.SOURCE_DATABASE_URL = ""
        settings.VAR_DIR = "/proc/nowhere"
        response = Client().get("/api/health")
        assert response.status_code == 503
        assert response.json() == {
            "success": False,
            "status": "unhealthy",
            "checks": {"database_source": "error", "database_target": "ok", "filesystem": "error", "memory": "ok"},
        }


class TestLogs:
    @pytest.fixture(autouse=True)
    def lines(self, db: None) -> None:
        for number in range(5):
            logs.write("error", f"Failed to migrate product #{number}", step="products", product_id=number, error="No")
        logs.write("info", "products started", step="products")
        logs.write("info", "orders started", step="orders")
        for number, entry in enumerate(LogEntry.objects.order_by("id")):
            entry.timestamp = datetime(2025, 10, 9, 10, 30, number, tzinfo=UTC)
            entry.save()

    def test_by_level(self, api: Api) -> None:
        status, body = api.get("/api/logs", level="error", limit=2)
        assert status == 200
        assert body["logs"][0] == {
            "timestamp": "2025-10-09 10:30:04",
            "level": "ERROR",
            "message": "Failed to migrate product #4",
            "context": {"step": "products", "product_id": 4, "error": "No"},
        }
        assert body["pagination"] == {"current_page": 1, "total_pages": 3, "total_logs": 5, "limit": 2}

    @pytest.mark.parametrize(
        ("query", "total"),
        [
            ({}, 7),
            ({"step": "orders"}, 1),
            ({"search": "STARTED"}, 2),
            ({"since": "2025-10-09 10:30:05"}, 2),
            ({"until": "2025-10-09 10:30:01"}, 1),
            ({"orchestration_id": "orch_1"}, 0),
            ({"level": "warning"}, 0),
        ],
    )
    def test_filters(self, api: Api, query: dict[str, str], total: int) -> None:
        assert api.get("/api/logs", **query)[1]["pagination"]["total_logs"] == total

    @pytest.mark.parametrize(
        ("name", "value"), [("level", "loud"), ("limit", "0"), ("limit", "1001"), ("page", "-1"), ("since", "today")]
    )
    def test_wrong_values(self, api: Api, name: str, value: str) -> None:
        status, body = api.get("/api/logs", **{name: value})
        assert (status, body["error"]["code"]) == (400, "VALIDATION_ERROR")
        assert name in body["error"]["context"]


class TestAnalysis:
    def test_extensions(self, shop: Shop, api: Api) -> None:
        status, body = api.get("/api/extensions/analyze")
        analysis = body["analysis"]
        assert status == 200
        assert analysis["total_extensions"] == len(analysis["extensions"]) > 0
        assert analysis["total_extensions"] == sum(
            analysis[word] for word in ("compatible", "replaced", "missing", "not_needed")
        )
        payment = analysis["categories"]["payment"]
        assert payment["total"] >= payment["compatible"] + payment["missing"]
        assert {"code", "type", "oc3_installed", "oc4_available", "compatibility"} <= set(analysis["extensions"][0])

    def test_preflight(self, shop: Shop, api: Api) -> None:
        status, body = api.get("/api/preflight", steps=["manufacturers"])
        assert status == 200
        assert body["preflight"]["blocking"] is False
        assert body["preflight"]["rows"] > 0
        assert body["preflight"]["findings"]

    def test_preflight_of_an_unknown_step(self, shop: Shop, api: Api) -> None:
        status, body = api.get("/api/preflight", steps=["nonsense"])
        assert (status, body["error"]["code"]) == (404, "INVALID_STEP")

    def test_mapping_of_a_table(self, api: Api) -> None:
        status, body = api.get("/api/mapping", table="manufacturer", line="4.0")
        assert status == 200
        assert body["line"] == "4.0"
        assert {
            "step_id": "manufacturers",
            "table": "manufacturer",
            "column": "name",
            "kind": "same",
            "target": "manufacturer.name",
            "text": "",
        } in body["columns"]

    def test_mapping_of_everything(self, api: Api) -> None:
        tables = {column["table"] for column in api.get("/api/mapping")[1]["columns"]}
        assert {"product", "order", "customer", "setting"} <= tables

    def test_mapping_of_an_unknown_table(self, api: Api) -> None:
        status, body = api.get("/api/mapping", table="nonsense")
        assert (status, body["error"]["code"]) == (404, "NOT_FOUND")


class TestAddresses:
    def test_the_front_page_leads_on(self, shop: Shop, api: Api) -> None:
        _, body = api.get("/api")
        for url in body["links"].values():
            assert api.client.get(url).status_code == 200, url

    @pytest.mark.parametrize("path", ["/api/nothing", "/api/steps/products/more", "/api/webhooks/x"])
    def test_an_unknown_one(self, api: Api, path: str) -> None:
        status, body = api.get(path)
        assert status == 404
        assert body["success"] is False
        assert body["error"]["code"] == "NOT_FOUND"

    def test_a_method_that_it_does_not_have(self, api: Api) -> None:
        status, body = api.get("/api/migrate/products")
        assert (status, body["error"]["code"]) == (405, "METHOD_NOT_ALLOWED")

    @pytest.mark.parametrize("content_type", ["application/xml", "application/x-www-form-urlencoded"])
    def test_a_body_of_another_type(self, api: Api, content_type: str) -> None:
        response = api.client.post("/api/orchestrator/start", "a=b", content_type=content_type)
        assert (response.status_code, response.json()["error"]["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")

    def test_a_browser_gets_a_page(self, shop: Shop, api: Api) -> None:
        response = api.client.get("/api/steps", headers={"Accept": "text/html"})
        assert response["Content-Type"].startswith("text/html")
        assert "Manufacturers Migration" in response.content.decode()

    def test_the_page_of_an_operation_offers_its_defaults(self, shop: Shop, api: Api) -> None:
        page = api.client.get("/api/orchestrator/start", headers={"Accept": "text/html"}).content.decode()
        assert "&quot;batch_size&quot;: 20000" in page
        assert "&quot;keep_passwords&quot;: true" in page

    def test_a_fault_is_told_in_the_standard_format(
        self, shop: Shop, api: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def broken() -> None:
            raise RuntimeError("canary")

        monkeypatch.setattr("api.views.system.system", broken)
        status, body = api.get("/api/system/info")
        assert (status, body["error"]["code"]) == (500, "INTERNAL_ERROR")
        assert "canary" not in str(body)
        assert "canary" in caplog.text
