"""How many requests and logins are allowed (seed 000, “Rate Limiting”), counted by django-ratelimit."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django_ratelimit.core import get_usage

from api.addresses import client_address

__all__ = ["ACCOUNT_RATE", "LOGIN_RATES", "PUBLIC_RATE", "Usage", "count_failed_login", "count_request", "login_usage"]

PUBLIC_RATE = "60/m"
ACCOUNT_RATE = "300/m"
LOGIN_RATES = {"account": "10/5m", "address": "30/5m"}
"""Failed logins; successful ones do not count."""


@dataclass(frozen=True, slots=True)
class Usage:
    """How much of a limit is used; ``reset_seconds`` is the time until it begins anew."""

    limit: int
    count: int
    reset_seconds: int

    @property
    def exceeded(self) -> bool:
        return self.count > self.limit

    @property
    def remaining(self) -> int:
        return max(0, self.limit - self.count)

    @property
    def reset_at(self) -> int:
        """The moment of the reset in seconds since 1970."""
        return int(time.time()) + self.reset_seconds


def count_request(request: HttpRequest, user: Any) -> Usage:
    """Count a request to the account, or to the address when nobody is signed in, and return the usage."""
    if user.is_authenticated:
        return _usage(request, "api-account", ACCOUNT_RATE, str(user.pk), increment=True)
    return _usage(request, "api-public", PUBLIC_RATE, client_address(request), increment=True)


def login_usage(request: HttpRequest, username: str) -> Usage:
    """Return the fuller one of the two limits of failed logins: of the account and of the address."""
    return max(_login_usages(request, username, increment=False), key=lambda usage: usage.count / usage.limit)


def count_failed_login(request: HttpRequest, username: str) -> None:
    """Count a failed login to the account and to the address."""
    _login_usages(request, username, increment=True)


def _login_usages(request: HttpRequest, username: str, *, increment: bool) -> list[Usage]:
    keys = {"account": username.casefold(), "address": client_address(request)}
    return [
        _usage(request, f"login-{name}", rate, keys[name], increment=increment) for name, rate in LOGIN_RATES.items()
    ]


def _usage(request: HttpRequest, group: str, rate: str, key: str, *, increment: bool) -> Usage:
    found = get_usage(request, group=group, key=lambda *_: key, rate=rate, increment=increment)
    return Usage(limit=found["limit"], count=found["count"], reset_seconds=max(1, found["time_left"]))
