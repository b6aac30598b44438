"""The API's front page, and addresses that lead nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.views.base import ApiViewSet
from migrator.errors import NotFoundError

__all__ = ["RootViewSet", "nothing_here"]

ENTRANCES = ("steps", "orchestrator", "preflight", "mapping", "rejected", "extensions/analyze", "logs", "webhooks")
METHODS = ("get", "post", "put", "patch", "delete")
MORE = ("system/info", "health", "schema", "docs")


class RootViewSet(ApiViewSet):
    """Where to begin."""

    permissions: ClassVar = {"list": "migrator.view_run"}

    @extend_schema(exclude=True)
    def list(self, request: Request) -> Response:
        """List the addresses that can be looked at."""
        links = {name: request.build_absolute_uri(f"/api/{name}") for name in (*ENTRANCES, *MORE)}
        return Response({"success": True, "links": links})


class _NothingHereViewSet(ApiViewSet):
    """Every address that is none of the API's."""

    permission_classes: Sequence[Any] = ()

    @extend_schema(exclude=True)
    def nothing(self, request: Request, rest: str) -> Response:
        """Say so in the standard format."""
        raise NotFoundError(f"There is no address /api/{rest}")


@csrf_exempt
def nothing_here(request: HttpRequest, rest: str) -> HttpResponseBase:
    """Answer any method; a plain function is no crumb of the browsable API's trail."""
    return _NothingHereViewSet.as_view(dict.fromkeys(METHODS, "nothing"))(request, rest=rest)
