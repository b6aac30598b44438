"""Which OpenCart a schema belongs to (data-map 1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from migrator.stores.errors import ForeignStoreError, TouchedStoreError
from migrator.stores.schema import Schema

__all__ = ["Release", "detect"]

Line = Literal["3.0", "4.0", "4.1"]


@dataclass(frozen=True, slots=True)
class Release:
    """A release, or the range of releases that share its schema.

    ``first`` is the oldest release with this schema; ``label`` is what people read (“3.0.3.2 – 3.0.3.9”).
    """

    line: Line
    first: tuple[int, int, int, int]
    label: str

    @property
    def generation(self) -> int:
        return self.first[0]

    def __str__(self) -> str:
        return f"OpenCart {self.label}"


def _release(first: str, last: str = "") -> Release:
    a, b, c, d = (int(part) for part in first.split("."))
    line: Line = "3.0" if a == 3 else "4.1" if (a, b) >= (4, 1) else "4.0"
    return Release(line, (a, b, c, d), f"{first} – {last}" if last else first)


def detect(schema: Schema, *, where: str, variable: str = "") -> Release:
    """Return the release of ``schema``; ``where`` names the database in errors.

    Raises ``ForeignStoreError`` (no OpenCart, or one before 3) and ``TouchedStoreError`` (the stock
    in-place upgrade has run on it).
    """
    has = schema.has
    if has("url_alias") and not has("seo_url"):
        raise ForeignStoreError(
            f"{where} is an OpenCart 1.5 or 2 store, and only OpenCart 3 can be migrated; "
            "upgrade it to OpenCart 3.0.3.9 first",
            variable=variable,
        )
    if not (has("seo_url") and has("setting") and has("product")):
        raise ForeignStoreError(
            f"{where} has no OpenCart tables under this prefix; check the database name and ?prefix=",
            variable=variable,
        )
    old, new = has("seo_url", "query"), has("seo_url", "key")
    if (old and new) or (has("customer", "address_id") and has("address", "default")):
        raise TouchedStoreError(
            f"{where} was already changed by OpenCart's own upgrade, which destroys data; "
            "use a backup of the OpenCart 3 database, or a freshly installed OpenCart 4 as the target",
            variable=variable,
        )
    if old:
        return _detect_3(schema)
    if new and has("address_format"):
        return _detect_4(schema)
    raise ForeignStoreError(
        f"{where} is no OpenCart release that is known here; check the database name and ?prefix=",
        variable=variable,
    )


def _detect_3(schema: Schema) -> Release:
    has = schema.has
    if not has("session"):
        return _release("3.0.0.0")
    if has("advertise_google_target"):
        return _release("3.0.3.0", "3.0.3.1")
    if not has("googleshopping_product"):
        return _release("3.0.0.2", "3.0.2.0")
    if not has("order_shipment"):
        return _release("3.0.5.0", "3.0.5.1")
    if schema["event"].columns["sort_order"].default is not None:
        return _release("3.0.4.0", "3.0.4.1")
    return _release("3.0.3.2", "3.0.3.9")


def _detect_4(schema: Schema) -> Release:
    has = schema.has
    if has("product_code"):
        return _release("4.1.0.1", "4.1.0.3") if has("product", "sku") else _release("4.1.0.4")
    if has("api_history") and not has("voucher"):
        return _release("4.1.0.0")
    if has("article"):
        return _release("4.0.2.3")
    if has("product", "rating"):
        return _release("4.0.2.2")
    if has("order", "payment_address_id"):
        return _release("4.0.2.0", "4.0.2.1")
    return _release("4.0.0.0") if has("product", "viewed") else _release("4.0.1.0", "4.0.1.1")
