"""Rows that the target refused: list, retry, export."""

from __future__ import annotations

import io
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request
from rest_framework.response import Response

from api.pagination import page_of
from api.responses import answer, body_of, query_of
from api.schema import described
from api.serializers.rejects import (
    RejectFilterSerializer,
    RejectListAnswerSerializer,
    RejectQuerySerializer,
    RetryAnswerSerializer,
    RetrySerializer,
)
from api.views.base import ApiViewSet
from migrator import rejects
from migrator.errors import NotFoundError
from migrator.models import RejectedRow
from migrator.workspace import pair_id

__all__ = ["RejectViewSet"]


class RejectViewSet(ApiViewSet):
    """Refused rows of the configured stores."""

    permissions: ClassVar = {
        "list": "migrator.view_rejectedrow",
        "export": "migrator.view_rejectedrow",
        "retry": "migrator.retry_rejectedrow",
        "retry_one": "migrator.retry_rejectedrow",
    }
    forms: ClassVar = {"retry": RetrySerializer}

    @described("Refused rows", RejectListAnswerSerializer, tag="Rejected rows", query=RejectQuerySerializer)
    def list(self, request: Request) -> Response:
        """List rows that the target refused, with the reason of each."""
        wanted = query_of(request, RejectQuerySerializer)
        page, limit = wanted.pop("page"), wanted.pop("limit")
        found, pagination = page_of(_rows(**wanted), page=page, limit=limit, total_name="total_rows")
        return answer(RejectListAnswerSerializer, rows=_described(found), pagination=pagination)

    @described(
        "Refused rows as CSV",
        None,
        tag="Rejected rows",
        query=RejectFilterSerializer,
        more={(200, "text/csv"): OpenApiTypes.STR},
    )
    def export(self, request: Request) -> HttpResponse:
        """Download the rows as CSV, one line each."""
        stream = io.StringIO()
        rejects.to_csv(_rows(**query_of(request, RejectFilterSerializer)).iterator(), stream)
        headers = {"Content-Disposition": 'attachment; filename="rejected.csv"'}
        return HttpResponse(stream.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)

    @described("Retry refused rows", RetryAnswerSerializer, tag="Rejected rows", body=RetrySerializer)
    def retry(self, request: Request) -> Response:
        """Try all unresolved rows (of a step, of a table) again, from the source as it is now."""
        return _retried(_rows(**body_of(request, RetrySerializer), resolved=False))

    @described("Retry one refused row", RetryAnswerSerializer, tag="Rejected rows")
    def retry_one(self, request: Request, row_id: int) -> Response:
        """Try one row again, from the source as it is now."""
        rows = RejectedRow.objects.filter(pair=pair_id(), pk=row_id).select_related("run")
        if not rows:
            raise NotFoundError(f"There is no refused row {row_id}")
        return _retried(rows)


def _rows(*, resolved: bool, step: str = "", table: str = "") -> QuerySet[RejectedRow]:
    rows = RejectedRow.objects.filter(pair=pair_id(), resolved_at__isnull=not resolved).select_related("run")
    rows = rows.filter(step_id=step) if step else rows
    return rows.filter(table=table) if table else rows


def _retried(rows: QuerySet[RejectedRow]) -> Response:
    done = rejects.retry(list(rows))
    return answer(
        RetryAnswerSerializer,
        resolved=len(done.resolved),
        still_rejected=len(done.still_rejected),
        rows=_described([*done.resolved, *done.still_rejected]),
    )


def _described(rows: Any) -> Any:
    return [
        {
            "id": row.pk,
            "orchestration_id": row.run.orchestration_id,
            **{
                name: getattr(row, name)
                for name in ("step_id", "table", "key", "error", "attempts", "created_at", "resolved_at", "data")
            },
        }
        for row in rows
    ]
