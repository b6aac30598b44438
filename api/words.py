"""Moments and durations as the API writes them (seed 000)."""

from __future__ import annotations

from datetime import UTC, datetime

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

__all__ = ["DATE_FORMAT", "MomentField", "duration"]

DATE_FORMAT = "%Y-%m-%d %H:%M:%S"
UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


@extend_schema_field(
    {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$", "example": "2025-10-09 10:30:00"}
)
class MomentField(serializers.Field[datetime, str, str, datetime]):
    """A moment in UTC: ``2025-10-09 10:30:00``."""

    def to_representation(self, value: datetime) -> str:
        return value.astimezone(UTC).strftime(DATE_FORMAT)


def duration(seconds: int) -> str:
    """Return a duration in words, in its two largest units: ``2 minutes``, ``1 hour 5 minutes``."""
    parts = []
    rest = seconds
    for name, size in UNITS:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count} {name}{'s' * (count != 1)}")
    return " ".join(parts[:2]) or "0 seconds"
