"""TableMap: one declaration of how a target table is derived from the source.

Count, copy, verification, reset and documentation are all derived from it (see ``resolve``, ``copy``, ``verify``,
``snapshot`` and ``show_mapping``), so that no rule is written twice. Columns of the same name map by themselves; a
map names only what differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import ColumnElement, FromClause, Integer, Text, literal, literal_column
from sqlalchemy.sql.expression import ColumnCollection

from migrator.stores import Schema

if TYPE_CHECKING:
    from migrator.engine.context import Context

__all__ = [
    "Added",
    "Dropped",
    "Part",
    "Range",
    "Row",
    "Rule",
    "Scope",
    "TableMap",
    "computed",
    "renamed",
    "table_map",
    "value",
]

Row: TypeAlias = dict[str, Any]
Expr: TypeAlias = ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class Range:
    """Keys above ``after`` up to and including ``upto``; None is open."""

    after: int | None = None
    upto: int | None = None

    def where(self, column: Expr) -> list[Expr]:
        """Return the conditions that keep ``column`` inside."""
        return [
            *([] if self.after is None else [column > self.after]),
            *([] if self.upto is None else [column <= self.upto]),
        ]

    def overlaps(self, other: Range) -> bool:
        """Whether a key may be in both."""
        return _is_below(self.after, other.upto) and _is_below(other.after, self.upto)

    def __contains__(self, key: int) -> bool:
        return (self.after is None or key > self.after) and (self.upto is None or key <= self.upto)


def _is_below(after: int | None, upto: int | None) -> bool:
    return after is None or upto is None or after < upto


class Scope:
    """What a rule's expression can refer to: the part's source table, other source tables, and the context."""

    def __init__(self, context: Context, source: str, schema: str | None) -> None:
        self.context = context
        self.schema = schema
        self.main = context.source.table(source, schema=schema).alias("s")
        self._joined: dict[str, Any] = {}

    @property
    def c(self) -> ColumnCollection[str, Any]:
        """The columns of the part's source table."""
        return self.main.c

    def has(self, table: str, column: str | None = None) -> bool:
        """Whether the source has the table or column."""
        return self.context.source.schema.has(table, column)

    def other(self, table: str) -> Any:
        """Return another source table under an alias of its own."""
        return self.context.source.table(table, schema=self.schema).alias()

    def joined(self, name: str, make: Callable[[], Any]) -> Any:
        """Return the FROM element ``name``, made once, so that the join and the columns speak of the same one."""
        if name not in self._joined:
            self._joined[name] = make()
        return self._joined[name]


@dataclass(frozen=True, slots=True)
class Rule:
    """How one target column gets its value: an expression, and the same in words for the documentation.

    ``uses`` are the columns of the part's source table that arrive through it.
    """

    text: str
    expression: Callable[[Scope], Any]
    uses: tuple[str, ...] = ()


def computed(text: str, expression: Callable[[Scope], Any], *uses: str) -> Rule:
    """Return a rule from an expression over the scope."""
    return Rule(text, expression, uses)


def value(constant: str | int, why: str = "") -> Rule:
    """Return a rule that writes a constant."""
    shown = f"“{constant}”" if isinstance(constant, str) else str(constant)
    # Constants stand in the statement itself: they are ours, and integers bound as parameters lose their type.
    if isinstance(constant, int):
        return Rule(f"{shown}{why and f': {why}'}", lambda _: literal_column(str(constant), Integer()))
    return Rule(f"{shown}{why and f': {why}'}", lambda _: literal(constant, Text()))


def renamed(column: str) -> Rule:
    """Return a rule that takes a source column of another name."""
    return Rule(f"{column}", lambda s: s.c[column], (column,))


@dataclass(frozen=True, slots=True)
class Part:
    """One source of a target table's rows.

    Most rows come from SQL: the columns of ``source`` (by name, or by ``columns``), joined as ``joins`` says and kept
    where ``where`` holds. Rows for which ``convert_when`` holds pass through ``convert`` in Python on their way (None
    leaves the row out). ``rows`` gives further rows: called with the context and the range of source keys, it yields
    complete or partial rows as dictionaries; where ``source`` is empty it is the only origin.

    ``dropped`` names the columns of the source table that have no home in targets without a column of that name, and
    why; ``transient`` those that hold nothing worth keeping.

    The rows of the source key ``k`` have target keys in ``(offset + factor * (k - 1), offset + factor * k]``, so that
    a range of source keys is a range of target keys.
    """

    source: str = ""
    columns: Mapping[str, Rule] = field(default_factory=dict)
    dropped: Mapping[str, str] = field(default_factory=dict)
    transient: Mapping[str, str] = field(default_factory=dict)
    where: Callable[[Scope], Expr | None] | None = None
    where_text: str = ""
    joins: Callable[[Scope], FromClause] | None = None
    key: str = ""
    factor: int = 1
    offset: Callable[[Context], int] | None = None
    rows: Callable[[Context, Range], Iterable[Row]] | None = None
    convert: Callable[[Context, Row], Row | None] | None = None
    convert_when: Callable[[Scope], Expr] | None = None
    reads: tuple[str, ...] = ()
    text: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """All source tables that the part reads on its own account."""
        return (*((self.source,) if self.source else ()), *self.reads)


@dataclass(frozen=True, slots=True)
class Added:
    """A column that the target table gets in addition (``ddl`` is its type), removed again by a reset."""

    name: str
    ddl: str
    why: str


@dataclass(frozen=True, slots=True)
class TableMap:
    """How one target table is derived; ``parts`` follow each other in ascending target keys.

    ``key`` is the integer column by which chunks are cut (the first of the primary key when empty); ``when`` tells
    from the schema of the target whether the table takes part; ``creates`` holds the columns of a table that a fresh
    target lacks.
    """

    target: str
    parts: tuple[Part, ...]
    key: str = ""
    when: Callable[[Context], bool] | None = None
    adds: tuple[Added, ...] = ()
    creates: str = ""

    def applies(self, context: Context) -> bool:
        """Whether this target gets the table."""
        if not self.creates and not context.target_has(self.target):
            return False
        return self.when is None or self.when(context)

    @property
    def sources(self) -> frozenset[str]:
        """All source tables that the map reads."""
        return frozenset(name for part in self.parts for name in part.sources)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A source table that has no home in the target, and why.

    ``transient`` tables hold nothing worth keeping (sessions, counters): their rows are counted, not exported.
    ``when`` restricts the loss to targets that lack the table; ``note`` turns the rows into remarks for people.
    """

    table: str
    reason: str
    transient: bool = False
    when: Callable[[Schema], bool] | None = None


def table_map(
    target: str,
    source: str = "",
    *,
    columns: Mapping[str, Rule] | None = None,
    dropped: Mapping[str, str] | None = None,
    key: str = "",
    part_key: str = "",
    when: Callable[[Context], bool] | None = None,
    adds: tuple[Added, ...] = (),
    **part: Any,
) -> TableMap:
    """Return a map with one part; the source has the target's name unless another is given.

    ``key`` and ``part_key`` are the chunk columns of target and source, the rest are fields of ``Part``.
    """
    return TableMap(
        target,
        (Part(source or target, columns or {}, dropped or {}, key=part_key, **part),),
        key=key,
        when=when,
        adds=adds,
    )
