"""What the API refuses."""

from __future__ import annotations

from typing import Any

__all__ = ["MigrationError"]


class MigrationError(Exception):
    """An answer in the standard error format; ``str(error)`` is its sentence.

    ``code`` is the API's word (``RATE_LIMIT_EXCEEDED`` …), ``retry_after`` the seconds to wait, None unless the
    server says so. ``status`` is the HTTP status, 0 when no answer came.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str,
        status: int,
        details: str = "",
        step_id: str = "",
        retry_after: int | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.details = details
        self.step_id = step_id
        self.retry_after = retry_after

    @classmethod
    def of(cls, answer: Any, status: int, retry_after: str | None) -> MigrationError:
        """Return the error that an answer tells about; an answer of something else in between is one, too."""
        error = answer.get("error") if isinstance(answer, dict) else None
        if not isinstance(error, dict):
            return cls(f"The server answered with status {status}", code="HTTP_ERROR", status=status)
        return cls(
            error.get("message", ""),
            code=error.get("code", ""),
            status=status,
            details=error.get("details", ""),
            step_id=error.get("step_id", ""),
            retry_after=int(retry_after) if retry_after and retry_after.isdigit() else None,
        )
