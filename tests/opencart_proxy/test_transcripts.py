"""Conversations recorded from real stores, replayed when they lie beside the checkout."""

from __future__ import annotations

import gzip
import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from pytest_django import Settings

from opencart_proxy import database
from tests.mariadb import Server

SHARED = Path(__file__).resolve().parents[3] / "shared"
HOST = "shop.example"
RECORDED = [
    ("oc3039", "oc4023", "s03_order_end_to_end"),
    ("oc4023", "oc4023", "s03_order_end_to_end"),
    ("oc4104", "oc4104", "s03_order_end_to_end"),
]

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="no recorded transcripts beside the checkout")


class InProcess:
    """What the replay tool calls a server, answered by this process."""

    def __init__(self, replay: ModuleType) -> None:
        self.replay = replay
        self.client = Client()

    def send(self, request: dict[str, Any]) -> Any:
        query, form = dict(request.get("query") or {}), request.get("form")
        if request.get("sign"):
            query = self.replay.signed_query(query, form, request["sign"], HOST, "/")
        path = f"{request.get('path', '/index.php')}?{urlencode(self.replay.flatten(query))}"
        headers = {"host": HOST, "user-agent": self.replay.USER_AGENT, **(request.get("headers") or {})}
        body = b"" if form is None else self.replay.encode(self.replay.flatten(form)).encode()
        kind = "application/x-www-form-urlencoded"
        response = self.client.generic(request.get("method") or "POST", path, body, content_type=kind, headers=headers)
        self.client.cookies.clear()
        return self.replay.Response(response.status_code, dict(response.headers), response.content.decode())


@pytest.fixture(scope="module")
def replay() -> ModuleType:
    spec = importlib.util.spec_from_file_location("replay", SHARED / "tools" / "replay.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def forget() -> Iterator[None]:
    yield
    database.forget_stores()


@pytest.mark.usefixtures("forget")
@pytest.mark.parametrize(("folder", "start", "name"), RECORDED)
def test_a_recorded_conversation_has_the_same_answers_and_rows(
    mariadb_server: Server, replay: ModuleType, settings: Settings, folder: str, start: str, name: str
) -> None:
    settings.TARGET_DATABASE_URL = mariadb_server.create("store_api_replay")
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    settings.MIDDLEWARE = ["opencart_proxy.views.StoreApiMiddleware"]
    dump = gzip.decompress((SHARED / "transcripts" / f"{start}.start.sql.gz").read_bytes()).decode()
    mariadb_server.load("store_api_replay", f"SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';\n{dump}")
    scenario = json.loads((SHARED / "transcripts" / folder / f"{name}.json").read_text())
    client = (
        f"mariadb --batch --default-character-set=utf8mb4 --host=127.0.0.1 --port={mariadb_server.port} --user=root"
    )
    options = SimpleNamespace(
        reset=None,
        sql_cmd=f"{client} store_api_replay",
        no_db=False,
        schema="oc4",
        released=False,
        loose_types=False,
        verbose=True,
    )
    result = replay.run_scenario(scenario, InProcess(replay), options)
    assert result.steps > 0
    assert result.messages == []
