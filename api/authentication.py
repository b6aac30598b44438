"""Who sends a request: a session (``POST /login``) or name and password with every request."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.http import HttpRequest
from rest_framework import authentication
from rest_framework.request import Request

from api.errors import AuthenticationError, RateLimitError
from api.limits import count_failed_login, login_usage

__all__ = ["BasicAuthentication", "SessionAuthentication", "check_credentials"]


class SessionAuthentication(authentication.SessionAuthentication):
    """The session cookie. Requests from pages of other sites never get here (``ApiMiddleware``)."""

    def enforce_csrf(self, request: Request) -> None:
        """Ask for no token: a browser's own headers say where a request comes from, other clients have no ambient
        cookies."""

    def authenticate_header(self, request: Request) -> str:
        """Name the way to sign in; with it the status is 401 and not 403."""
        return 'Session realm="api"'


class BasicAuthentication(authentication.BasicAuthentication):
    """Name and password in the ``Authorization`` header."""

    def authenticate_credentials(self, userid: str, password: str, request: Any = None) -> tuple[Any, None]:
        """Return the account. Raises ``AuthenticationError`` and ``RateLimitError``."""
        return check_credentials(request._request if isinstance(request, Request) else request, userid, password), None


def check_credentials(request: HttpRequest, username: str, password: str) -> User:
    """Return the active account with this name and password.

    Failures are limited for each account and each address. Raises ``AuthenticationError``, or ``RateLimitError`` when
    there were too many.
    """
    usage = login_usage(request, username)
    if usage.count >= usage.limit:
        raise RateLimitError("Too many failed logins; wait before the next attempt", usage.reset_seconds)
    user = authenticate(request, username=username, password=password)
    if not isinstance(user, User):
        count_failed_login(request, username)
        raise AuthenticationError("User name or password is wrong")
    return user
