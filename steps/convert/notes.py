"""What a conversion has to tell the shop owner, and how secrets stay out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from migrator.engine.notes import MASK, Note, mask

__all__ = ["MASK", "Converted", "Note", "Row", "mask"]

Row: TypeAlias = Mapping[str, Any]
"""One row of a table: column → value."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Converted(Generic[T]):
    """A result, and what the shop owner should know about it."""

    value: T
    notes: tuple[Note, ...] = ()
