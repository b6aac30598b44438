"""The API's front page, and addresses that lead nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.views.base import ApiViewSet
from migrator.errors import NotFoundError

__all__ = ["NothingHereViewSet", "RootViewSet"]

ENTRANCES = ("steps", "orchestrator", "preflight", "mapping", "rejected", "extensions/analyze", "logs", "webhooks")
MORE = ("system/info", "health", "schema", "docs")


class RootViewSet(ApiViewSet):
    """Where to begin."""

    permissions = {"list": "migrator.view_run"}  # noqa: RUF012 - declared as a class variable by the base

    @extend_schema(exclude=True)
    def list(self, request: Request) -> Response:
        """List the addresses that can be looked at."""
        links = {name: request.build_absolute_uri(f"/api/{name}") for name in (*ENTRANCES, *MORE)}
        return Response({"success": True, "links": links})


class NothingHereViewSet(ApiViewSet):
    """Every address that is none of the API's."""

    permission_classes: Sequence[Any] = ()

    @extend_schema(exclude=True)
    def nothing(self, request: Request, rest: str) -> Response:
        """Say so in the standard format."""
        raise NotFoundError(f"There is no address /api/{rest}")
