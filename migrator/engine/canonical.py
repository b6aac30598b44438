"""One text for one row, the same from SQL and from Python, on MySQL and on SQLite: what fingerprints are made of.

Each value is written as the target's column would show it (integers bare, decimals with the column's digits, dates as
text); the texts are joined by the unit separator, and CRC-32 of the result stands for the row.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, LargeBinary, Text, func, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from migrator.engine.sql import decimal, scale, written_as
from migrator.stores import ColumnInfo
from migrator.stores.sqlite import exact_text, plain_text, whole_text

__all__ = ["SEPARATOR", "cell", "digits", "fingerprint", "row_checksum", "sql_cell", "sql_checksum", "sql_line"]

SEPARATOR = "\x1f"
FLOAT_DIGITS = 8
TEXTS = frozenset({"text", "binary"})
_NULL: ColumnElement[str] = literal_column(r"'\\N'", Text())
"""How LOAD DATA reads NULL."""


def digits(column: ColumnInfo) -> int:
    """Return how many digits after the point a number of this column is compared with."""
    return (column.scale or FLOAT_DIGITS) if column.kind == "float" else column.scale


def cell(value: Any, column: ColumnInfo) -> str:
    """Return the canonical text of a value (not None) of ``column``."""
    match column.kind:
        case "integer":
            return whole_text(value)
        case "decimal" | "float":
            return exact_text(value, digits(column))
        case _:
            return plain_text(value)


def row_checksum(values: Iterable[Any], columns: Sequence[ColumnInfo]) -> int:
    """Return the checksum of a row given in Python, its values in the order of ``columns``."""
    cells = (cell(value, column) for value, column in zip(values, columns, strict=True) if value is not None)
    text = SEPARATOR.join(cells)
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def sql_cell(expression: ColumnElement[Any], column: ColumnInfo, *, stored: bool) -> ColumnElement[Any]:
    """Return the SQL of the canonical text; ``stored`` when the expression is a column of that very type."""
    match column.kind:
        case "integer":
            return expression if stored else _Integer(expression)
        case "decimal":
            return _Decimal(expression, scale(column.scale)) if stored else decimal(expression, scale(column.scale))
        case "float":
            return (_Float if stored else decimal)(expression, scale(digits(column)))
        case _:
            return expression


def sql_checksum(cells: Iterable[ColumnElement[Any]], *, is_utf8: bool = False) -> ColumnElement[int]:
    """Return the SQL of a row's checksum; ``is_utf8`` when all texts are stored so and need no conversion."""
    return _BytesChecksum(*cells) if is_utf8 else _Checksum(*cells)


def sql_line(cells: Iterable[tuple[ColumnElement[Any], ColumnInfo]]) -> ColumnElement[bytes]:
    """Return the SQL (MySQL's only) of a row as the line of a file that LOAD DATA reads with its default format."""
    return _Line(*(func.coalesce(_Escaped(e) if column.kind in TEXTS else e, _NULL) for e, column in cells))


def fingerprint(checksum: ColumnElement[int]) -> ColumnElement[Any]:
    """Return the SQL aggregate that gathers the checksums of many rows as hexadecimal text, eight digits a row."""
    return _Fingerprint(checksum)


class _Integer(FunctionElement[str]):
    inherit_cache = True
    name = "canonical_integer"


class _Decimal(FunctionElement[str]):
    inherit_cache = True
    name = "canonical_decimal"


class _Float(decimal):
    inherit_cache = True
    name = "canonical_float"


class _Checksum(FunctionElement[int]):
    type = BigInteger()
    inherit_cache = True
    name = "row_checksum"


class _BytesChecksum(_Checksum):
    inherit_cache = True
    name = "bytes_checksum"


class _Escaped(FunctionElement[str]):
    type = Text()
    inherit_cache = True
    name = "escaped"


class _Line(FunctionElement[bytes]):
    type = LargeBinary()
    inherit_cache = True
    name = "line"


class _Fingerprint(FunctionElement[str]):
    inherit_cache = True
    name = "fingerprint"


written_as(_Integer, "CAST({} AS SIGNED)", "CAST({} AS INTEGER)")
written_as(
    _Checksum,
    "CRC32(CONVERT(CONCAT_WS(CHAR(31 USING utf8mb4), {}) USING utf8mb4))",
    "crc32(concat_ws(char(31), {}))",
)
# The bare separator is binary, which makes the server join the bytes of all texts as they are.
written_as(_BytesChecksum, "CRC32(CONCAT_WS(CHAR(31), {}))", "crc32(concat_ws(char(31), {}))")
written_as(
    _Fingerprint,
    "GROUP_CONCAT(LPAD(HEX({}), 8, '0') SEPARATOR '')",
    "group_concat(printf('%08X', {}), '')",
)


@compiles(_Decimal)
def _decimal_mysql(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    return compiler.process(next(iter(element.clauses)), **kw)


@compiles(_Decimal, "sqlite")
@compiles(_Float, "sqlite")
def _number_sqlite(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    return f"exact_text({compiler.process(element.clauses, **kw)})"


@compiles(_Escaped)
def _escaped(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    text = compiler.process(element.clauses, **kw)
    return rf"REPLACE(REPLACE(REPLACE({text}, '\\', '\\\\'), '\t', '\\t'), '\n', '\\n')"


@compiles(_Line)
def _line(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    cells = compiler.process(element.clauses, **kw)
    return rf"CAST(CONVERT(CONCAT_WS('\t', {cells}) USING utf8mb4) AS BINARY)"
