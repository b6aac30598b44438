"""Turn every exception of a view into an answer in the standard format."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback
from sqlalchemy.exc import SQLAlchemyError

from api.errors import (
    AuthenticationError,
    DatabaseUnusableError,
    HttpError,
    RateLimitError,
    detail_lines,
    error_body,
)
from migrator.engine.errors import EngineError, LeaseHeldError, LivedInError
from migrator.errors import (
    ActionError,
    ConflictError,
    MigrationFailedError,
    NotFoundError,
    PermissionDeniedError,
    RequestInvalidError,
)
from migrator.files import FilesError
from migrator.stores import StoreError

__all__ = ["exception_handler"]

logger = logging.getLogger("migrator.api")


def exception_handler(error: Exception, context: Mapping[str, Any]) -> Response:
    """Answer any exception of a view; what nobody expected is logged with its traceback and told in one sentence."""
    set_rollback()
    step_id = str((context.get("kwargs") or {}).get("step_id", ""))
    found = _translated(error)
    if found is None:
        logger.error("An API request failed unexpectedly", exc_info=error)
        found = HttpError(
            "Something went wrong in the migration tool; its log says what",
            "INTERNAL_ERROR",
            status.HTTP_500_INTERNAL_SERVER_ERROR,
        )
    headers = {}
    if isinstance(found, RateLimitError):
        headers["Retry-After"] = str(found.retry_after)
    if isinstance(error, exceptions.APIException) and (challenge := getattr(error, "auth_header", None)):
        headers["WWW-Authenticate"] = challenge
    return Response(error_body(found, step_id), status=found.http_status, headers=headers)


def _translated(error: Exception) -> ActionError | None:
    match error:
        case ActionError():
            return error
        case StoreError():
            return DatabaseUnusableError(str(error), details=error.variable)
        case LeaseHeldError() | LivedInError():
            return ConflictError(str(error))
        case EngineError():
            return MigrationFailedError(str(error))
        case FilesError():
            return RequestInvalidError(str(error), details=error.variable)
        case DatabaseError() | SQLAlchemyError():
            logger.error("A database refused an API request", exc_info=error)
            return DatabaseUnusableError("A database could not answer; the log says which and why")
        case Http404():
            return NotFoundError("There is nothing at this address")
        case PermissionDenied():
            return PermissionDeniedError(str(error) or "Your account may not do this")
        case exceptions.APIException():
            return _of_framework(error)
    return None


def _of_framework(error: exceptions.APIException) -> ActionError:
    match error:
        case exceptions.ValidationError():
            fields = _flat(error.detail)
            return RequestInvalidError(f"The request is not valid: {next(detail_lines(fields))}", details=fields)
        case exceptions.ParseError():
            return RequestInvalidError("The request's body is not valid JSON", details=str(error.detail))
        case exceptions.NotAuthenticated():
            return AuthenticationError("Sign in with POST /login first, and send the session_id as a cookie")
        case exceptions.AuthenticationFailed():
            return AuthenticationError(str(error.detail))
        case exceptions.PermissionDenied():
            return PermissionDeniedError(str(error.detail))
        case exceptions.Throttled():
            return RateLimitError("Too many requests; wait a moment", int(getattr(error, "wait", None) or 1))
        case exceptions.NotFound():
            return NotFoundError(str(error.detail))
        case _:
            return HttpError(str(error.detail), str(error.default_code).upper(), error.status_code)


def _flat(detail: Any, name: str = "") -> dict[str, list[str]]:
    """Return field → messages; the fields of inner objects are named ``outer.inner``."""
    if isinstance(detail, Mapping):
        found: dict[str, list[str]] = {}
        for key, value in detail.items():
            inner = name if key == "non_field_errors" else f"{name}.{key}".lstrip(".")
            found |= _flat(value, inner)
        return found
    if detail and isinstance(detail[0], Mapping | list):
        return {key: value for inner in detail for key, value in _flat(inner, name).items()}
    return {name: [str(message) for message in detail]}
