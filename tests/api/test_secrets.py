"""Secrets never reach an answer of the API (design.md, “Settings”)."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from tests.api.conftest import Api
from tests.shop import Shop

CANARIES = ("canary-database-password", "canary-api-key", "canary0hash0of0a0customer", "canary-smtp-password")
READ = (
    "steps",
    "steps/customers",
    "migrate/customers/progress",
    "validate/customers/report",
    "validate/default_data/report",
    "orchestrator",
    "rejected",
    "rejected/export",
    "extensions/analyze",
    "preflight",
    "mapping",
    "system/info",
    "health",
    "logs?limit=1000",
    "webhooks",
    "schema",
)


@pytest.fixture
def planted(shop: Shop) -> Shop:
    """A shop with secrets, of which the target refuses a customer and holds another setting."""
    shop.source.run(
        "UPDATE oc_customer SET password = 'canary0hash0of0a0customer'",
        "UPDATE oc_api SET key = 'canary-api-key'",
        "UPDATE oc_setting SET value = 'canary-smtp-password' WHERE key = 'config_mail_smtp_password'",
    )
    for column, table in (("password", "customer"), ("key", "api"), ("value", "setting")):
        assert shop.source.value(f"SELECT COUNT(*) FROM oc_{table} WHERE {column} LIKE 'canary%'") > 0
    shop.target.run(
        "CREATE TRIGGER refuse BEFORE INSERT ON oc_customer WHEN NEW.customer_id = 1"
        " BEGIN SELECT RAISE(ABORT, 'refused'); END"
    )
    shop.migrate()
    shop.target.run("UPDATE oc_customer SET password = 'other'")
    return shop


def test_no_answer_holds_one(planted: Shop, api: Api, settings: Settings) -> None:
    status, body = api.post("/api/validate/customers")
    assert status == 200
    assert body["validation"]["passed"] is False
    settings.TARGET_DATABASE_URL = "mysql://user:canary-database-password@127.0.0.1:1/opencart4"
    broken = [api.client.get(f"/api/{path}").content.decode() for path in READ]
    settings.TARGET_DATABASE_URL = planted.target.url
    whole = [str(body), *(api.client.get(f"/api/{path}").content.decode() for path in READ)]
    for canary in CANARIES:
        assert not [text for text in (*broken, *whole) if canary in text], canary
