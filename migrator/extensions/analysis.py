"""Judge each extension of the shop: does OpenCart 4 have it, what follows, what is to be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from migrator.extensions.available import Available
from migrator.extensions.inventory import EXTENSION_TYPES, Found, inventory
from migrator.extensions.knowledge import Kind, core_extension, kinds, table_owner
from migrator.files.folders import Folder
from migrator.stores import Store

__all__ = ["Analysis", "Extension", "analyze"]

Compatibility = Literal["compatible", "replaced", "missing", "not_needed"]
COMPATIBILITIES: Sequence[Compatibility] = ("compatible", "replaced", "missing", "not_needed")


@dataclass(frozen=True, slots=True)
class Extension:
    """One extension, judged. ``compatibility`` is one of

    ``compatible``  OpenCart 4 has it under the same name,
    ``replaced``    OpenCart 4 does the same under the name ``replaced_by``,
    ``missing``     it is in use (or switched on) and OpenCart 4 has it not,
    ``not_needed``  nothing is lost without it.
    """

    found: Found
    name: str
    compatibility: Compatibility
    consequence: str
    action: str
    replaced_by: str = ""
    target_row: bool = False
    target_files: bool | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the extension in the shape of ``GET /api/extensions/analyze``."""
        found = self.found
        return {
            "code": found.code,
            "type": found.kind,
            "name": self.name,
            "oc3_installed": found.installed,
            "oc3_enabled": found.enabled,
            "oc3_in_use": found.in_use,
            "oc4_available": self.compatibility in {"compatible", "replaced"},
            "oc4_installed": self.target_row,
            "oc4_files": self.target_files,
            "compatibility": self.compatibility,
            "replaced_by": self.replaced_by or None,
            "consequence": self.consequence,
            "action": self.action,
            "layouts": found.layouts,
            "orders": found.orders,
            "last_order": found.last_order or None,
            "package": found.package or None,
            "details": found.details,
        }


@dataclass(frozen=True, slots=True)
class Analysis:
    """All extensions of a shop, by type and code."""

    extensions: tuple[Extension, ...]

    def count(self, compatibility: Compatibility, kind: str = "") -> int:
        """Return how many extensions (of a type) are judged so."""
        return sum(item.compatibility == compatibility and kind in {"", item.found.kind} for item in self.extensions)

    @property
    def categories(self) -> Mapping[str, Mapping[str, Any]]:
        """Return for each type its label and how many extensions it has in all and of each judgement."""
        found = dict.fromkeys(item.found.kind for item in self.extensions)
        return {
            kind: {
                "label": kinds().get(kind, kinds()["other"]).label,
                "total": sum(item.found.kind == kind for item in self.extensions),
                **{word: self.count(word, kind) for word in COMPATIBILITIES},
            }
            for kind in found
        }

    def as_dict(self) -> dict[str, Any]:
        """Return the ``analysis`` object of ``GET /api/extensions/analyze``; the four counts add up to the total."""
        return {
            "total_extensions": len(self.extensions),
            **{word: self.count(word) for word in COMPATIBILITIES},
            "categories": self.categories,
            "extensions": [item.as_dict() for item in self.extensions],
        }


def analyze(source: Store, target: Store | None = None, *, program: Folder | None = None) -> Analysis:
    """Return what becomes of every extension of the OpenCart 3 ``source``.

    ``target`` is the OpenCart 4 database, without which 4.1 is assumed; ``program`` its folder with ``index.php``,
    whose ``extension/`` tells which programs are really there. Nothing is written.
    """
    available = Available.of(target, program)
    return Analysis(tuple(_judge(found, available) for found in inventory(source)))


def _judge(found: Found, available: Available) -> Extension:
    known = core_extension(found.kind, found.code)
    name = found.name or (known.name if known else "") or found.code
    subject = f"The {_kind(found).one} {name}"
    files = available.has_files(found.kind, found.code)
    replacement = available.replacement(found.kind, found.code)

    def judged(compatibility: Compatibility, consequence: str, action: str, replaced_by: str = "") -> Extension:
        row = available.has_row(found.kind, replaced_by or found.code)
        there = available.has_files(found.kind, replaced_by) if replaced_by else files
        return Extension(found, name, compatibility, consequence, action, replaced_by, row, there)

    if available.shipped(found.kind, found.code):
        if files is False:
            return judged(
                "missing",
                f"{subject} belongs to OpenCart 4, but its files are not in the installation.",
                "Upload the complete program of OpenCart 4 again.",
            )
        return judged("compatible", f"{subject} is part of OpenCart 4 and keeps its settings.", "Nothing.")
    if replacement:
        return judged(
            "replaced",
            f"{subject} is called {replacement} in OpenCart 4; the settings are converted.",
            "Look at the page that shows it.",
            replacement,
        )
    if files or (files is None and available.has_row(found.kind, found.code)):
        return judged(
            "compatible",
            f"{subject} is installed in OpenCart 4 already; its settings are not copied.",
            "Set it up in OpenCart 4 and try it.",
        )
    if found.kind == "table" and _is_brought_over(found.code, available):
        return judged("compatible", f"{subject} belongs to an extension of OpenCart 4 and is copied.", "Nothing.")
    return _judge_absent(found, subject, judged)


def _judge_absent(found: Found, subject: str, judged: Callable[[Compatibility, str, str], Extension]) -> Extension:
    known = core_extension(found.kind, found.code)
    history = _history(found)
    if known is not None and known.fate == "not_needed":
        return judged("not_needed", f"{known.why}{history}", "Nothing.")
    if not found.in_use:
        return judged("not_needed", f"{subject} {_idle(found)}, so nothing is lost.{history}", "Nothing.")
    kind = _kind(found)
    return judged(
        "missing",
        f"{subject} is missing in OpenCart 4: {kind.loss}{history}",
        (known.do if known is not None else "") or kind.do,
    )


def _idle(found: Found) -> str:
    if found.kind == "table":
        return "is empty"
    if not found.installed and found.kind in EXTENSION_TYPES:
        return "is not installed any more"
    return "is switched off" if not found.enabled else "is shown nowhere"


def _is_brought_over(table: str, available: Available) -> bool:
    owner = table_owner(table)
    return bool(owner) and available.shipped(*owner.split("/"))


def _history(found: Found) -> str:
    if not found.orders:
        return ""
    orders = "1 past order" if found.orders == 1 else f"{found.orders} past orders"
    return f" {orders} used it, the last on {found.last_order[:10]}."


def _kind(found: Found) -> Kind:
    return kinds().get(found.kind, kinds()["other"])
