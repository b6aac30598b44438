"""The admin's own history: who did what, from the board as from the lists."""

from __future__ import annotations

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

__all__ = ["record"]


def record(user: AbstractBaseUser, about: Model | str, sentence: str) -> None:
    """Write down what an account did, in the history of a record or about something that has none."""
    LogEntry.objects.create(
        user_id=user.pk,
        content_type=ContentType.objects.get_for_model(about) if isinstance(about, Model) else None,
        object_id=str(about.pk) if isinstance(about, Model) else None,
        object_repr=str(about)[:200],
        action_flag=CHANGE,
        change_message=sentence,
    )
