"""Transfer and verify files for the API."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from api.findings import remember_files
from migrator.files import Roots, transfer, verify
from migrator.stores import Store

__all__ = ["transferred", "verified"]


def transferred(kinds: list[str], *, force: bool, validate: bool) -> dict[str, Any]:
    """Transfer files of these kinds (all when empty) and return the answer; ``validate`` verifies them afterwards."""
    with _opened() as (store, source, target):
        answer = {"transfer": transfer(store, source, target, kinds, force=force).as_dict()}
        if validate:
            answer["verification"] = _verified(store, source, target, kinds)
    return answer


def verified(kinds: list[str]) -> dict[str, Any]:
    """Look into every file of these kinds (all when empty) in OpenCart 4 and return the answer."""
    with _opened() as (store, source, target):
        return {"verification": _verified(store, source, target, kinds)}


def _verified(store: Store, source: Roots, target: Roots, kinds: list[str]) -> dict[str, Any]:
    report = verify(store, target.with_same(source), kinds, origin=source)
    remember_files(report)
    return report.as_dict()


@contextmanager
def _opened() -> Iterator[tuple[Store, Roots, Roots]]:
    store = Store.open(settings.SOURCE_DATABASE_URL, "source")
    try:
        with (
            Roots.open("source", settings.SOURCE_IMAGE_URL, settings.SOURCE_STORAGE_URL) as source,
            Roots.open("target", settings.TARGET_IMAGE_URL, settings.TARGET_STORAGE_URL) as target,
        ):
            yield store, source, target
    finally:
        store.dispose()
