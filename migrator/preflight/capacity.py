"""What a column can hold, from its declared type: the limits of MySQL and MariaDB."""

from __future__ import annotations

import re

from migrator.stores import ColumnInfo

__all__ = ["decimal_limit", "fits", "integer_range", "text_bytes"]

INTEGER_BITS = {"tinyint": 8, "smallint": 16, "mediumint": 24, "int": 32, "integer": 32, "bigint": 64}
TEXT_BYTES = {"tinytext": 2**8 - 1, "text": 2**16 - 1, "mediumtext": 2**24 - 1, "longtext": 2**32 - 1}
CHARACTER_BYTES = 4


def integer_range(column: ColumnInfo) -> tuple[int, int] | None:
    """Return the lowest and highest number of an integer column, None for other types."""
    bits = INTEGER_BITS.get(column.base)
    if bits is None:
        return None
    if "unsigned" in column.type.lower():
        return 0, 2**bits - 1
    return -(2 ** (bits - 1)), 2 ** (bits - 1) - 1


def decimal_limit(column: ColumnInfo) -> int | None:
    """Return the number that a decimal column's values must stay below, sign aside; None for other types."""
    found = re.search(r"\((\d+)\s*(?:,\s*(\d+))?\)", column.type)
    if column.kind != "decimal" or found is None:
        return None
    return int(10 ** (int(found[1]) - int(found[2] or 0)))


def text_bytes(column: ColumnInfo) -> int | None:
    """Return how many bytes a text column without declared length holds, None for other types."""
    return TEXT_BYTES.get(column.base)


def fits(origin: ColumnInfo, column: ColumnInfo) -> bool:
    """Tell whether every value that ``origin`` can hold has room in ``column``, a text as UTF-8, whatever it is."""
    if column.kind == "integer":
        wanted, given = integer_range(origin), integer_range(column)
        return given is None or (wanted is not None and given[0] <= wanted[0] and wanted[1] <= given[1])
    if column.kind == "decimal":
        high, limit = decimal_limit(origin), decimal_limit(column)
        return limit is None or (high is not None and high <= limit and origin.scale <= column.scale)
    if column.enum:
        return bool(origin.enum) and set(origin.enum) <= set(column.enum)
    if column.kind != "text" or origin.kind != "text" or origin.enum:
        return True
    if column.length is not None:
        return origin.length is not None and origin.length <= column.length
    room = text_bytes(column)
    if origin.length is not None:
        needed: int | None = origin.length * CHARACTER_BYTES
    else:
        needed = text_bytes(origin)
        if needed is not None and not origin.is_utf8:
            needed *= CHARACTER_BYTES
    return room is None or (needed is not None and needed <= room)
