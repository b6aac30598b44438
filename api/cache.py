"""A cache in the tool's own database: the same for every process, and with counters that never lose a step.

Rate limits and login limits have to hold across several web processes, also where there is no Redis. Django's own
database cache reads, adds and writes in three steps, so that two processes can count as one; here an increment is a
single UPDATE.
"""

from __future__ import annotations

import json
import random
import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import transaction
from django.db.models import F, Q

from api.models import CacheEntry

__all__ = ["SharedCache"]

CLEAN_EVERY = 500
"""One write in so many also removes what has expired."""


class SharedCache(BaseCache):
    """Holds whole numbers and whatever JSON can hold; ``TypeError`` for anything else."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return the value, or ``default``."""
        entry = CacheEntry.objects.filter(_alive(), key=self.make_and_validate_key(key, version)).first()
        return default if entry is None else _value(entry)

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        """Return the values that are there."""
        names = {self.make_and_validate_key(key, version): key for key in keys}
        return {names[entry.key]: _value(entry) for entry in CacheEntry.objects.filter(_alive(), key__in=names)}

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep a value for ``timeout`` seconds, for good when it is None."""
        CacheEntry.objects.update_or_create(
            key=self.make_and_validate_key(key, version), defaults=self._columns(value, timeout)
        )
        _clean_sometimes()

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value unless there is one; return whether it was kept. Only one of several callers hears True."""
        name = self.make_and_validate_key(key, version)
        _clean_sometimes()
        CacheEntry.objects.exclude(_alive()).filter(key=name).delete()
        _, created = CacheEntry.objects.get_or_create(key=name, defaults=self._columns(value, timeout))
        return created

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add ``delta`` to a number and return the sum; ``ValueError`` when there is no number under the key."""
        name = self.make_and_validate_key(key, version)
        # The row stays locked between the two statements, so that every caller reads its own sum.
        with transaction.atomic():
            if not CacheEntry.objects.filter(_alive(), key=name, number__isnull=False).update(
                number=F("number") + delta
            ):
                raise ValueError(f"there is no number under the key {key}")
            return int(CacheEntry.objects.values_list("number", flat=True).get(key=name) or 0)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Give a value a new life time; return whether it was there."""
        name = self.make_and_validate_key(key, version)
        return bool(CacheEntry.objects.filter(_alive(), key=name).update(expires_at=self.get_backend_timeout(timeout)))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Remove a value and return whether it was there."""
        return bool(CacheEntry.objects.filter(_alive(), key=self.make_and_validate_key(key, version)).delete()[0])

    def clear(self) -> None:
        """Remove everything."""
        CacheEntry.objects.all().delete()

    def _columns(self, value: Any, timeout: Any) -> dict[str, Any]:
        whole = isinstance(value, int) and not isinstance(value, bool)
        return {
            "number": value if whole else None,
            "document": "" if whole else json.dumps(value),
            "expires_at": self.get_backend_timeout(timeout),
        }


def _alive() -> Q:
    return Q(expires_at=None) | Q(expires_at__gt=time.time())


def _value(entry: CacheEntry) -> Any:
    return json.loads(entry.document) if entry.number is None else entry.number


def _clean_sometimes() -> None:
    if random.randrange(CLEAN_EVERY) == 0:  # noqa: S311 - no secret
        CacheEntry.objects.exclude(_alive()).delete()
