"""Webhooks over the API (seed 000, “Webhooks”)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from pytest_django.fixtures import Settings

from migrator.models import Webhook
from tests.api.conftest import Api

SECRET = "canary-secret-of-the-webhook"


class _Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep silent."""


@pytest.fixture
def receiver(settings: Settings) -> Iterator[str]:
    """The URL of a server that takes messages."""
    settings.WEBHOOK_ALLOW_PRIVATE = True
    server = HTTPServer(("127.0.0.1", 0), _Receiver)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hook"
    server.shutdown()
    thread.join()
    server.server_close()


def register(api: Api, url: str) -> dict[str, object]:
    body = {"url": url, "events": ["migration.completed", "migration.failed"], "secret": SECRET}
    status, answer = api.post("/api/webhooks", body)
    assert status == 201, answer
    return dict(answer["webhook"])


def test_register_list_and_delete(api: Api, receiver: str) -> None:
    webhook = register(api, receiver)
    assert webhook["url"] == receiver
    assert webhook["events"] == ["migration.completed", "migration.failed"]
    assert webhook["is_active"] is True
    assert api.get("/api/webhooks")[1]["webhooks"] == [webhook]
    assert api.get(f"/api/webhooks/{webhook['id']}")[1]["webhook"] == webhook
    assert api.delete(f"/api/webhooks/{webhook['id']}") == (200, {"success": True, "message": "Webhook deleted"})
    assert not Webhook.objects.exists()


def test_the_secret_never_comes_out(api: Api, receiver: str) -> None:
    webhook = register(api, receiver)
    for path in ("/api/webhooks", f"/api/webhooks/{webhook['id']}", f"/api/webhooks/{webhook['id']}/deliveries"):
        assert SECRET not in api.client.get(path).content.decode()
    refused = api.client.post(
        "/api/webhooks", {"url": 5, "events": ["x"], "secret": SECRET}, content_type="application/json"
    )
    assert SECRET not in refused.content.decode()


def test_send_a_test_and_read_what_became_of_it(api: Api, receiver: str) -> None:
    webhook = register(api, receiver)
    status, body = api.post(f"/api/webhooks/{webhook['id']}/test")
    assert status == 200
    assert body["delivery"]["event"] == "webhook.test"
    assert (body["delivery"]["status"], body["delivery"]["response_status"]) == ("delivered", 204)
    _, deliveries = api.get(f"/api/webhooks/{webhook['id']}/deliveries")
    assert deliveries["deliveries"] == [body["delivery"]]
    assert deliveries["pagination"]["total_deliveries"] == 1


def test_disable_and_enable(api: Api, receiver: str) -> None:
    webhook = register(api, receiver)
    _, body = api.post(f"/api/webhooks/{webhook['id']}/disable")
    assert body["webhook"]["is_active"] is False
    assert api.post(f"/api/webhooks/{webhook['id']}/test")[0] == 400
    _, body = api.post(f"/api/webhooks/{webhook['id']}/enable")
    assert body["webhook"]["is_active"] is True


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"events": ["migration.failed"], "secret": "s"}, "url"),
        ({"url": "https://example.com", "events": ["nonsense"], "secret": "s"}, "events"),
        ({"url": "https://example.com", "events": [], "secret": "s"}, "events"),
        ({"url": "https://example.com", "events": ["migration.failed"]}, "secret"),
    ],
)
def test_wrong_values(api: Api, body: object, field: str) -> None:
    status, answer = api.post("/api/webhooks", body)
    assert (status, answer["error"]["code"]) == (400, "VALIDATION_ERROR")
    assert field in str(answer["error"]["context"])


@pytest.mark.parametrize("url", ["http://127.0.0.1/hook", "http://[::1]/hook", "http://169.254.169.254/", "ftp://x/y"])
def test_private_addresses_are_refused(api: Api, url: str) -> None:
    status, body = api.post("/api/webhooks", {"url": url, "events": ["migration.failed"], "secret": "s"})
    assert (status, body["error"]["code"]) == (400, "VALIDATION_ERROR")


def test_an_unknown_one(api: Api) -> None:
    for path in ("test", "enable", "disable"):
        assert api.post(f"/api/webhooks/4711/{path}")[1]["error"]["code"] == "NOT_FOUND"
    assert api.get("/api/webhooks/4711")[1]["error"]["code"] == "NOT_FOUND"
