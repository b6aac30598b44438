"""Write many records of the tool's own database at once, whether they are there already or not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db import connections, models, router

__all__ = ["write_all"]

M = TypeVar("M", bound=models.Model)


def write_all(model: type[M], records: Iterable[M], *key: str) -> None:
    """Insert records, or replace those that have the same values in the fields ``key`` (which must be unique)."""
    database = connections[router.db_for_write(model)]
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key and field.name not in key]
    model._default_manager.bulk_create(
        list(records),
        update_conflicts=True,
        update_fields=fields,
        # MySQL takes whichever unique key is violated and lets nobody name one.
        unique_fields=key if database.features.supports_update_conflicts_with_target else None,
    )
