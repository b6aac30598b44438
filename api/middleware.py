"""What holds for every request to the API, before and after its view."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from api.errors import error_document
from api.limits import count_request
from migrator.errors import PermissionDeniedError

__all__ = ["ApiMiddleware"]

API_PATH = re.compile(r"/(?:api|login|logout)(?:/.*)?")
PHP_COOKIE = "PHPSESSID"
OWN_SITE = frozenset({"same-origin", "none"})


class ApiMiddleware:
    """Session cookies of both names, no cross-site requests, no need for a trailing slash, rate headers.

    It stands before Django's session middleware, which reads the cookie.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not API_PATH.fullmatch(request.path_info):
            return self.get_response(request)
        request.path_info = request.path_info.rstrip("/")
        if PHP_COOKIE in request.COOKIES:
            request.COOKIES.setdefault(settings.SESSION_COOKIE_NAME, request.COOKIES[PHP_COOKIE])
        response = _refused() if _is_cross_site(request) else self.get_response(request)
        _add_rate_headers(request, response)
        return response


def _is_cross_site(request: HttpRequest) -> bool:
    """Whether a browser sent the request for the page of another site; a link that is followed is none."""
    origin = request.headers.get("Origin")
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return False
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        followed = request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"
        return site not in OWN_SITE and not followed
    return origin is not None and urlsplit(origin).netloc != request.get_host()


def _refused() -> HttpResponse:
    return error_document(PermissionDeniedError("This request comes from the page of another site and is refused"))


def _add_rate_headers(request: HttpRequest, response: HttpResponseBase) -> None:
    """Write the usage of the limit; a request that reached no view is counted here."""
    usage = getattr(request, "rate_usage", None)
    if usage is None:
        usage = count_request(request, getattr(request, "user", AnonymousUser()))
    response.headers["X-RateLimit-Limit"] = str(usage.limit)
    response.headers["X-RateLimit-Remaining"] = str(usage.remaining)
    response.headers["X-RateLimit-Reset"] = str(usage.reset_at)
