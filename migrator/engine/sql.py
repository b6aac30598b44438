"""The few SQL functions that table maps use beyond SQLAlchemy's own, for MySQL, MariaDB and SQLite."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

__all__ = [
    "as_integer",
    "before_dot",
    "collation_hash",
    "concat",
    "decimal",
    "is_serialized",
    "json_has_keys",
    "json_quote",
    "money",
    "numbers",
    "quoted",
    "same_bytes",
    "same_code",
    "same_text",
    "scale",
    "text_of",
    "utf8_bytes",
    "written_as",
]

Expr = ColumnElement[Any]

LARGEST = 2**31 - 1
"""The largest number that an integer column of OpenCart 4 holds."""


def concat(*parts: Expr | str) -> Expr:
    """Join texts; NULL when one of them is NULL."""
    return func.concat(*(literal(part, Text()) if isinstance(part, str) else part for part in parts), type_=Text())


def before_dot(text: Expr) -> Expr:
    """Return what stands before the first dot, or all of it when there is none."""
    return func.substring_index(text, ".", 1, type_=Text())


def as_integer(text: Expr) -> Expr:
    """Return the number that a text column holds, at most ``LARGEST``, 0 when it holds none (data-map 0)."""
    # Without the test the server would warn of every other text, and a warning is a refusal here.
    number = cast(func.trim(text), BigInteger())
    return case(
        (func.trim(text).op("REGEXP")("^-?[0-9]{1,18}$"), case((number > LARGEST, LARGEST), else_=number)), else_=0
    )


def is_serialized(text: Expr) -> Expr:
    """Return whether a text is one of PHP's serialized values (data-map G8)."""
    return or_(text.like("a:%"), text.like("s:%"), text.like("O:%"), text.like("i:%"), text.like("b:%"))


def same_bytes(left: Expr, right: Expr, *, is_utf8: bool = True) -> Expr:
    """Compare byte by byte: the collations of both generations take “É” for “e”.

    ``is_utf8`` when both are stored as UTF-8 (or are literals) and need no conversion.
    """
    as_bytes = _Bytes if is_utf8 else utf8_bytes
    return as_bytes(left) == as_bytes(right)


def same_text(left: Expr, right: Expr) -> Expr:
    """Compare byte by byte, and by collation before, so that an index can help."""
    return and_(left == right, same_bytes(left, right))


def same_code(text: Expr, codes: Collection[str]) -> Expr:
    """Return whether a text is one of the codes letter by letter, as file names are compared."""
    return _Bytes(text).in_([_Bytes(literal(code, Text())) for code in sorted(codes)])


def quoted(name: str) -> str:
    """Return a name as MySQL and SQLite both take it inside a statement."""
    return "`" + name.replace("`", "``") + "`"


def money(amount: Expr, digits: Expr | int) -> Expr:
    """Format an amount with thousands separators and so many digits: ``1,234.50``."""
    return func.format(amount, digits, type_=Text())


class json_has_keys(FunctionElement[int]):
    """Whether a JSON object has all these keys, not true of other JSON: ``json_has_keys(text, "name", "code")``."""

    type = BigInteger()
    inherit_cache = True
    name = "json_has_keys"

    def __init__(self, text: Expr, *keys: str) -> None:
        super().__init__(text, *(literal(f"$.{key}", Text()) for key in keys))


class json_quote(FunctionElement[str]):
    """A text as a JSON string, quotes included."""

    type = Text()
    inherit_cache = True
    name = "json_quote"


class decimal(FunctionElement[Any]):
    """A number rounded to the scale of a DECIMAL column, as text: ``decimal(expr, 4)`` gives ``5.0000``."""

    type = Text()
    inherit_cache = True
    name = "decimal"


class text_of(FunctionElement[str]):
    """Any value as utf8mb4 text."""

    type = Text()
    inherit_cache = True
    name = "text_of"


class collation_hash(FunctionElement[int]):
    """A number that is the same for texts that are equal to the text's collation: quicker to group by than texts."""

    type = BigInteger()
    inherit_cache = True
    name = "collation_hash"


class _Bytes(FunctionElement[bytes]):
    type: TypeEngine[Any] = Text()
    inherit_cache = True
    name = "bytes"


class utf8_bytes(_Bytes):
    """The bytes of a text in UTF-8, whatever it is stored in."""

    inherit_cache = True


def written_as(function: type[FunctionElement[Any]], mysql: str, sqlite: str) -> None:
    """Say how a function is written on MySQL and MariaDB and on SQLite; ``{}`` stands for its arguments."""

    def writing(template: str) -> Callable[..., str]:
        return lambda element, compiler, **kw: template.format(compiler.process(element.clauses, **kw))

    compiles(function)(writing(mysql))
    compiles(function, "sqlite")(writing(sqlite))


written_as(json_quote, "JSON_QUOTE(CONVERT({} USING utf8mb4))", "json_text({})")
written_as(text_of, "CONVERT({} USING utf8mb4)", "CAST({} AS TEXT)")
written_as(collation_hash, "CRC32(WEIGHT_STRING(RTRIM({})))", "crc32({})")
written_as(_Bytes, "CAST({} AS BINARY)", "CAST({} AS BLOB)")
written_as(utf8_bytes, "CAST(CONVERT({} USING utf8mb4) AS BINARY)", "CAST({} AS BLOB)")


@compiles(json_has_keys)
def _json_has_keys_mysql(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    text, *paths = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"COALESCE(JSON_CONTAINS_PATH({text}, 'all', {', '.join(paths)}), 0)"


@compiles(json_has_keys, "sqlite")
def _json_has_keys_sqlite(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    text, *paths = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"({' AND '.join(f'json_type({text}, {path}) IS NOT NULL' for path in paths)})"


@compiles(decimal)
def _decimal_mysql(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    number, scale = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"CAST(CAST({number} AS DECIMAL(40,{scale})) AS CHAR)"


@compiles(decimal, "sqlite")
def _decimal_sqlite(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    return f"decimal_text({compiler.process(element.clauses, **kw)})"


def scale(value: int) -> Expr:
    """Return a bare number for a place where SQL takes no parameter."""
    return literal_column(str(value), Integer())


def numbers(count: int) -> Any:
    """Return a derived table with one column ``n`` of 1 … ``count``."""
    return union_all(*(select(literal_column(str(n), Integer()).label("n")) for n in range(1, count + 1))).subquery()
