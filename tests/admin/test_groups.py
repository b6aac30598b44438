"""Who may do what."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command

MAY = {
    "Viewers": {"view_run": True, "run_migration": False, "validate_migration": False, "reset_migration": False},
    "Operators": {"view_run": True, "run_migration": True, "validate_migration": True, "reset_migration": False},
    "Administrators": {"view_run": True, "run_migration": True, "validate_migration": True, "reset_migration": True},
}


@pytest.mark.parametrize("group", MAY)
def test_each_group_may_what_its_name_says(group: str, account: Callable[[str], User]) -> None:
    user = account(group)
    assert {name: user.has_perm(f"migrator.{name}") for name in MAY[group]} == MAY[group]


def test_nobody_can_make_accounts_through_these_groups(account: Callable[[str], User]) -> None:
    assert not account("Administrators").has_perm("auth.add_user")


def test_only_administrators_see_what_everybody_did(account: Callable[[str], User]) -> None:
    assert [account(group).has_perm("admin.view_logentry") for group in MAY] == [False, False, True]


def test_a_group_that_people_changed_is_left_alone(db: None) -> None:
    viewers = Group.objects.get(name="Viewers")
    viewers.permissions.set([Permission.objects.get(codename="view_run")])
    call_command("migrate", verbosity=0)
    assert [found.codename for found in viewers.permissions.all()] == ["view_run"]


def test_a_group_that_was_deleted_comes_back(db: None) -> None:
    Group.objects.get(name="Operators").delete()
    call_command("migrate", verbosity=0)
    assert Group.objects.get(name="Operators").permissions.filter(codename="run_migration").exists()
