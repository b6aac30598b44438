"""Webhooks in the admin: made, tested, switched off; the secret never comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from pytest_django.fixtures import Settings

from migrator.models import Webhook, WebhookDelivery
from migrator.webhooks import new_secret, register

Session = Callable[[str], Client]


class Receiver(BaseHTTPRequestHandler):
    """Takes every message."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing on standard error."""


@pytest.fixture
def receiver(settings: Settings) -> Iterator[str]:
    """The address of a receiver on this machine."""
    settings.WEBHOOK_ALLOW_PRIVATE = True
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hook"
    server.shutdown()
    thread.join()
    server.server_close()


def form(url: str, secret: str) -> dict[str, object]:
    return {"url": url, "events": ["migration.completed", "migration.failed"], "secret": secret}


def test_an_administrator_makes_one_and_its_secret_is_never_shown(receiver: str, session: Session) -> None:
    client, secret = session("Administrators"), new_secret()
    answer = client.post("/admin/migrator/webhook/add/", form(receiver, secret), follow=True)
    webhook = Webhook.objects.get()
    assert (webhook.url, webhook.events) == (receiver, ["migration.completed", "migration.failed"])
    assert webhook.user is not None and webhook.user.username == "administrators"
    pages = [
        answer,
        client.get("/admin/migrator/webhook/"),
        client.get(f"/admin/migrator/webhook/{webhook.pk}/change/"),
    ]
    for page in pages:
        assert page.status_code == 200
        assert secret not in page.content.decode() and webhook.sealed_secret not in page.content.decode()


def test_a_private_address_is_refused_at_its_field(session: Session, settings: Settings) -> None:
    settings.WEBHOOK_ALLOW_PRIVATE = False
    answer = session("Administrators").post("/admin/migrator/webhook/add/", form("http://127.0.0.1/x", new_secret()))
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["url"]
    assert not Webhook.objects.exists()


def test_a_refused_form_does_not_give_the_secret_back(receiver: str, session: Session) -> None:
    wrong = form(receiver, "whsec_not-base64!") | {"events": ["migration.completed"]}
    answer = session("Administrators").post("/admin/migrator/webhook/add/", wrong)
    assert answer.context["adminform"].form.errors["secret"]
    assert "whsec_not-base64!" not in answer.content.decode()


def test_the_test_says_whether_it_arrived(receiver: str, session: Session) -> None:
    webhook = register(receiver, ["migration.completed"], new_secret())
    chosen = {"action": "test", "_selected_action": [webhook.pk]}
    client = session("Administrators")
    page = client.post("/admin/migrator/webhook/", chosen, follow=True).content.decode()
    assert "the test arrived (answer 204)" in page
    assert WebhookDelivery.objects.get().status == "delivered"
    assert LogEntry.objects.get().change_message == "Sent a test"
    listed = client.get("/admin/migrator/webhookdelivery/").content.decode()
    assert "webhook.test" in listed and "Delivered" in listed


def test_it_is_switched_off_and_on(receiver: str, session: Session) -> None:
    webhook = register(receiver, ["migration.completed"], new_secret())
    client = session("Administrators")
    for action, active in (("disable", False), ("enable", True)):
        client.post("/admin/migrator/webhook/", {"action": action, "_selected_action": [webhook.pk]})
        webhook.refresh_from_db()
        assert webhook.is_active is active


def test_an_operator_only_looks(receiver: str, session: Session) -> None:
    webhook = register(receiver, ["migration.completed"], new_secret())
    client = session("Operators")
    assert client.get("/admin/migrator/webhook/").status_code == 200
    assert client.get("/admin/migrator/webhook/add/").status_code == 403
    client.post("/admin/migrator/webhook/", {"action": "disable", "_selected_action": [webhook.pk]})
    assert Webhook.objects.get().is_active
