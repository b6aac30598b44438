"""Lanes: work goes on side by side, and what it says is heard in one thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from threading import Barrier, Event, get_ident

import pytest

from migrator.engine.threads import AHEAD, Lanes, in_lanes, side_by_side
from tests.patience import PATIENCE_SECONDS


def count(name: str, upto: int, ended: list[str] | None = None) -> Iterator[str]:
    try:
        for number in range(upto):
            yield f"{name}{number}"
    finally:
        if ended is not None:
            ended.append(name)


@pytest.mark.parametrize("lanes", [1, 2, 3, 9])
def test_everything_arrives_and_each_job_keeps_its_order(lanes: int) -> None:
    found = list(Lanes([partial(count, name, 50) for name in "abc"], lanes))
    assert len(found) == 150
    for name in "abc":
        assert [item for item in found if item[0] == name] == [f"{name}{number}" for number in range(50)]


def test_one_lane_works_in_the_callers_thread_one_job_after_another() -> None:
    def where(name: str) -> Iterator[tuple[str, int]]:
        yield name, get_ident()

    assert list(Lanes([partial(where, "a"), partial(where, "b")], 1)) == [("a", get_ident()), ("b", get_ident())]


def test_two_jobs_are_under_way_at_the_same_time_in_threads_of_their_own() -> None:
    meeting = Barrier(2)

    def met() -> Iterator[int]:
        meeting.wait(PATIENCE_SECONDS)
        yield get_ident()

    threads = set(Lanes([met, met], 2))
    assert len(threads) == 2
    assert get_ident() not in threads


def test_a_lane_does_not_run_far_ahead_of_who_listens() -> None:
    made: list[int] = []

    def fast() -> Iterator[int]:
        for number in range(1000):
            made.append(number)
            yield number

    for taken, _ in enumerate(Lanes([fast, fast], 2), 1):
        # Each lane may have made one item for which there is no room yet.
        assert len(made) <= taken + 2 * AHEAD + 2
    assert len(made) == 2000


def test_what_a_job_raises_is_raised_here_after_the_others_have_ended() -> None:
    ended: list[str] = []
    going = Event()

    def endless() -> Iterator[str]:
        try:
            while True:
                going.set()
                yield "item"
        finally:
            ended.append("endless")

    def broken() -> Iterator[str]:
        going.wait(PATIENCE_SECONDS)
        raise ValueError("broken")
        yield ""

    with pytest.raises(ValueError, match="broken"):
        list(Lanes([endless, broken, partial(count, "never", 1, ended)], 2))
    assert ended == ["endless"]


@pytest.mark.parametrize("lanes", [1, 2])
def test_all_jobs_are_closed_when_the_caller_leaves(lanes: int) -> None:
    ended: list[str] = []
    begun: list[str] = []

    def endless(name: str) -> Iterator[str]:
        begun.append(name)
        try:
            while True:
                yield name
        finally:
            ended.append(name)

    def leave() -> None:
        for _ in Lanes([partial(endless, name) for name in "abcd"], lanes):
            raise KeyboardInterrupt

    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        leave()
    assert sorted(ended) == sorted(begun)
    assert len(begun) <= lanes
    assert threading.active_count() == before


@pytest.mark.parametrize("lanes", [1, 2])
def test_winding_down_lets_jobs_reach_where_they_may_end(lanes: int) -> None:
    jobs: list[Callable[[], Iterator[str]]] = [partial(count, name, 10) for name in "abc"]
    all_of_them: Lanes[str] = Lanes(jobs, lanes)
    found = []
    for item in all_of_them:
        found.append(item)
        if len(found) == 1:
            all_of_them.wind_down(lambda item: item.endswith(("4", "9")))
    names = {item[0] for item in found}
    assert "c" not in names
    for name in names:
        own = [item for item in found if item[0] == name]
        assert own == [f"{name}{number}" for number in range(len(own))]
        assert len(own) in (5, 10)


@pytest.mark.parametrize("lanes", [1, 3])
def test_results_come_in_the_order_of_the_functions(lanes: int) -> None:
    later = Event()

    def first() -> str:
        if lanes > 1:
            later.wait(PATIENCE_SECONDS)
        return "first"

    def second() -> str:
        later.set()
        return "second"

    assert list(in_lanes([first, second, lambda: "third"], lanes)) == ["first", "second", "third"]


def test_a_function_that_fails_fails_here() -> None:
    with pytest.raises(ZeroDivisionError):
        list(in_lanes([lambda: 1, lambda: 1 // 0], 2))


def test_both_sides_end_before_an_error_is_raised() -> None:
    ended: list[str] = []

    def broken() -> None:
        raise ValueError("one side")

    with pytest.raises(ValueError, match="one side"):
        side_by_side(broken, lambda: ended.append("other"))
    assert ended == ["other"]
    assert side_by_side(lambda: 1, lambda: 2) == (1, 2)
