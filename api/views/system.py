"""The system, its log, what it would do (seed 000, “System Information”, “Logs”, “Extension Analysis”)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing, nullcontext
from dataclasses import asdict
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import QuerySet
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from api.health import health, system
from api.pagination import page_of
from api.progress import find_step
from api.responses import answer, query_of
from api.schema import described
from api.serializers.extensions import AnalysisAnswerSerializer
from api.serializers.logs import LogListAnswerSerializer, LogQuerySerializer
from api.serializers.preflight import (
    MappingAnswerSerializer,
    MappingQuerySerializer,
    PreflightAnswerSerializer,
    PreflightQuerySerializer,
)
from api.serializers.system import HealthAnswerSerializer, SystemAnswerSerializer
from api.views.base import ApiViewSet
from migrator import mapping
from migrator.engine.step import in_order
from migrator.errors import NotFoundError
from migrator.extensions import analyze, program_folder
from migrator.models import LogEntry
from migrator.preflight import run_preflight
from migrator.stores import Store
from migrator.workspace import open_context
from steps import STEPS

__all__ = ["AnalysisViewSet", "HealthViewSet", "LogViewSet", "SystemViewSet"]


class HealthViewSet(ApiViewSet):
    """Public, for monitoring."""

    authentication_classes: Sequence[Any] = ()
    permission_classes: Sequence[Any] = ()

    @described("Health check", HealthAnswerSerializer, tag="System", public=True, more={503: HealthAnswerSerializer})
    def check(self, request: Request) -> Response:
        """Tell whether both stores answer, and whether there is room to write and memory."""
        checks = health()
        if all(result == "ok" for result in checks.values()):
            return answer(HealthAnswerSerializer, status="healthy", checks=checks)
        return answer(
            HealthAnswerSerializer,
            http_status=status.HTTP_503_SERVICE_UNAVAILABLE,
            status="unhealthy",
            checks=checks,
        )


class SystemViewSet(ApiViewSet):
    """The installation."""

    permissions: ClassVar = {"info": "migrator.view_run"}

    @described("System information", SystemAnswerSerializer, tag="System")
    def info(self, request: Request) -> Response:
        """Tell versions and the state of both stores."""
        return answer(SystemAnswerSerializer, system=system())


class LogViewSet(ApiViewSet):
    """The log."""

    permissions: ClassVar = {"list": "migrator.view_logentry"}

    @described("Recent logs", LogListAnswerSerializer, tag="Logs", query=LogQuerySerializer)
    def list(self, request: Request) -> Response:
        """List lines of the log, the newest first."""
        wanted = query_of(request, LogQuerySerializer)
        page, limit = wanted.pop("page"), wanted.pop("limit")
        found, pagination = page_of(_lines(wanted), page=page, limit=limit, total_name="total_logs")
        return answer(LogListAnswerSerializer, logs=found, pagination=pagination)


LOG_FILTERS = {
    "step": "step_id",
    "orchestration_id": "run__orchestration_id",
    "search": "message__icontains",
    "since": "timestamp__gte",
    "until": "timestamp__lt",
}


def _lines(wanted: dict[str, Any]) -> QuerySet[LogEntry]:
    found = LogEntry.objects.filter(
        **{LOG_FILTERS[name]: value for name, value in wanted.items() if name in LOG_FILTERS}
    )
    return found.filter(level=wanted["level"].upper()) if "level" in wanted else found


class AnalysisViewSet(ApiViewSet):
    """What a migration would meet and do; nothing is written."""

    permissions: ClassVar = {
        "extensions": "migrator.view_run",
        "preflight": "migrator.view_run",
        "mapping": "migrator.view_run",
    }

    @described("Analyze extensions", AnalysisAnswerSerializer, tag="Analysis")
    def extensions(self, request: Request) -> Response:
        """Tell what becomes of every extension of the shop in OpenCart 4."""
        source = Store.open(settings.SOURCE_DATABASE_URL, "source")
        target = Store.open(settings.TARGET_DATABASE_URL, "target") if settings.TARGET_DATABASE_URL else None
        program = program_folder(settings.TARGET_IMAGE_URL)
        with closing(program) if program is not None else nullcontext():
            return answer(AnalysisAnswerSerializer, analysis=analyze(source, target, program=program).as_dict())

    @described("Preflight", PreflightAnswerSerializer, tag="Analysis", query=PreflightQuerySerializer)
    def preflight(self, request: Request) -> Response:
        """Find everything that can go wrong before a row is written."""
        wanted = query_of(request, PreflightQuerySerializer).get("steps") or list(STEPS)
        steps = in_order(STEPS, [find_step(step_id).step_id for step_id in wanted])
        with open_context() as context:
            return answer(PreflightAnswerSerializer, preflight=run_preflight(context, steps).as_dict())

    @described("The mapping", MappingAnswerSerializer, tag="Analysis", query=MappingQuerySerializer)
    def mapping(self, request: Request) -> Response:
        """Tell where every OpenCart 3 column goes, how it is converted, and why some have no home."""
        wanted = query_of(request, MappingQuerySerializer)
        table = wanted.get("table")
        if table is not None and table not in mapping.tables():
            raise NotFoundError(f"OpenCart 3 has no table “{table}”")
        fates = [asdict(fate) for fate in mapping.describe(wanted["line"], table)]
        return answer(MappingAnswerSerializer, line=wanted["line"], columns=fates)
