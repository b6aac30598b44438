"""One request, read once, in the form the rules work on (store-api 2.1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError
from django.http.cookie import parse_cookie
from django.http.multipartparser import MultiPartParserError

from opencart_proxy import conf
from opencart_proxy.php import text
from opencart_proxy.wire import fields

__all__ = ["BadRequestError", "Request", "read"]


class BadRequestError(ValueError):
    """The body cannot be read: too long, too many fields, no JSON object, or a broken multipart body."""


@dataclass(frozen=True)
class Request:
    """Query and body as nested maps of texts, and the facts around them.

    ``directory`` is the folder of the script with a slash at both ends; ``peer`` the address of the connection;
    ``operation`` the path below the OpenAPI mount, ``None`` for ``index.php``.
    """

    method: str
    scheme: str
    host: str
    directory: str
    peer: str
    query: dict[str, Any]
    body: dict[str, Any]
    headers: dict[str, str]
    operation: str | None = None
    escaped: bool = False

    def cleaned(self, *, trim: bool) -> Request:
        """Return the request with all texts escaped (and trimmed), as its dialect's release reads it."""
        query, body = fields.cleaned(self.query, trim=trim), fields.cleaned(self.body, trim=trim)
        return replace(self, query=query, body=body, escaped=True)

    def with_body(self, body: dict[str, Any]) -> Request:
        """Return the request with another body."""
        return replace(self, body=body)

    def header(self, name: str) -> str:
        """Return a header's text, empty when absent; escaped like every other text once the request is."""
        value = self.headers.get(name.lower(), "")
        return str(fields.cleaned(value, trim=False)) if self.escaped else value

    @cached_property
    def cookies(self) -> dict[str, str]:
        return parse_cookie(self.headers.get("cookie", ""))

    def param(self, name: str) -> str:
        """Return a query parameter as text."""
        return text(self.query.get(name))

    def post(self, name: str, default: str = "") -> str:
        """Return a body field as text; ``default`` when absent."""
        return text(self.body[name]) if name in self.body else default

    @property
    def route(self) -> str:
        """The route as sent, without a slash at its end; below the OpenAPI mount, the path as a route."""
        path = self.param("route") if self.operation is None else f"api/{self.operation}"
        return path.rstrip("/")


def read(request: HttpRequest, operation: str | None = None) -> Request:
    """Read a Django request. Raises ``BadRequestError``."""
    limit = conf.max_fields()
    try:
        query = fields.nested(fields.pairs(request.META.get("QUERY_STRING", "").encode("latin-1", "ignore"), limit))
        body = _body(request, limit)
    except (ValueError, LookupError, MultiPartParserError, SuspiciousOperation, UnreadablePostError):
        raise BadRequestError from None
    meta = request.META
    headers = {key[5:].replace("_", "-").lower(): value for key, value in meta.items() if key.startswith("HTTP_")}
    return Request(
        method=request.method or "GET",
        scheme=request.scheme or "http",
        host=headers.get("host", ""),
        directory=_directory(request.path if operation is None else "/"),
        peer=meta.get("REMOTE_ADDR", ""),
        query=query,
        body=body,
        headers={name: value.encode("latin-1", "ignore").decode("utf-8", "replace") for name, value in headers.items()},
        operation=operation,
    )


def _directory(path: str) -> str:
    return path.rpartition("/")[0].rstrip("/") + "/"


def _body(request: HttpRequest, limit: int) -> dict[str, Any]:
    if request.method in {"GET", "HEAD", "OPTIONS"} and not request.META.get("CONTENT_LENGTH"):
        return {}
    if int(request.META.get("CONTENT_LENGTH") or 0) > conf.max_body_bytes():
        raise BadRequestError
    if request.content_type == "multipart/form-data":
        return fields.nested((name, value) for name, values in request.POST.lists() for value in values)
    document = request.read(conf.max_body_bytes() + 1)
    if len(document) > conf.max_body_bytes():
        raise BadRequestError
    if request.content_type == "application/json":
        return fields.from_json(document)
    if request.content_type == "application/x-www-form-urlencoded":
        return fields.nested(fields.pairs(document, limit))
    return {}
