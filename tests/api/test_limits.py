"""Rate limits, and what counts for them (seed 000, “Rate Limiting”)."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import Settings

from api import limits
from tests.api.conftest import PASSWORD, Api

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time stands still, so that no window ends in the middle of a test."""
    monkeypatch.setattr(time, "time", lambda: 1_700_000_000.5)


def log_in(password: str, username: str = "admin", address: str = "192.0.2.1") -> Any:
    return Client(REMOTE_ADDR=address).post(
        "/login", {"username": username, "password": password}, content_type="application/json"
    )


def health(address: str, forwarded: str = "") -> Any:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return Client(REMOTE_ADDR=address).get("/api/nothing", headers=headers)


def test_every_answer_tells_the_limit_of_accounts(api: Api) -> None:
    first, second = api.client.get("/api/nothing"), api.client.get("/api/steps/nonsense")
    assert first["X-RateLimit-Limit"] == "300"
    assert first["X-RateLimit-Remaining"] == "299"
    assert second["X-RateLimit-Remaining"] == "298"
    assert 0 < int(second["X-RateLimit-Reset"]) - 1_700_000_000 <= 60


def test_without_a_session_the_limit_is_that_of_the_address() -> None:
    answers = [health("192.0.2.1") for _ in range(61)]
    assert [answer.status_code for answer in answers] == [404] * 60 + [429]
    refused = answers[-1]
    assert refused.json()["error"]["code"] == "RATE_LIMIT_EXCEEDED"
    assert refused["X-RateLimit-Limit"] == "60"
    assert refused["X-RateLimit-Remaining"] == "0"
    assert 0 < int(refused["Retry-After"]) <= 60
    assert health("192.0.2.2").status_code == 404


def test_requests_that_are_not_authenticated_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PUBLIC_RATE", "1/m")
    assert [Client().get("/api/steps").status_code for _ in range(2)] == [401, 429]


def test_a_refused_cross_site_request_has_the_headers_too() -> None:
    response = Client().get("/api/steps", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert response["X-RateLimit-Remaining"] == "59"


def test_accounts_are_counted_apart(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ACCOUNT_RATE", "1/m")
    other = Client()
    other.force_login(User.objects.create_superuser("other"))
    assert api.client.get("/api/steps/nonsense").status_code == 404
    assert api.client.get("/api/steps/nonsense").status_code == 429
    assert other.get("/api/steps/nonsense").status_code == 404


def test_the_tenth_wrong_password_locks_the_account_from_every_address(admin: User) -> None:
    answers = [log_in("wrong", address=f"192.0.2.{number}").status_code for number in range(10)]
    assert answers == [401] * 10
    locked = log_in(PASSWORD, address="192.0.2.99")
    assert locked.status_code == 429
    assert locked.json()["error"]["code"] == "RATE_LIMIT_EXCEEDED"
    assert 0 < int(locked["Retry-After"]) <= 300


def test_wrong_passwords_for_many_accounts_lock_the_address(admin: User) -> None:
    for number in range(30):
        assert log_in("wrong", f"user{number}").status_code == 401
    assert log_in(PASSWORD).status_code == 429
    assert log_in(PASSWORD, address="192.0.2.2").status_code == 200


def test_successful_logins_do_not_count(admin: User) -> None:
    assert {log_in(PASSWORD).status_code for _ in range(20)} == {200}


@pytest.mark.parametrize(
    ("trusted", "forwarded", "address"),
    [
        ([], "198.51.100.7", "192.0.2.1"),
        (["192.0.2.1"], "198.51.100.7", "198.51.100.7"),
        (["192.0.2.0/24"], "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (["192.0.2.0/24"], "198.51.100.7, 192.0.2.8", "198.51.100.7"),
        (["192.0.2.1"], "nonsense", "192.0.2.1"),
    ],
)
def test_forwarded_addresses_count_only_from_trusted_proxies(
    settings: Settings, trusted: list[str], forwarded: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = trusted
    health("192.0.2.1", forwarded)
    settings.TRUSTED_PROXIES = []
    assert health(address)["X-RateLimit-Remaining"] == "58"
