"""How views describe themselves for the OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers

from api.serializers.common import ErrorSerializer

__all__ = ["ApiSchema", "described"]

ERRORS = {
    400: "VALIDATION_ERROR: a parameter is wrong",
    401: "AUTH_FAILED: nobody is signed in, or the credentials are wrong",
    403: "PERMISSION_DENIED: the account lacks the permission",
    404: "INVALID_STEP or NOT_FOUND: there is no such step, run, row or webhook",
    405: "METHOD_NOT_ALLOWED",
    406: "NOT_ACCEPTABLE: the answers are JSON",
    409: "CONFLICT: it is at work already",
    415: "UNSUPPORTED_MEDIA_TYPE: bodies are JSON",
    429: "RATE_LIMIT_EXCEEDED: Retry-After says how long to wait",
    500: "MIGRATION_FAILED or DATABASE_ERROR: the operation failed, or a store cannot be used",
}


def described(
    summary: str,
    answer: Any,
    *,
    tag: str,
    body: type[serializers.Serializer[Any]] | None = None,
    query: type[serializers.Serializer[Any]] | None = None,
    status: int = 200,
    more: dict[Any, Any] | None = None,
    public: bool = False,
) -> Callable[[Any], Any]:
    """Describe an operation: its answer, its body or query, and the errors that all operations share.

    ``more`` are further answers; a download has only these and None as its answer.
    """
    errors = {code: OpenApiResponse(ErrorSerializer, description=text) for code, text in ERRORS.items()}
    options: dict[str, Any] = {"auth": []} if public else {}
    return extend_schema(
        summary=summary,
        tags=[tag],
        request=body,
        parameters=[query] if query else None,
        responses={**errors, **({status: answer} if answer else {}), **(more or {})},
        **options,
    )


class ApiSchema(AutoSchema):
    """Takes the operation's id from viewset and action, and its description from the action's docstring."""

    def get_operation_id(self) -> str:
        name = type(self.view).__name__.removesuffix("ViewSet").removesuffix("View").lower()
        action = getattr(self.view, "action", None) or self.method.lower()
        return f"{name}_{action}"


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The session cookie; ``PHPSESSID`` does as well."""

    target_class = "api.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        """Return the scheme for the OpenAPI document."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}


class BasicScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Name and password with every request."""

    target_class = "api.authentication.BasicAuthentication"
    name = "basic"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        """Return the scheme for the OpenAPI document."""
        return {"type": "http", "scheme": "basic"}
