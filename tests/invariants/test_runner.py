"""The runner counts everything and keeps the first fifty, the worst first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from migrator.engine.context import Context
from migrator.engine.errors import StoppedError
from migrator.engine.invariants import Invariant, Violation, check
from tests.invariants.migrated import Migrated


def _many(_: Context) -> Iterator[Violation]:
    for number in range(100):
        yield Violation("product", str(number), "", inherited=number < 60)


MANY = Invariant(1, "many", "", _many)
NONE = Invariant(2, "none", "", lambda _: ())
NOWHERE = Invariant(3, "nowhere", "", _many, lambda _: False)


def test_all_violations_count_and_those_of_the_migration_are_shown_first(migrated: Migrated) -> None:
    [result] = check([MANY], migrated.context())
    assert (result.count, result.inherited, result.made, result.passed) == (100, 60, 40, False)
    shown = [violation.key for violation in result.violations]
    assert shown == [str(number) for number in (*range(60, 100), *range(10))]


def test_only_invariants_that_apply_and_were_asked_for_are_checked(migrated: Migrated) -> None:
    context = migrated.context()
    assert [result.invariant for result in check([MANY, NONE, NOWHERE], context)] == [MANY, NONE]
    assert [result.invariant for result in check([MANY, NONE], context, numbers={2})] == [NONE]


def test_a_stop_ends_the_check(migrated: Migrated) -> None:
    def stop() -> None:
        raise StoppedError("stop")

    with pytest.raises(StoppedError):
        check([NONE], migrated.context(), stop=stop)
