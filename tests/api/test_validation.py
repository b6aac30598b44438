"""Validation and its report (seed 000, “Validation API”)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.conftest import Api
from tests.shop import Shop


@pytest.fixture
def migrated(shop: Shop) -> Iterator[Shop]:
    shop.migrate(["default_data", "manufacturers"])
    yield shop


def validate(api: Api) -> dict[str, object]:
    status, body = api.post("/api/validate/manufacturers")
    assert status == 200, body
    assert body["success"] is True
    return dict(body["validation"])


def test_everything_arrived(migrated: Shop, api: Api) -> None:
    found = validate(api)
    assert found["passed"] is True
    assert found["errors"] == []
    assert found["source_count"] == found["target_count"]


def test_a_missing_row(migrated: Shop, api: Api) -> None:
    migrated.target.run("DELETE FROM oc_manufacturer WHERE manufacturer_id = 8")
    rows = migrated.source.value("SELECT COUNT(*) FROM oc_manufacturer")
    found = validate(api)
    assert found["passed"] is False
    assert found["errors"] == [
        {
            "type": "count_mismatch",
            "message": f"Source count ({rows}) != Target count ({rows - 1}) in manufacturer",
            "severity": "high",
            "table": "manufacturer",
        },
        {
            "type": "missing_row",
            "message": "manufacturer 8 is missing in OpenCart 4",
            "severity": "high",
            "table": "manufacturer",
            "key": "8",
        },
    ]


def test_a_changed_cell(migrated: Shop, api: Api) -> None:
    name = migrated.source.value("SELECT name FROM oc_manufacturer WHERE manufacturer_id = 8")
    migrated.target.run("UPDATE oc_manufacturer SET name = 'Other' WHERE manufacturer_id = 8")
    assert validate(api)["errors"] == [
        {
            "type": "cell_difference",
            "message": "manufacturer 8 differs in name",
            "severity": "high",
            "table": "manufacturer",
            "key": "8",
            "column": "name",
            "expected": name,
            "found": "Other",
        }
    ]


def test_the_report_tells_the_last_validation(migrated: Shop, api: Api) -> None:
    status, body = api.get("/api/validate/manufacturers/report")
    report = body["report"]
    assert status == 200
    assert report["step_id"] == "manufacturers"
    assert report["overall_status"] == "passed"
    assert len(report["validation_date"]) == len("2025-10-09 11:00:00")
    [record_count] = report["checks"]
    assert record_count["name"] == "Record Count"
    assert record_count["source_count"] == record_count["target_count"] > 0
    migrated.target.run("DELETE FROM oc_manufacturer WHERE manufacturer_id = 8")
    validate(api)
    report = api.get("/api/validate/manufacturers/report")[1]["report"]
    assert report["overall_status"] == "failed"
    assert {table["name"]: table["status"] for table in report["tables"]} == {
        "manufacturer": "failed",
        "manufacturer_to_store": "passed",
    }


def test_the_rules_are_checked_when_every_step_is_done(shop: Shop, api: Api) -> None:
    shop.migrate()
    validate(api)
    checks = api.get("/api/validate/manufacturers/report")[1]["report"]["checks"]
    assert {"name": "Data Integrity", "status": "passed", "details": "All foreign keys and rules valid"} in checks


def test_a_broken_rule_is_an_error(shop: Shop, api: Api) -> None:
    shop.migrate()
    shop.target.run("UPDATE oc_product SET manufacturer_id = 4711 WHERE product_id = 42")
    errors = api.post("/api/validate/products")[1]["validation"]["errors"]
    assert "cell_difference" in {error["type"] for error in errors}
    [broken] = [error for error in errors if error["type"] == "broken_rule"]
    assert broken["table"] == "product"
    assert "42" in broken["key"]


def test_without_a_validation_there_is_no_report(shop: Shop, api: Api) -> None:
    status, body = api.get("/api/validate/manufacturers/report")
    assert (status, body["error"]["code"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize("path", ["/api/validate/nonsense", "/api/validate/nonsense/report"])
def test_an_unknown_step(api: Api, path: str) -> None:
    status, body = api.get(path) if path.endswith("report") else api.post(path)
    assert (status, body["error"]["code"]) == (404, "INVALID_STEP")
