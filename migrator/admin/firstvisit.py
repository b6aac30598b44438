"""What has to be set before anything can begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

__all__ = ["Variable", "variables"]

PURPOSES = (
    ("SOURCE_DATABASE_URL", True, "The database of OpenCart 3"),
    ("TARGET_DATABASE_URL", True, "The database of a freshly installed OpenCart 4"),
    ("SOURCE_IMAGE_URL", False, "The folder image/ of OpenCart 3, to copy pictures"),
    ("TARGET_IMAGE_URL", False, "The folder image/ of OpenCart 4"),
    ("SOURCE_STORAGE_URL", False, "The storage folder of OpenCart 3, to copy downloads and uploads"),
    ("TARGET_STORAGE_URL", False, "The storage folder of OpenCart 4"),
)


@dataclass(frozen=True, slots=True)
class Variable:
    """A setting: whether a migration needs it, and whether it is there (its value is not shown)."""

    name: str
    needed: bool
    purpose: str
    is_set: bool


def variables() -> Sequence[Variable]:
    """Return the settings in the order in which people set them."""
    return [Variable(name, needed, purpose, bool(getattr(settings, name))) for name, needed, purpose in PURPOSES]
