"""The answers that most programs look into, as types; the others are plain dictionaries."""

from __future__ import annotations

from typing import TypedDict

__all__ = ["Progress", "Started", "Statistics", "Step"]


class Step(TypedDict):
    """One step of the migration; ``last_run`` is ``YYYY-MM-DD HH:MM:SS`` in UTC."""

    step_id: str
    name: str
    category: str
    status: str
    source_count: int
    target_count: int
    last_run: str | None


class Started(TypedDict):
    """A migration that has begun."""

    message: str
    job_id: str
    orchestration_id: str
    status: str


class Statistics(TypedDict):
    """What became of the rows."""

    success_count: int
    error_count: int
    skipped_count: int


class Progress(TypedDict):
    """How far a step is; ``estimated_seconds_remaining`` is None while nobody can know."""

    status: str
    message: str
    current: int
    total: int
    percentage: int
    records_per_second: int
    estimated_time_remaining: str
    estimated_seconds_remaining: int | None
    statistics: Statistics
