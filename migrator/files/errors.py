"""What can be wrong with a folder of files, in one sentence for the person who set it up."""

from __future__ import annotations

__all__ = ["ConflictError", "FilesError", "StoppedError", "UnsafePathError"]


class FilesError(Exception):
    """A folder cannot be used as it is configured; ``str(error)`` says why and what to do.

    ``variable`` is the environment variable that names the folder. Passwords are never part of the message.
    """

    def __init__(self, message: str, *, variable: str = "") -> None:
        super().__init__(message)
        self.variable = variable


class UnsafePathError(ValueError):
    """A name from the database leads out of the folder or can be no file name."""


class ConflictError(Exception):
    """Another file is already there and must not be overwritten."""


class StoppedError(Exception):
    """The caller asked to stop in the middle of a file."""
