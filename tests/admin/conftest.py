"""A shop on SQLite, an account of every group, and a browser's session for each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as project
from django.contrib.auth.models import Group, User
from django.test import Client
from pytest_django.fixtures import Settings

from tests.shop import Shop, shop_on


@pytest.fixture(autouse=True, scope="session")
def static_files() -> None:
    """The folder that WhiteNoise serves, and warns about where it is missing."""
    Path(project.STATIC_ROOT).mkdir(exist_ok=True)


@pytest.fixture
def shop(tmp_path: Path, settings: Settings, db: None) -> Shop:
    """A freshly built OpenCart 3.0.3.9 demo shop and an OpenCart 4.0.2.3, both on SQLite."""
    return shop_on("sqlite", "3.0.3.9", "4.0.2.3", tmp_path, None, settings)


@pytest.fixture
def account(db: None) -> Callable[[str], User]:
    """Make an account of the staff in a group."""

    def make(group: str) -> User:
        user = User.objects.create_user(group.lower(), password="correct horse", is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        return user

    return make


@pytest.fixture
def session(account: Callable[[str], User]) -> Callable[[str], Client]:
    """Log in somebody of a group."""

    def log_in(group: str) -> Client:
        client = Client()
        client.force_login(account(group))
        return client

    return log_in
