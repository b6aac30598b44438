"""The three groups of people: viewers see, operators run and validate, administrators also reset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

__all__ = ["GROUPS", "create_groups"]

VIEWING = ("migrator.view_",)
OPERATING = (
    *VIEWING,
    "migrator.run_migration",
    "migrator.stop_migration",
    "migrator.validate_migration",
    "migrator.transfer_files",
    "migrator.retry_rejectedrow",
)
EVERYTHING = ("migrator.", "admin.view_logentry")

GROUPS: Mapping[str, Sequence[str]] = {"Viewers": VIEWING, "Operators": OPERATING, "Administrators": EVERYTHING}
"""Group → the beginnings of its permissions (application and codename)."""


def create_groups(sender: AppConfig, using: str = "default", **keywords: Any) -> None:
    """Create each group that is missing with its permissions; a group that exists is left as people made it.

    Called after the database's migrations, with what Django says about them.
    """
    # This can be called before Django's own receiver, which makes the permissions.
    create_permissions(sender, using=using, apps=keywords["apps"], verbosity=0)
    for name, beginnings in GROUPS.items():
        group, created = Group.objects.using(using).get_or_create(name=name)
        if created:
            group.permissions.set(Permission.objects.using(using).filter(_any_of(beginnings)))


def _any_of(beginnings: Sequence[str]) -> Q:
    chosen = Q()
    for beginning in beginnings:
        application, codename = beginning.split(".")
        chosen |= Q(content_type__app_label=application, codename__startswith=codename)
    return chosen
