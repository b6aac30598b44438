"""The two stores of this installation, as the settings name them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from migrator.engine.context import Context, Options
from migrator.stores import Store, StoreUrl, refuse_same_database

__all__ = ["open_context", "pair_id"]


def pair_id() -> str:
    """Return a name for the two configured stores that stays while their addresses do (a new password changes nothing).

    Raises ``StoreUrlError`` when one is missing or malformed.
    """
    urls = "\n".join(
        str(StoreUrl.parse(getattr(settings, variable), variable))
        for variable in ("SOURCE_DATABASE_URL", "TARGET_DATABASE_URL")
    )
    return hashlib.sha256(urls.encode()).hexdigest()[:32]


@contextmanager
def open_context(options: Options | None = None) -> Iterator[Context]:
    """Yield a context for the configured stores, closed at the end.

    Raises ``StoreError`` with one sentence when one of them cannot be used.
    """
    source = Store.open(settings.SOURCE_DATABASE_URL, "source")
    target = Store.open(settings.TARGET_DATABASE_URL, "target")
    try:
        refuse_same_database(source, target)
        yield Context(source, target, options or Options())
    finally:
        source.dispose()
        target.dispose()
