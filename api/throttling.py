"""Refuse requests beyond the limit."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from api.limits import Usage, count_request

__all__ = ["RequestThrottle"]


class RequestThrottle(BaseThrottle):
    """Counts each request once; the usage stays on the request for the answer's headers."""

    usage: Usage

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count the request and say whether it may go on."""
        self.usage = count_request(request._request, request.user)
        request._request.rate_usage = self.usage  # type: ignore[attr-defined]
        return not self.usage.exceeded

    def wait(self) -> float:
        """Return the seconds until the limit begins anew."""
        return self.usage.reset_seconds
