"""Failures in the standard format of seed 000, “Error Responses”."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpResponse, JsonResponse
from rest_framework import status

from migrator.errors import ActionError

__all__ = [
    "AuthenticationError",
    "DatabaseUnusableError",
    "HttpError",
    "RateLimitError",
    "detail_lines",
    "error_body",
    "error_document",
]


class AuthenticationError(ActionError):
    """Nobody is signed in, or name and password are wrong."""

    code = "AUTH_FAILED"
    http_status = status.HTTP_401_UNAUTHORIZED


class DatabaseUnusableError(ActionError):
    """A store, or the tool's own database, cannot be used."""

    code = "DATABASE_ERROR"
    http_status = status.HTTP_500_INTERNAL_SERVER_ERROR


class RateLimitError(ActionError):
    """Too many requests, logins or operations; ``retry_after`` is in seconds."""

    code = "RATE_LIMIT_EXCEEDED"
    http_status = status.HTTP_429_TOO_MANY_REQUESTS

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message, details=f"Retry after {retry_after} seconds")
        self.retry_after = retry_after


class HttpError(ActionError):
    """A request that HTTP itself refuses: method, media type."""

    def __init__(self, message: str, code: str, http_status: int) -> None:
        super().__init__(message)
        self.code = code
        self.http_status = http_status


def error_document(error: ActionError) -> HttpResponse:
    """Return an error as an answer outside the views."""
    return JsonResponse(error_body(error), status=error.http_status)


def error_body(error: ActionError, step_id: str = "") -> dict[str, Any]:
    """Return the standard format; facts for machines stand beside ``details``, which is always a text."""
    body: dict[str, Any] = {"code": error.code, "message": error.message}
    if isinstance(error.details, Mapping):
        body["details"] = "; ".join(detail_lines(error.details))
        body["context"] = error.details
    else:
        body["details"] = str(error.details)
    if error.step_id or step_id:
        body["step_id"] = error.step_id or step_id
    return {"success": False, "error": body}


def detail_lines(details: Mapping[str, Any]) -> Iterator[str]:
    """Yield each of the details as a line."""
    for name, value in details.items():
        text = " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
        yield f"{name}: {text}" if name else text
