"""What is known about OpenCart 3's extensions, read from ``knowledge.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from migrator.demo import layouts

__all__ = ["CoreExtension", "Kind", "core_extension", "kinds", "stock_columns", "table_owner"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of extensions: what people call it and one of it, what its absence means, and what to do about it."""

    label: str
    one: str
    loss: str
    do: str


@dataclass(frozen=True, slots=True)
class CoreExtension:
    """An extension that came with OpenCart 3. ``why`` is set when OpenCart 4 has no need of it."""

    name: str
    do: str = ""
    fate: str = ""
    why: str = ""


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("knowledge.toml").read_text(encoding="utf-8"))


@cache
def kinds() -> Mapping[str, Kind]:
    """Return all types of extensions by their word."""
    return {name: Kind(**values) for name, values in _data()["types"].items()}


@cache
def core_extension(kind: str, code: str) -> CoreExtension | None:
    """Return what is known about an extension of OpenCart 3 that OpenCart 4 has not."""
    found = _data()["core"].get(kind, {}).get(code)
    return CoreExtension(**found) if found else None


def table_owner(table: str) -> str:
    """Return ``type/code`` of the core extension that made a table, "" when none did."""
    beginnings = [beginning for beginning in _data()["tables"] if table.startswith(beginning)]
    return str(_data()["tables"][max(beginnings, key=len)]) if beginnings else ""


@cache
def stock_columns() -> Mapping[str, frozenset[str]]:
    """Return the tables of all OpenCart 3 releases with the columns that any release gave them."""
    found: dict[str, set[str]] = {}
    for release in layouts.releases():
        layout = layouts.load(release)
        if layout.generation == 3:
            for name, table in layout.tables.items():
                found.setdefault(name, set()).update(table.columns)
    return {name: frozenset(columns) for name, columns in found.items()}
