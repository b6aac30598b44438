"""When a message is tried again."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from migrator.webhooks.retries import asked_wait, wait_before

NOW = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)


class _Least(random.Random):
    def random(self) -> float:
        return 0.0


class _Most(random.Random):
    def random(self) -> float:
        return 1.0


def test_the_ladder_of_the_standard() -> None:
    assert [wait_before(n, chance=_Least()).total_seconds() for n in range(10)] == [
        0, 5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400,
    ]  # fmt: skip


def test_chance_adds_a_tenth_at_most() -> None:
    assert wait_before(2, chance=_Most()) == timedelta(seconds=330)


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        (None, None),
        ("", None),
        ("120", timedelta(seconds=120)),
        (" 7 ", timedelta(seconds=7)),
        ("99999999999", timedelta(days=1)),
        ("Sat, 21 Nov 2026 12:10:00 GMT", timedelta(minutes=10)),
        ("Sat, 21 Nov 2026 11:00:00 GMT", timedelta()),
        ("soon", None),
        ("-5", None),
        ("²", None),
    ],
)
def test_retry_after(header: str | None, wait: timedelta | None) -> None:
    assert asked_wait(header, NOW) == wait


def test_a_longer_wait_that_was_asked_for_is_honoured_up_to_a_day() -> None:
    assert wait_before(1, asked=timedelta(minutes=20), chance=_Least()) == timedelta(minutes=20)
    assert wait_before(1, asked=timedelta(days=30), chance=_Least()) == timedelta(days=1)
    assert wait_before(3, asked=timedelta(seconds=1), chance=_Least()) == timedelta(minutes=30)
