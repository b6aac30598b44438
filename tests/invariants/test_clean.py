"""A clean migration keeps every invariant; what the shop's own data breaks is told apart."""

from __future__ import annotations

from migrator.engine.context import Context
from steps.invariants import check_invariants
from tests.invariants.migrated import Migrated


def broken_by(context: Context) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Return invariant → keys of the violations that the migration made, and of those that are inherited."""
    made: dict[int, list[str]] = {}
    inherited: dict[int, list[str]] = {}
    for result in check_invariants(context):
        for violation in result.violations:
            kind = inherited if violation.inherited else made
            kind.setdefault(result.invariant.number, []).append(f"{violation.table} {violation.key}")
    return made, inherited


def test_the_demonstration_shop_keeps_all_invariants(migrated: Migrated) -> None:
    made, inherited = broken_by(migrated.context())
    assert made == {}
    assert inherited == {35: ["customer 1, 2"]}


def test_invariants_about_what_only_41_has_are_left_out_for_40(migrated: Migrated) -> None:
    context = migrated.context()
    numbers = {result.invariant.number for result in check_invariants(context)}
    missing = set(range(1, 57)) - numbers
    assert missing == (set() if context.target.release.line == "4.1" else {9, 21, 22, 38})
