"""The admin's own history: who did what, from the board as from the lists."""

from __future__ import annotations

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

__all__ = ["record"]


def record(user: AbstractBaseUser, record_changed: Model, sentence: str) -> None:
    """Write a sentence into the history of a record."""
    LogEntry.objects.create(
        user_id=user.pk,
        content_type=ContentType.objects.get_for_model(record_changed),
        object_id=str(record_changed.pk),
        object_repr=str(record_changed)[:200],
        action_flag=CHANGE,
        change_message=sentence,
    )
