"""Modules and their places in layouts (data-map 3.7, and 2.1 ``module`` and ``layout_module``)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from migrator.engine import php
from steps.convert.documents import read_map
from steps.convert.notes import Converted, Note, Row
from steps.convert.shipped import shipped_code
from steps.convert.target import Target

__all__ = ["convert_layout_module", "convert_layout_modules", "convert_module", "convert_modules"]

LIST = {"name": "", "axis": "horizontal", "limit": "5", "width": "200", "height": "200", "status": "0"}
BANNER = {
    "name": "",
    "banner_id": "0",
    "items": "1",
    "interval": "5000",
    "width": "200",
    "height": "200",
    "status": "0",
}

DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "banner": {**BANNER, "effect": "fade", "controls": "0", "indicators": "0"},
    "slideshow": {**BANNER, "effect": "slide", "controls": "1", "indicators": "1"},
    "carousel": {**BANNER, "effect": "slide", "items": "5", "controls": "1", "indicators": "1"},
    "featured": {"name": "", "product": [], "axis": "horizontal", "width": "200", "height": "200", "status": "0"},
    "bestseller": LIST,
    "latest": LIST,
    "special": LIST,
    "html": {"name": "", "module_description": {}, "status": "0"},
}
"""OpenCart 3 module → the keys OpenCart 4 reads without testing, with what to read where OpenCart 3 had none."""


def convert_module(row: Row, target: Target) -> Converted[dict[str, Any] | None]:
    """Return the ``module`` row for the target, or None with a note for a type that OpenCart 4 does not have."""
    key, old = str(row["module_id"]), str(row["code"])
    code = shipped_code("module", old, has_vouchers=target.has_vouchers)
    setting = read_map(row["setting"] or "{}")
    if code is None or setting is None:
        reason = "OpenCart 4 has no such module" if code is None else "its setting cannot be read"
        message = f"The module “{row['name']}” ({old}) was left out: {reason}."
        return Converted(None, (Note("dropped_module", "module", key, message, dict(row)),))
    notes: tuple[Note, ...] = ()
    setting = {**DEFAULTS.get(old, {}), "name": row["name"], **setting}
    if code == "featured":
        products, cut = _featured(setting)
        setting["product"] = products
        if cut:
            message = (
                f"The module “{row['name']}” showed {len(products)} of {len(products) + len(cut)} products; "
                "OpenCart 4 shows all, so the others were taken off its list."
            )
            notes = (Note("shortened_module", "module", key, message, {"product": cut}),)
    new = {**row, "code": f"opencart.{code}", "setting": php.to_json(setting)}
    return Converted(new, notes)


def convert_modules(source: Iterable[Row], target: Target) -> Converted[list[dict[str, Any]]]:
    """Return all ``module`` rows that the target can have."""
    return _collect(convert_module(row, target) for row in source)


def convert_layout_module(row: Row, module_ids: Collection[int], target: Target) -> Converted[dict[str, Any] | None]:
    """Return the ``layout_module`` row for the target, or None when there is nothing to show in that place.

    ``module_ids`` are the modules the target will have. Rows with an empty code, which OpenCart 3's own sample
    data contains, vanish without a note.
    """
    code = str(row["code"] or "")
    if code in ("", "0"):
        return Converted(None)
    name, dot, number = code.partition(".")
    new = shipped_code("module", name, has_vouchers=target.has_vouchers)
    if new is None or (dot and not (number.isdecimal() and int(number) in module_ids)):
        reason = "OpenCart 4 has no such module" if new is None else "the module was not migrated"
        message = f"“{code}” was left out of the layout {row['layout_id']}: {reason}."
        note = Note("dropped_layout_module", "layout_module", str(row["layout_module_id"]), message, dict(row))
        return Converted(None, (note,))
    return Converted({**row, "code": f"opencart.{new}{dot}{number}"})


def convert_layout_modules(
    source: Iterable[Row], module_ids: Collection[int], target: Target
) -> Converted[list[dict[str, Any]]]:
    """Return all ``layout_module`` rows that the target can have."""
    return _collect(convert_layout_module(row, module_ids, target) for row in source)


def _featured(setting: Mapping[str, Any]) -> tuple[list[Any], list[Any]]:
    """Split the products into those OpenCart 3 showed and those beyond its limit."""
    products = setting["product"]
    products = list(products.values()) if isinstance(products, dict) else products if isinstance(products, list) else []
    limit = str(setting.get("limit", ""))
    shown = int(limit) if limit.isdecimal() and int(limit) else len(products)
    return products[:shown], products[shown:]


def _collect(results: Iterable[Converted[dict[str, Any] | None]]) -> Converted[list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    notes: list[Note] = []
    for result in results:
        notes.extend(result.notes)
        if result.value is not None:
            rows.append(result.value)
    return Converted(rows, tuple(notes))
