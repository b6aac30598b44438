"""Validation (seed 000, “Validation API”)."""

from __future__ import annotations

from typing import ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from api import validation
from api.progress import find_step
from api.responses import answer
from api.schema import described
from api.serializers.validation import ReportAnswerSerializer, ValidationAnswerSerializer
from api.views.base import ApiViewSet, account

__all__ = ["ValidationViewSet"]


class ValidationViewSet(ApiViewSet):
    """Compare a step with its source, and read the result."""

    permissions: ClassVar = {
        "validate": "migrator.validate_migration",
        "report": "migrator.view_validationreport",
    }

    @described("Validate a step", ValidationAnswerSerializer, tag="Validation")
    def validate(self, request: Request, step_id: str) -> Response:
        """Compare every cell of the step now; the answer comes when that is done. Nothing is written to a store."""
        find_step(step_id)
        return answer(ValidationAnswerSerializer, validation=validation.validate(account(request), step_id))

    @described("The last validation of a step", ReportAnswerSerializer, tag="Validation")
    def report(self, request: Request, step_id: str) -> Response:
        """Show the result of the step's last validation, after a migration or on demand."""
        find_step(step_id)
        report = validation.described_report(validation.last_report(step_id))
        return answer(ReportAnswerSerializer, report=report)
