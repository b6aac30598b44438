"""The merge of installed extensions (data-map 2.1 ``extension``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from steps.convert.notes import Converted, Note, Row
from steps.convert.shipped import shipped_code
from steps.convert.target import Target

__all__ = ["merge_extensions"]


def merge_extensions(source: Iterable[Row], fresh: Iterable[Row], target: Target) -> Converted[list[dict[str, Any]]]:
    """Return the target's ``extension`` rows: its own, and those of the source whose files OpenCart 4 has.

    A row without files would make the checkout fail, so every other one is left out and reported.
    """
    rows = [dict(row) for row in fresh]
    present = {(row["type"], row["code"]) for row in rows}
    next_id = max((row["extension_id"] for row in rows), default=0) + 1
    notes: list[Note] = []
    for row in source:
        kind, old = str(row["type"]), str(row["code"])
        code = shipped_code(kind, old, has_vouchers=target.has_vouchers)
        if code is None:
            message = f"OpenCart {target.line} has no {kind} extension “{old}”; look for one that works with it."
            notes.append(Note("dropped_extension", "extension", str(row["extension_id"]), message, dict(row)))
        elif (kind, code) not in present:
            present.add((kind, code))
            rows.append({"extension_id": next_id, "extension": "opencart", "type": kind, "code": code})
            next_id += 1
    return Converted(rows, tuple(notes))
