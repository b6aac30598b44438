"""The reference line by line (seed 000), against gunicorn and a worker on real stores, with nothing but HTTP."""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from migrator.demo import build_files
from tests.api.server import PASSWORD, USERNAME, serving
from tests.mariadb import Server
from tests.stores import mariadb_store, sqlite_store

MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
POLL_SECONDS = 0.3
STATUS = {"in_progress", "pending", "queued", "completed", "failed", "stopped"}


class Http:
    """A client that knows HTTP and JSON, and sends the session as the reference shows it."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.headers: dict[str, str] = {}
        self.session = ""

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        headers = {"Content-Type": "application/json"}
        if self.session:
            headers["Cookie"] = f"PHPSESSID={self.session}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base_url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request) as response:
                self.headers = dict(response.headers)
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                self.headers = dict(error.headers)
                return error.code, json.load(error)

    def get(self, path: str) -> Any:
        status, body = self.call("GET", path)
        assert (status, body["success"]) == (200, True), body
        return body

    def post(self, path: str, body: Any = None) -> Any:
        status, answer = self.call("POST", path, body if body is not None else {})
        assert (status in (200, 201), answer["success"]) == (True, True), answer
        return answer

    def refused(self, method: str, path: str, body: Any = None) -> tuple[int, str]:
        status, answer = self.call(method, path, body)
        assert answer["success"] is False
        assert {"code", "message", "details"} <= set(answer["error"])
        assert all(isinstance(answer["error"][name], str) for name in ("code", "message", "details"))
        return status, answer["error"]["code"]


def of_types(body: dict[str, Any], **types: Any) -> None:
    """Make sure that these keys are there, each of its type."""
    for name, kind in types.items():
        assert isinstance(body[name], kind), (name, body[name])
        assert kind is not int or not isinstance(body[name], bool), (name, body[name])


@pytest.fixture(params=["sqlite", "mariadb"])
def http(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Http]:
    if request.param == "sqlite":
        source, target = sqlite_store(tmp_path, "3.0.3.9"), sqlite_store(tmp_path, "4.1.0.4")
    else:
        server: Server = request.getfixturevalue("mariadb_server")
        source = mariadb_store(server, "3.0.3.9", "api_source")
        target = mariadb_store(server, "4.0.2.3", "api_target")
    build_files(tmp_path / "oc3")
    (tmp_path / "oc4" / "image").mkdir(parents=True)
    with serving(
        tmp_path,
        SOURCE_DATABASE_URL=source,
        TARGET_DATABASE_URL=target,
        SOURCE_IMAGE_URL=f"file://{tmp_path}/oc3/image",
        TARGET_IMAGE_URL=f"file://{tmp_path}/oc4/image",
    ) as base_url:
        yield Http(base_url)


def test_the_reference_from_the_first_line_to_the_last(http: Http) -> None:
    check_authentication(http)
    check_steps_before(http)
    check_one_migration(http)
    check_errors(http)
    check_orchestration(http)
    check_validation(http)
    check_images(http)
    check_analysis(http)
    check_system(http)
    check_logs(http)
    check_webhooks(http)
    check_reset(http)


def check_authentication(http: Http) -> None:
    assert http.refused("GET", "/api/steps") == (401, "AUTH_FAILED")
    assert http.refused("POST", "/login", {"username": USERNAME, "password": "wrong"}) == (401, "AUTH_FAILED")
    body = http.post("/login", {"username": USERNAME, "password": PASSWORD})
    of_types(body, session_id=str, user=dict)
    of_types(body["user"], id=int, username=str)
    http.session = body["session_id"]


def check_steps_before(http: Http) -> None:
    steps = http.get("/api/steps")["steps"]
    assert len(steps) == 11
    for step in steps:
        of_types(step, step_id=str, name=str, category=str, status=str, source_count=int, target_count=int)
        assert (step["status"], step["target_count"], step["last_run"]) == ("pending", 0, None)
    step = http.get("/api/steps/products")["step"]
    of_types(step, step_id=str, name=str, description=str, category=str, status=str, depends_on=list)
    of_types(step["progress"], total=int, processed=int, success=int, failed=int, percentage=int)
    of_types(step["statistics"], source_count=int, target_count=int, validation_passed=bool)


def check_one_migration(http: Http) -> None:
    body = http.post(
        "/api/migrate/default_data",
        {"batch_size": 1000, "skip_validation": False, "options": {"include_images": False}},
    )
    assert body["message"] == "Migration started successfully"
    assert re.fullmatch(r"migration_default_data_\d{8}_\d{6}(_\d+)?", body["job_id"])
    assert body["status"] == "running"
    ended = wait(http, "/api/migrate/default_data/progress")
    assert ended["status"] == "completed", ended
    of_types(
        ended["progress"],
        current=int,
        total=int,
        percentage=int,
        records_per_second=int,
        estimated_time_remaining=str,
        estimated_seconds_remaining=int,
    )
    assert ended["progress"]["percentage"] == 100
    of_types(ended["statistics"], success_count=int, error_count=int, skipped_count=int)
    assert ended["statistics"]["success_count"] == ended["progress"]["total"] > 0


def check_errors(http: Http) -> None:
    assert http.refused("POST", "/api/migrate/nonsense", {}) == (404, "INVALID_STEP")
    assert http.refused("GET", "/api/steps/nonsense") == (404, "INVALID_STEP")
    assert http.refused("POST", "/api/migrate/products", {}) == (400, "VALIDATION_ERROR")
    assert http.refused("POST", "/api/migrate/categories", {"batch_size": -5}) == (400, "VALIDATION_ERROR")
    assert http.refused("POST", "/api/migrate/default_data/stop") == (409, "CONFLICT")


def check_orchestration(http: Http) -> None:
    body = http.post("/api/orchestrator/start", {"batch_size": 1000, "stop_on_error": True})
    assert re.fullmatch(r"orch_\d{8}_\d{6}(_\d+)?", body["orchestration_id"])
    assert body["status"] == "running"
    assert body["total_steps"] == 11
    of_types(body, current_step=str)
    assert http.refused("POST", "/api/orchestrator/start", {}) == (409, "CONFLICT")
    path = f"/api/orchestrator/status/{body['orchestration_id']}"
    found = wait(http, path, "orchestration")["orchestration"]
    assert found["status"] == "completed", found
    assert found["id"] == body["orchestration_id"]
    assert MOMENT.fullmatch(found["started_at"])
    assert len(found["completed_steps"]) == 11
    assert found["remaining_steps"] == []
    assert found["progress"] == {"current": 11, "total": 11, "percentage": 100}
    for step in http.get("/api/steps")["steps"]:
        assert step["status"] == "completed"
        assert step["source_count"] == step["target_count"]
        assert MOMENT.fullmatch(step["last_run"])


def check_validation(http: Http) -> None:
    validation = http.post("/api/validate/products")["validation"]
    of_types(validation, passed=bool, errors=list, warnings=list)
    assert validation["passed"] is True, validation["errors"]
    report = http.get("/api/validate/products/report")["report"]
    assert report["step_id"] == "products"
    assert MOMENT.fullmatch(report["validation_date"])
    assert report["overall_status"] == "passed"
    assert {"Record Count", "Data Integrity"} <= {check["name"] for check in report["checks"]}


def check_images(http: Http) -> None:
    transfer = http.post("/api/images/transfer", {"type": "products", "force": False, "validate": True})["transfer"]
    of_types(transfer, total_files=int, transferred=int, skipped=int, failed=int, total_size=str)
    assert transfer["transferred"] == transfer["total_files"] > 0
    verification = http.post("/api/images/verify", {"type": "products"})["verification"]
    of_types(verification, total=int, valid=int, missing=int, corrupted=int, issues=list)


def check_analysis(http: Http) -> None:
    analysis = http.get("/api/extensions/analyze")["analysis"]
    of_types(analysis, total_extensions=int, compatible=int, missing=int, categories=dict, extensions=list)
    for category in analysis["categories"].values():
        of_types(category, total=int, compatible=int, missing=int)
    for extension in analysis["extensions"]:
        of_types(extension, code=str, type=str, oc3_installed=bool, oc4_available=bool, compatibility=str)


def check_system(http: Http) -> None:
    system = http.get("/api/system/info")["system"]
    of_types(system, version=str, php_version=str, mysql_version=str, memory_limit=str, max_execution_time=int)
    for database in system["databases"].values():
        of_types(database, connected=bool, database=str, tables=int)
        assert database["connected"] is True
    health = http.get("/api/health")
    assert health["status"] == "healthy"
    assert set(health["checks"].values()) == {"ok"}
    assert {"database_source", "database_target", "filesystem", "memory"} <= set(health["checks"])
    for name in ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"):
        assert http.headers[name].isdigit()


def check_logs(http: Http) -> None:
    body = http.get("/api/logs?level=info&limit=2")
    assert len(body["logs"]) == 2
    for line in body["logs"]:
        assert MOMENT.fullmatch(line["timestamp"])
        assert line["level"] == "INFO"
        of_types(line, message=str, context=dict)
    of_types(body["pagination"], current_page=int, total_pages=int, total_logs=int)
    assert body["pagination"]["total_pages"] > 1


def check_webhooks(http: Http) -> None:
    webhook = {
        "url": "https://your-server.example/webhook",
        "events": ["migration.completed", "migration.failed"],
        "secret": "your_webhook_secret",
    }
    http.post("/api/webhooks", webhook)
    status, listed = http.call("GET", "/api/webhooks")
    assert (status, listed["webhooks"][0]["url"]) == (200, webhook["url"])
    assert webhook["secret"] not in json.dumps(listed)


def check_reset(http: Http) -> None:
    body = http.post("/api/migrate/manufacturers/reset")
    assert body["message"] == "Migration step reset successfully"
    assert (body["step_id"], body["new_status"]) == ("manufacturers", "pending")
    assert http.get("/api/steps/manufacturers")["step"]["status"] == "pending"


def wait(http: Http, path: str, part: str = "") -> Any:
    """Ask until the migration has ended, as a client would."""
    while True:
        body = http.get(path)
        if (body[part] if part else body)["status"] not in {"pending", "running", "stopping"}:
            return body
        time.sleep(POLL_SECONDS)
