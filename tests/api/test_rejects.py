"""Rows that the target refused: list, retry, CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from migrator.engine.lease import acquire
from migrator.models import RejectedRow, Run, StepState
from migrator.stores import Store
from tests.api.conftest import Api
from tests.mariadb import Server
from tests.shop import Shop, shop_on

REFUSE = (
    "CREATE TRIGGER refuse BEFORE INSERT ON oc_manufacturer WHEN NEW.manufacturer_id IN (8, 9)"
    " BEGIN SELECT RAISE(ABORT, 'the storage is full'); END"
)


@pytest.fixture
def refused(shop: Shop) -> Iterator[Shop]:
    """A migration in which the target refused manufacturers 8 and 9."""
    shop.target.run(REFUSE)
    shop.migrate(["default_data", "manufacturers"])
    yield shop


def rows(api: Api, **query: object) -> list[dict[str, object]]:
    status, body = api.get("/api/rejected", **query)
    assert status == 200, body
    return list(body["rows"])


def test_are_listed_with_their_reason(refused: Shop, api: Api) -> None:
    found = rows(api, step="manufacturers")
    assert [(row["table"], row["key"], row["attempts"]) for row in found] == [
        ("manufacturer", "8", 1),
        ("manufacturer", "9", 1),
    ]
    assert "the storage is full" in str(found[0]["error"])
    assert rows(api, step="products") == []
    assert rows(api, table="manufacturer", limit=1, page=2)[0]["key"] == "9"
    assert rows(api, resolved=True) == []


def test_a_retry_that_is_refused_again_counts(refused: Shop, api: Api) -> None:
    refused.target.run("DROP TRIGGER refuse", REFUSE.replace("storage", "disk"))
    status, body = api.post("/api/rejected/retry", {})
    assert status == 200
    assert (body["resolved"], body["still_rejected"]) == (0, 2)
    assert {(row["key"], row["attempts"]) for row in rows(api)} == {("8", 2), ("9", 2)}
    assert "the disk is full" in str(rows(api)[0]["error"])


def test_one_row_is_retried_alone(refused: Shop, api: Api) -> None:
    refused.target.run("DROP TRIGGER refuse")
    name = refused.source.value("SELECT name FROM oc_manufacturer WHERE manufacturer_id = 8")
    status, body = api.post(f"/api/rejected/{rows(api)[0]['id']}/retry")
    assert status == 200
    assert (body["resolved"], body["still_rejected"]) == (1, 0)
    assert refused.target.value("SELECT name FROM oc_manufacturer WHERE manufacturer_id = 8") == name
    assert [row["key"] for row in rows(api)] == ["9"]
    assert [row["key"] for row in rows(api, resolved=True)] == ["8"]
    assert StepState.objects.get(step_id="manufacturers").status == "failed"


def test_the_last_retry_completes_the_step(refused: Shop, api: Api) -> None:
    refused.target.run("DROP TRIGGER refuse")
    api.post("/api/rejected/retry", {"step": "manufacturers"})
    state = StepState.objects.get(step_id="manufacturers")
    assert (state.status, state.verified) == ("completed", True)
    assert state.target_count == state.source_count
    progress = api.get("/api/migrate/manufacturers/progress")[1]
    assert progress["status"] == "completed"
    assert progress["statistics"]["error_count"] == 0
    assert api.get("/api/validate/manufacturers/report")[1]["report"]["overall_status"] == "passed"


def test_a_retried_row_can_be_synced_later(refused: Shop, api: Api, at_once: None) -> None:
    refused.target.run("DROP TRIGGER refuse")
    api.post("/api/rejected/retry", {})
    refused.source.run("UPDATE oc_manufacturer SET name = 'Later' WHERE manufacturer_id = 8")
    api.post("/api/orchestrator/sync", {"steps": ["manufacturers"]})
    assert refused.target.value("SELECT name FROM oc_manufacturer WHERE manufacturer_id = 8") == "Later"


def test_a_resolved_row_is_not_retried(refused: Shop, api: Api) -> None:
    refused.target.run("DROP TRIGGER refuse")
    number = rows(api)[0]["id"]
    api.post(f"/api/rejected/{number}/retry")
    status, body = api.post(f"/api/rejected/{number}/retry")
    assert (status, body["error"]["code"]) == (409, "CONFLICT")


def test_an_unknown_row(shop: Shop, api: Api) -> None:
    status, body = api.post("/api/rejected/4711/retry")
    assert (status, body["error"]["code"]) == (404, "NOT_FOUND")


def test_rows_of_a_dry_run_are_not_written(shop: Shop, api: Api, at_once: None) -> None:
    """The table was never taken over, so nothing of it may be replaced."""
    shop.migrate(["default_data"])
    run = api.post("/api/orchestrator/start", {"steps": ["manufacturers"], "options": {"dry_run": True}})
    name = run[1]["orchestration_id"]
    found = Run.objects.get(orchestration_id=name)
    row = RejectedRow.objects.create(
        run=found, pair=found.pair, step_id="manufacturers", table="manufacturer", key="8", after=7, upto=8, error="x"
    )
    status, body = api.post(f"/api/rejected/{row.pk}/retry")
    assert (status, body["error"]["code"]) == (400, "VALIDATION_ERROR")


def test_nothing_is_retried_while_another_run_writes(refused: Shop, api: Api) -> None:
    store = Store.open(refused.target.url, "target")
    lease = acquire(store, "orch_other", "products", "elsewhere:1:1")
    try:
        status, body = api.post("/api/rejected/retry", {})
        assert (status, body["error"]["code"]) == (409, "CONFLICT")
    finally:
        lease.release()
        store.dispose()


def test_on_mariadb(mariadb_server: Server, tmp_path: Path, settings: Settings, api: Api) -> None:
    shop = shop_on("mariadb", "3.0.3.9", "4.0.2.3", tmp_path, mariadb_server, settings)
    shop.source.run("UPDATE oc_manufacturer SET name = 'Unwanted' WHERE manufacturer_id = 8")
    shop.target.run("ALTER TABLE oc_manufacturer ADD CONSTRAINT refuse CHECK (name <> 'Unwanted')")
    shop.migrate(["default_data", "manufacturers"])
    assert [row["key"] for row in rows(api)] == ["8"]
    assert api.post("/api/rejected/retry", {})[1]["still_rejected"] == 1
    shop.target.run("ALTER TABLE oc_manufacturer DROP CONSTRAINT refuse")
    assert api.post("/api/rejected/retry", {})[1]["resolved"] == 1
    assert shop.target.value("SELECT name FROM oc_manufacturer WHERE manufacturer_id = 8") == "Unwanted"
    assert StepState.objects.get(step_id="manufacturers").status == "completed"


def test_as_csv(refused: Shop, api: Api) -> None:
    RejectedRow.objects.filter(key="9").update(error="=HYPERLINK(1)", key="-9")
    response = api.client.get("/api/rejected/export")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    header, first, second = csv.reader(io.StringIO(response.content.decode()))
    assert header == [
        "id", "run", "step", "table", "key", "error", "attempts", "refused_at", "resolved_at", "data",
    ]  # fmt: skip
    assert first[2:5] == ["manufacturers", "manufacturer", "8"]
    assert second[4:6] == ["-9", "'=HYPERLINK(1)"]
