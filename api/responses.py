"""Answers in the envelope of seed 000, always through the serializer that the schema shows."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

__all__ = ["answer", "body_of", "query_of"]


def answer(
    serializer: type[serializers.Serializer[Any]], *, http_status: int = status.HTTP_200_OK, **data: Any
) -> Response:
    """Return ``{"success": true, …}`` as the serializer writes it."""
    shown = serializer({"success": http_status < status.HTTP_400_BAD_REQUEST, **data}).data
    # A plain dictionary: the browsable API would offer the serializer of anything else as its form.
    return Response(dict(shown), http_status)


def body_of(request: Request, serializer: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """Return the checked body. Raises ``ValidationError`` naming each field that is wrong."""
    return _checked(serializer(data=request.data))


def query_of(request: Request, serializer: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """Return the checked query parameters. Raises ``ValidationError`` naming each one that is wrong."""
    return _checked(serializer(data=request.query_params))


def _checked(serializer: serializers.Serializer[Any]) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)
