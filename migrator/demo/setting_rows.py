"""Rows of the table ``setting`` from a compact notation."""

from __future__ import annotations

from migrator.demo.fill import Row

__all__ = ["parse"]


def parse(text: str, *, store_id: int = 0) -> list[Row]:
    """Return the settings in ``text``.

    A line without indentation is a code (``payment_cod``); the indented lines below it have the key without the
    code in front, and the value. ``\\n`` in a value is a line end. A value that begins as JSON is serialized.
    """
    found = []
    code = ""
    for line in text.strip().splitlines():
        if not line.startswith(" "):
            code = line.strip()
            continue
        key, _, value = line.strip().partition(" ")
        value = value.strip().replace("\\n", "\n")
        found.append(
            {
                "store_id": store_id,
                "code": code,
                "key": f"{code}_{key}",
                "value": value,
                "serialized": int(value.startswith(("[", "{"))),
            }
        )
    return found
