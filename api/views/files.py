"""Images, downloads and uploads (seed 000, “Image Transfer API”)."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from api.files import transferred, verified
from api.responses import answer, body_of
from api.schema import described
from api.serializers.files import (
    TransferAnswerSerializer,
    TransferSerializer,
    VerificationAnswerSerializer,
    VerifySerializer,
)
from api.views.base import ApiViewSet

__all__ = ["ImageViewSet"]


class ImageViewSet(ApiViewSet):
    """Bring files over and look whether they are whole; the answer comes when that is done."""

    permissions: ClassVar = {"transfer": "migrator.transfer_files", "verify": "migrator.transfer_files"}
    forms: ClassVar = {"transfer": TransferSerializer, "verify": VerifySerializer}

    @described("Transfer images", TransferAnswerSerializer, tag="Images", body=TransferSerializer)
    def transfer(self, request: Request) -> Response:
        """Copy the files of a type (all without ``type``); equal ones are skipped, so it can be repeated."""
        wanted = body_of(request, TransferSerializer)
        found = transferred(_kinds(wanted), force=wanted["force"], validate=wanted["validate"])
        return answer(TransferAnswerSerializer, **found)

    @described("Verify images", VerificationAnswerSerializer, tag="Images", body=VerifySerializer)
    def verify(self, request: Request) -> Response:
        """Look into every file of a type (all without ``type``) that the shop uses."""
        return answer(VerificationAnswerSerializer, **verified(_kinds(body_of(request, VerifySerializer))))


def _kinds(wanted: dict[str, Any]) -> list[str]:
    return [wanted["type"]] if "type" in wanted else []
