"""Which account may do what: staff only, and each operation has its own Django permission."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

__all__ = ["OperationPermission"]


class OperationPermission(BasePermission):
    """Asks for the permission that the view names for its action; an action without one is refused to all."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Say whether the account may do it, and put the reason of a refusal into ``message``."""
        if not request.user.is_authenticated:
            return False
        if not request.user.is_staff:
            self.message = "The API is for staff accounts only"
            return False
        if view.action in (None, "metadata"):  # a method that the address does not have, or OPTIONS
            return True
        wanted = view.permissions.get(view.action)
        self.message = f"Your account lacks the permission “{wanted}”"
        return wanted is not None and request.user.has_perm(wanted)
