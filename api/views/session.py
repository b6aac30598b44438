"""Sign in and out (seed 000, “Authentication”)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib.auth import login, logout
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from api.authentication import check_credentials
from api.responses import answer, body_of
from api.schema import described
from api.serializers.common import MessageSerializer
from api.serializers.session import LoginAnswerSerializer, LoginSerializer
from api.views.base import ApiViewSet
from migrator.errors import PermissionDeniedError

__all__ = ["SessionViewSet"]


class SessionViewSet(ApiViewSet):
    """Public: whoever has a staff account signs in here."""

    authentication_classes: Sequence[Any] = ()
    permission_classes: Sequence[Any] = ()
    parser_classes = (JSONParser, FormParser, MultiPartParser)
    forms: ClassVar = {"login": LoginSerializer}

    @described("Sign in", LoginAnswerSerializer, tag="Authentication", body=LoginSerializer, public=True)
    def login(self, request: Request) -> Response:
        """Check name and password, and open a session."""
        given = body_of(request, LoginSerializer)
        user = check_credentials(request._request, given["username"], given["password"])
        if not user.is_staff:
            raise PermissionDeniedError("The API is for staff accounts only")
        login(request._request, user)
        session = request._request.session
        return answer(
            LoginAnswerSerializer,
            user={"id": user.pk, "username": user.get_username()},
            session_id=session.session_key,
            expires_in_seconds=session.get_expiry_age(),
        )

    @described("Sign out", MessageSerializer, tag="Authentication", public=True)
    def logout(self, request: Request) -> Response:
        """End the session; it is no error when there is none."""
        logout(request._request)
        return answer(MessageSerializer, message="Signed out")
