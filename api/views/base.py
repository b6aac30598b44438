"""What all viewsets share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from django.contrib.auth.models import User
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

__all__ = ["ApiViewSet", "account"]


class ApiViewSet(ViewSet):
    """A viewset that names the Django permission of each of its actions."""

    permissions: ClassVar[Mapping[str, str]] = {}
    forms: ClassVar[Mapping[str, type[serializers.Serializer[Any]]]] = {}
    """What the browsable API offers as a form, by action; the others have a button alone."""

    def get_serializer(self, **options: Any) -> serializers.Serializer[Any]:
        """Return the form of the action."""
        return self.forms.get(self.action or "", serializers.Serializer)(**options)

    def perform_authentication(self, request: Request) -> None:
        """Count the request as soon as it is known whose it is, so that refused ones count as well."""
        super().perform_authentication(request)
        super().check_throttles(request)

    def check_throttles(self, request: Request) -> None:
        """Do nothing: the request was counted before."""


def account(request: Request) -> User:
    """Return the account of a request that passed the permissions."""
    return cast("User", request.user)
