"""Errors that reach people through the API, the admin and the commands, with the seed's codes (seed 000)."""

from __future__ import annotations

from typing import Any

__all__ = [
    "ActionError",
    "ConflictError",
    "InvalidStepError",
    "MigrationFailedError",
    "NotFoundError",
    "PermissionDeniedError",
    "RequestInvalidError",
]


class ActionError(Exception):
    """An operation was refused or failed; ``str(error)`` is the sentence for people.

    ``code`` and ``http_status`` are those of the API's error format, ``details`` adds what helps.
    """

    code = "MIGRATION_FAILED"
    http_status = 500

    def __init__(self, message: str, *, details: Any = "", step_id: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.details = details
        self.step_id = step_id


class MigrationFailedError(ActionError):
    """The operation failed while it ran."""


class InvalidStepError(ActionError):
    """There is no such step."""

    code = "INVALID_STEP"
    http_status = 404


class NotFoundError(ActionError):
    """There is no such run, row or webhook."""

    code = "NOT_FOUND"
    http_status = 404


class RequestInvalidError(ActionError):
    """A parameter is wrong, or a step's dependencies are not done."""

    code = "VALIDATION_ERROR"
    http_status = 400


class ConflictError(ActionError):
    """The step, or the target, is at work already."""

    code = "CONFLICT"
    http_status = 409


class PermissionDeniedError(ActionError):
    """The account may not do this."""

    code = "PERMISSION_DENIED"
    http_status = 403
