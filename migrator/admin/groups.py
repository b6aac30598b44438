"""The three groups of people: viewers see, operators run and validate, administrators also reset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.db.models.signals import post_migrate
from django.dispatch import receiver

__all__ = ["GROUPS", "create_groups"]

VIEWING = ("view_",)
OPERATING = (
    *VIEWING,
    "run_migration",
    "stop_migration",
    "validate_migration",
    "transfer_files",
    "retry_rejectedrow",
)
EVERYTHING = ("",)

GROUPS: Mapping[str, Sequence[str]] = {"Viewers": VIEWING, "Operators": OPERATING, "Administrators": EVERYTHING}
"""Group → the beginnings of the codenames of its permissions on the migrator's records."""


@receiver(post_migrate, dispatch_uid="migrator.admin.groups")
def create_groups(sender: AppConfig, using: str = "default", **keywords: Any) -> None:
    """Create each group that is missing with its permissions; a group that exists is left as people made it."""
    if sender.name != "migrator":
        return
    # This receiver can come before Django's own, which makes the permissions.
    create_permissions(sender, using=using, apps=keywords["apps"], verbosity=0)
    for name, beginnings in GROUPS.items():
        group, created = Group.objects.using(using).get_or_create(name=name)
        if created:
            chosen = Q()
            for beginning in beginnings:
                chosen |= Q(codename__startswith=beginning)
            own = Permission.objects.using(using).filter(chosen, content_type__app_label=sender.label)
            group.permissions.set(own)
