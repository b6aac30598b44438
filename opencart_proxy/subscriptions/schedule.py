"""When a subscription is due next, and how often still (store-api 17.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

__all__ = ["Schedule", "after", "schedule"]

DAYS = {"day": 1, "week": 7, "semi_month": 15}
MONTHS = {"month": 1, "year": 12}


@dataclass(frozen=True, slots=True)
class Schedule:
    """Payments that remain in the trial and afterwards, and the day of the next one."""

    trial_remaining: int
    remaining: int
    date_next: date


def after(day: date, frequency: str, count: int) -> date:
    """Return the day ``count`` periods after ``day``; a day that a month lacks runs over into the next, as in PHP."""
    if frequency not in MONTHS:
        return day + timedelta(days=DAYS.get(frequency, 0) * count)
    months = day.year * 12 + day.month - 1 + MONTHS[frequency] * count
    return date(months // 12, months % 12 + 1, 1) + timedelta(days=day.day - 1)


def schedule(plan: Mapping[str, Any], today: date, *, keeps_trial: bool) -> Schedule:
    """Return the schedule of a plan that begins today.

    ``keeps_trial``: without a trial, 4.0 leaves the plan's trial duration as the remaining trial.
    """
    duration = plan["duration"]
    if plan["trial_status"] and plan["trial_duration"]:
        following = after(today, plan["trial_frequency"], plan["trial_cycle"])
        return Schedule(plan["trial_duration"] - 1, duration, following)
    following = after(today, plan["frequency"], plan["cycle"])
    return Schedule(plan["trial_duration"] if keeps_trial else 0, max(duration - 1, 0), following)
