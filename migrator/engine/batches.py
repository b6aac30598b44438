"""Many things, so many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

__all__ = ["QUESTIONS", "batches"]

T = TypeVar("T")

QUESTIONS = 10
"""So many questions to a database go into one statement."""


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the items in lists of ``size``, the last one with what is left; no list is empty."""
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch
