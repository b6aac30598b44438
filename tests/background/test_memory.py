"""Cycles: found again soon while a run goes on, and as before when nothing does."""

import gc
import weakref

from migrator.memory import flat_memory, give_back


class Ring:
    def __init__(self) -> None:
        self.itself = self


def test_what_a_run_leaves_is_given_back_while_it_goes_on() -> None:
    before = Ring()
    old = weakref.ref(before)
    del before
    with flat_memory():
        left = weakref.ref(Ring())
        give_back()
        assert left() is None
        assert old() is not None
    give_back()
    assert old() is None


def test_what_a_function_made_is_given_back_at_its_end() -> None:
    made: list[weakref.ref[Ring]] = []

    @flat_memory()
    def work() -> None:
        ring = Ring()
        made.append(weakref.ref(ring))

    work()
    work()
    assert [ring() for ring in made] == [None, None]


def test_the_collector_is_as_it_was_when_the_last_of_two_runs_ends() -> None:
    thresholds, frozen = gc.get_threshold(), gc.get_freeze_count()
    one, other = flat_memory(), flat_memory()
    one.__enter__()
    other.__enter__()
    assert gc.get_threshold() != thresholds
    one.__exit__(None, None, None)
    assert gc.get_freeze_count() > frozen
    assert gc.get_threshold() != thresholds
    other.__exit__(None, None, None)
    assert (gc.get_threshold(), gc.get_freeze_count()) == (thresholds, frozen)
