"""The OpenAPI document: valid, complete, shown without the internet, and true."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api import limits
from migrator.models import Webhook
from opencart_proxy import conf
from tests.api.conftest import Api
from tests.shop import Shop

DOCUMENT: dict[str, Any] = SchemaGenerator().get_schema(public=True)
SEED = {
    ("post", "/login"),
    ("get", "/api/steps"),
    ("get", "/api/steps/{step_id}"),
    ("post", "/api/migrate/{step_id}"),
    ("get", "/api/migrate/{step_id}/progress"),
    ("post", "/api/migrate/{step_id}/stop"),
    ("post", "/api/migrate/{step_id}/reset"),
    ("post", "/api/validate/{step_id}"),
    ("get", "/api/validate/{step_id}/report"),
    ("post", "/api/orchestrator/start"),
    ("get", "/api/orchestrator/status/{orchestration_id}"),
    ("post", "/api/images/transfer"),
    ("post", "/api/images/verify"),
    ("get", "/api/extensions/analyze"),
    ("get", "/api/system/info"),
    ("get", "/api/health"),
    ("get", "/api/logs"),
    ("post", "/api/webhooks"),
}
EXAMPLES = 6
REAL = {"step_id": ["manufacturers", "default_data"], "webhook_id": [1], "row_id": [1]}
"""Path parameters that lead somewhere; made-up ones hardly ever do."""

application = cache(get_wsgi_application)
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
SCHEMA.app = lambda environ, start: application()(environ, start)
FUZZED = SCHEMA.exclude(path_regex=f"^/{conf.mount()}/")
"""The store API has tests of its own: what it answers is OpenCart's, and needs a store to answer from."""

OPERATIONS = {operation.ok().label: operation.ok() for operation in FUZZED.get_all_operations()}


def test_is_valid_and_without_a_warning(tmp_path: Any) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yaml"))


def test_holds_every_operation_of_the_reference() -> None:
    assert {(method, path) for path, methods in DOCUMENT["paths"].items() for method in methods} >= SEED


def test_holds_the_store_api() -> None:
    assert DOCUMENT["paths"]["/store-api/cart"]["post"]["security"] == [{"storeToken": []}, {"storeBearer": []}]
    assert not [label for label in OPERATIONS if "/store-api/" in label]
    assert "POST /api/migrate/{step_id}" in OPERATIONS


def test_every_operation_is_described_once() -> None:
    operations = [operation for methods in DOCUMENT["paths"].values() for operation in methods.values()]
    assert all(operation["summary"] and operation["description"] and operation["tags"] for operation in operations)
    names = [operation["operationId"] for operation in operations]
    assert sorted(set(names)) == sorted(names)


def test_secrets_go_in_and_not_out() -> None:
    shown = {
        name
        for title, schema in DOCUMENT["components"]["schemas"].items()
        for name in schema.get("properties", {})
        if title not in {"Login", "Register"}
    }
    assert not {name for name in shown if re.search("secret|password(?!s)", name)}


def test_the_pages_need_no_other_host(db: None) -> None:
    page = Client().get("/api/docs").content.decode()
    script = Client().get("/api/docs?script=").content.decode()
    assert "swagger-ui" in page
    assert not re.search(r"(?:src|href)=.(?:https?:)?//", page)
    assert "<script>" not in page
    assert "/api/schema" in script


@pytest.mark.parametrize("label", OPERATIONS)
def test_answers_whatever_is_sent(
    label: str, shop: Shop, api: Api, queued: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No failure of the server, and every answer as the document says."""
    monkeypatch.setattr(limits, "ACCOUNT_RATE", "1000000/m")
    monkeypatch.setattr(limits, "PUBLIC_RATE", "1000000/m")
    monkeypatch.setattr(limits, "LOGIN_RATES", dict.fromkeys(limits.LOGIN_RATES, "1000000/m"))
    Webhook.objects.create(pk=1, url="https://example.invalid/hook", events=["migration.failed"], is_active=False)
    session = api.client.cookies["sessionid"].value

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=OPERATIONS[label].as_strategy(), data=st.data())
    def answers(case: schemathesis.Case, data: st.DataObject) -> None:
        for name, values in REAL.items():
            if name in (case.path_parameters or {}) and data.draw(st.booleans()):
                case.path_parameters[name] = data.draw(st.sampled_from(values))
        case.call_and_validate(
            headers={"Cookie": f"sessionid={session}"},
            checks=[
                not_a_server_error,
                status_code_conformance,
                content_type_conformance,
                response_schema_conformance,
            ],
        )

    answers()
