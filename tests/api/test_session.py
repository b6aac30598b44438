"""Signing in, who may do what, and requests from pages of other sites (seed 000, “Authentication”)."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver

from api.views.base import ApiViewSet
from tests.api.conftest import PASSWORD, Api
from tests.shop import Shop

JSON = "application/json"


def sign_in(client: Client, password: str = PASSWORD, username: str = "admin", **headers: str) -> Any:
    return client.post("/login", {"username": username, "password": password}, content_type=JSON, headers=headers)


class TestLogin:
    def test_answers_user_and_session(self, admin: User) -> None:
        response = sign_in(Client())
        body = response.json()
        assert response.status_code == 200
        assert body["success"] is True
        assert body["user"] == {"id": admin.pk, "username": "admin"}
        assert body["session_id"] == response.cookies["sessionid"].value

    def test_takes_a_form_too(self, admin: User) -> None:
        response = Client().post("/login", {"username": "admin", "password": PASSWORD})
        assert response.status_code == 200

    @pytest.mark.parametrize("cookie", ["sessionid", "PHPSESSID"])
    def test_the_session_is_accepted_under_both_names(self, shop: Shop, admin: User, cookie: str) -> None:
        session_id = sign_in(Client()).json()["session_id"]
        stranger = Client()
        stranger.cookies[cookie] = session_id
        assert stranger.get("/api/steps").status_code == 200

    def test_a_wrong_password(self, admin: User) -> None:
        response = sign_in(Client(), "wrong")
        assert response.status_code == 401
        assert response.json() == {
            "success": False,
            "error": {"code": "AUTH_FAILED", "message": "User name or password is wrong", "details": ""},
        }

    def test_an_unknown_name_is_answered_like_a_wrong_password(self, admin: User) -> None:
        known, unknown = sign_in(Client(), "wrong"), sign_in(Client(), "wrong", "nobody")
        assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())

    def test_a_missing_field(self, db: None) -> None:
        response = Client().post("/login", {"username": "admin"}, content_type=JSON)
        assert response.status_code == 400
        assert response.json()["error"]["context"] == {"password": ["This field is required."]}

    def test_an_account_that_is_not_staff(self, db: None) -> None:
        User.objects.create_user("customer", password=PASSWORD)
        response = sign_in(Client(), username="customer")
        assert (response.status_code, response.json()["error"]["code"]) == (403, "PERMISSION_DENIED")

    def test_an_account_that_is_switched_off(self, db: None) -> None:
        User.objects.create_superuser("former", password=PASSWORD, is_active=False)
        assert sign_in(Client(), username="former").status_code == 401

    def test_logging_out_ends_the_session(self, shop: Shop, admin: User) -> None:
        client = Client()
        sign_in(client)
        assert client.post("/logout").json() == {"success": True, "message": "Signed out"}
        assert client.get("/api/steps").status_code == 401

    def test_name_and_password_may_come_with_every_request(self, shop: Shop, admin: User) -> None:
        def header(password: str) -> dict[str, str]:
            return {"Authorization": "Basic " + base64.b64encode(f"admin:{password}".encode()).decode()}

        assert Client().get("/api/steps", headers=header(PASSWORD)).status_code == 200
        refused = Client().get("/api/steps", headers=header("wrong"))
        assert (refused.status_code, refused.json()["error"]["code"]) == (401, "AUTH_FAILED")


class TestPermissions:
    def test_without_a_session(self, db: None) -> None:
        response = Client().get("/api/steps")
        assert response.status_code == 401
        assert response.json()["error"]["code"] == "AUTH_FAILED"
        assert "WWW-Authenticate" in response

    def test_health_is_public(self, shop: Shop) -> None:
        assert Client().get("/api/health").status_code == 200

    def test_an_account_that_is_no_staff_any_more(self, admin: User, api: Api) -> None:
        User.objects.filter(pk=admin.pk).update(is_staff=False)
        status, body = api.get("/api/steps")
        assert (status, body["error"]["code"]) == (403, "PERMISSION_DENIED")

    @pytest.mark.parametrize(
        ("method", "path", "permission"),
        [
            ("get", "/api/steps", "migrator.view_run"),
            ("get", "/api/steps/products", "migrator.view_run"),
            ("get", "/api/migrate/products/progress", "migrator.view_run"),
            ("post", "/api/migrate/products", "migrator.run_migration"),
            ("post", "/api/migrate/products/stop", "migrator.stop_migration"),
            ("post", "/api/migrate/products/reset", "migrator.reset_migration"),
            ("post", "/api/validate/products", "migrator.validate_migration"),
            ("get", "/api/validate/products/report", "migrator.view_validationreport"),
            ("get", "/api/orchestrator", "migrator.view_run"),
            ("post", "/api/orchestrator/start", "migrator.run_migration"),
            ("post", "/api/orchestrator/sync", "migrator.run_migration"),
            ("get", "/api/orchestrator/status/orch_1", "migrator.view_run"),
            ("post", "/api/orchestrator/orch_1/stop", "migrator.stop_migration"),
            ("post", "/api/orchestrator/orch_1/resume", "migrator.run_migration"),
            ("post", "/api/images/transfer", "migrator.transfer_files"),
            ("post", "/api/images/verify", "migrator.transfer_files"),
            ("get", "/api/extensions/analyze", "migrator.view_run"),
            ("get", "/api/system/info", "migrator.view_run"),
            ("get", "/api/logs", "migrator.view_logentry"),
            ("get", "/api/rejected", "migrator.view_rejectedrow"),
            ("get", "/api/rejected/export", "migrator.view_rejectedrow"),
            ("post", "/api/rejected/retry", "migrator.retry_rejectedrow"),
            ("get", "/api/webhooks", "migrator.view_webhook"),
            ("post", "/api/webhooks", "migrator.add_webhook"),
            ("delete", "/api/webhooks/1", "migrator.delete_webhook"),
            ("post", "/api/webhooks/1/test", "migrator.change_webhook"),
        ],
    )
    def test_each_operation_has_its_own(
        self, staff: Callable[..., Api], method: str, path: str, permission: str
    ) -> None:
        status, body = getattr(staff(), method)(path)
        assert (status, body["error"]["code"]) == (403, "PERMISSION_DENIED")
        assert permission in body["error"]["message"]

    def test_the_permission_alone_is_enough(self, shop: Shop, staff: Callable[..., Api], queued: list[object]) -> None:
        api = staff("migrator.run_migration")
        assert api.post("/api/migrate/default_data")[0] == 200
        assert api.get("/api/steps")[0] == 403

    def test_every_operation_names_one(self) -> None:
        missing = [
            (view.cls.__name__, action)
            for view in _views(get_resolver("api.urls").url_patterns)
            if issubclass(getattr(view, "cls", object), ApiViewSet) and view.cls.permission_classes
            for action in view.actions.values()
            if action not in view.cls.permissions
        ]
        assert missing == []


def _views(patterns: Any) -> Any:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _views(pattern.url_patterns)
        else:
            yield pattern.callback


class TestOtherSites:
    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
        ],
    )
    def test_their_pages_can_change_nothing(self, api: Api, headers: dict[str, str]) -> None:
        response = api.client.post("/api/migrate/default_data", {}, content_type=JSON, headers=headers)
        assert response.status_code == 403
        assert response.json()["error"]["code"] == "PERMISSION_DENIED"

    def test_their_pages_cannot_sign_in(self, admin: User) -> None:
        assert sign_in(Client(), **{"Origin": "https://evil.example"}).status_code == 403

    def test_their_pages_can_read_nothing(self, api: Api) -> None:
        headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
        assert api.client.get("/api/steps", headers=headers).status_code == 403

    def test_their_links_can_be_followed(self, shop: Shop, api: Api) -> None:
        headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
        assert api.client.get("/api/steps", headers=headers).status_code == 200

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"},
            {"Sec-Fetch-Site": "none"},
            {"Origin": "http://testserver"},
            {"Origin": "https://testserver"},
        ],
    )
    def test_own_pages_and_other_clients_need_no_token(self, shop: Shop, admin: User, headers: dict[str, str]) -> None:
        client = Client(enforce_csrf_checks=True)
        sign_in(client)
        response = client.post("/api/migrate/default_data/stop", {}, content_type=JSON, headers=headers)
        assert response.json()["error"]["code"] == "CONFLICT"

    def test_a_site_that_is_trusted(self, shop: Shop, api: Api, settings: Any) -> None:
        settings.CSRF_TRUSTED_ORIGINS = ["https://office.example"]
        headers = {"Origin": "https://office.example", "Sec-Fetch-Site": "cross-site"}
        assert api.client.get("/api/steps", headers=headers).status_code == 200
