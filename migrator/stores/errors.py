"""What can be wrong with a store, each in one sentence for the person who set it up."""

from __future__ import annotations

__all__ = [
    "ForeignStoreError",
    "StoreError",
    "StoreUnreachableError",
    "StoreUrlError",
    "TouchedStoreError",
    "WrongGenerationError",
]


class StoreError(Exception):
    """A store cannot be used as it is configured; ``str(error)`` says why and what to do.

    ``variable`` is the environment variable that names the store (``SOURCE_DATABASE_URL`` …).
    The message never contains the password of the URL.
    """

    def __init__(self, message: str, *, variable: str = "") -> None:
        super().__init__(message)
        self.variable = variable


class StoreUrlError(StoreError):
    """The URL is missing or malformed."""


class StoreUnreachableError(StoreError):
    """The server, the account or the database of the URL cannot be reached."""


class ForeignStoreError(StoreError):
    """The database holds no OpenCart tables under the prefix, or a generation before 3."""


class TouchedStoreError(StoreError):
    """OpenCart's own in-place upgrade has already changed the database."""


class WrongGenerationError(StoreError):
    """An OpenCart 4 was given as the source, or an OpenCart 3 as the target."""
