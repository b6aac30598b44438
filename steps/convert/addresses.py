"""Address formats, which OpenCart 4 keeps in a table of their own (data-map 3.8)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from steps.convert.notes import Row

__all__ = ["AddressFormats", "convert_address_formats"]

FALLBACK = (
    "{firstname} {lastname}\r\n{company}\r\n{address_1}\r\n{address_2}\r\n{city} {postcode}\r\n{zone}\r\n{country}"
)
"""How OpenCart 3 prints an address of a country without a format."""


@dataclass(frozen=True, slots=True)
class AddressFormats:
    """The rows to add to ``address_format``, and ``country_id`` → ``address_format_id``."""

    rows: list[dict[str, Any]]
    by_country: Mapping[int, int]


def convert_address_formats(countries: Iterable[tuple[int, str | None]], fresh: Iterable[Row]) -> AddressFormats:
    """Return one format for each distinct text of ``countries`` (country_id, address_format).

    ``fresh`` are the target's rows, which stay; equal ones are used again. Line ends are stored as CRLF.
    """
    ids: dict[str, int] = {}
    for row in fresh:
        ids.setdefault(_normal(row["address_format"]), row["address_format_id"])
    next_id = max(ids.values(), default=0) + 1
    rows: list[dict[str, Any]] = []
    by_country: dict[int, int] = {}
    for country_id, text in countries:
        own = _normal(text)
        wanted = own or FALLBACK
        if wanted not in ids:
            name = "OpenCart 3 default" if wanted == FALLBACK else f"OpenCart 3 format {next_id}"
            rows.append({"address_format_id": next_id, "name": name, "address_format": wanted})
            ids[wanted] = next_id
            next_id += 1
        by_country[country_id] = ids[wanted]
    return AddressFormats(rows, by_country)


def _normal(text: str | None) -> str:
    return re.sub(r"\r\n|\r|\n", "\r\n", (text or "").strip())
