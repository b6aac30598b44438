"""A shop on SQLite, accounts, and a client that speaks JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.contrib.auth.models import Permission, User
from django.core.cache import caches
from django.test import Client
from pytest_django.fixtures import Settings

from api import runs
from migrator.execution import execute
from migrator.models import Run
from tests.shop import Shop, shop_on

PASSWORD = "correct horse"


@dataclass(frozen=True)
class Api:
    """The API as an account sees it; every call returns status and JSON."""

    client: Client

    def get(self, path: str, **query: Any) -> tuple[int, Any]:
        response = self.client.get(path, query)
        return response.status_code, response.json()

    def post(self, path: str, body: Any = None) -> tuple[int, Any]:
        response = self.client.post(path, body if body is not None else {}, content_type="application/json")
        return response.status_code, response.json()

    def delete(self, path: str) -> tuple[int, Any]:
        response = self.client.delete(path)
        return response.status_code, response.json()


@pytest.fixture(autouse=True, scope="session")
def static_files() -> None:
    """The folder that WhiteNoise serves, and warns about where it is missing."""
    Path(project.STATIC_ROOT).mkdir(exist_ok=True)


@pytest.fixture(autouse=True)
def fresh_cache(db: None) -> None:
    """No count or finding of an earlier test."""
    caches["shared"].clear()


@pytest.fixture
def shop(tmp_path: Path, settings: Settings, db: None) -> Shop:
    """A freshly built OpenCart 3.0.3.9 demo shop and an OpenCart 4.1.0.4, both on SQLite."""
    return shop_on("sqlite", "3.0.3.9", "4.1.0.4", tmp_path, None, settings)


@pytest.fixture
def admin(db: None) -> User:
    return User.objects.create_superuser("admin", password=PASSWORD)


@pytest.fixture
def api(admin: User) -> Api:
    """The API as the administrator sees it."""
    client = Client()
    client.force_login(admin)
    return Api(client)


@pytest.fixture
def staff(db: None) -> Callable[..., Api]:
    """Make a staff account with these permissions and return the API as it sees it."""

    def make(*permissions: str) -> Api:
        user = User.objects.create_user(f"staff{User.objects.count()}", password=PASSWORD, is_staff=True)
        for name in permissions:
            app, codename = name.split(".")
            user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
        client = Client()
        client.force_login(user)
        return Api(client)

    return make


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """Nothing is executed; the list tells which runs would have been, and whether resumed."""
    found: list[tuple[str, bool]] = []
    monkeypatch.setattr(runs, "enqueue", lambda run, *, resume=False: found.append((run.orchestration_id, resume)))
    return found


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What would run in the background runs before the answer."""

    def enqueue(run: Run, *, resume: bool = False) -> None:
        execute(run, resume=resume)

    monkeypatch.setattr(runs, "enqueue", enqueue)
