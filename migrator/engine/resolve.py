"""Table maps applied to two real stores: every target column with its expression, every source column accounted for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import (
    BigInteger,
    FromClause,
    Select,
    TableClause,
    Text,
    and_,
    false,
    func,
    literal,
    literal_column,
    not_,
    select,
)

from migrator.engine.canonical import digits, row_checksum, sql_cell, sql_checksum, sql_line
from migrator.engine.context import Context
from migrator.engine.prepared import Prepared
from migrator.engine.sql import as_integer
from migrator.engine.tablemap import Added, Expr, Part, Range, Row, Scope, TableMap
from migrator.stores import ColumnInfo
from migrator.stores.tables import table_of

__all__ = ["ResolvedPart", "ResolvedTable", "additions", "resolve"]

INTEGER, TEXT = BigInteger(), Text()


@dataclass(frozen=True, slots=True)
class Terms:
    """What the statements of a part are made of, made once.

    ``columns`` are (target column, expression, whether it is the same type as stored) for every target column.
    """

    scope: Scope
    origin: FromClause
    key: Expr
    where: Expr | None
    columns: tuple[tuple[ColumnInfo, Expr, bool], ...]

    @classmethod
    def of(cls, part: ResolvedPart, scope: Scope) -> Terms:
        """Return the terms of a part in a scope."""
        rules = part.part
        return cls(
            scope,
            rules.joins(scope) if rules.joins else scope.main,
            scope.c[part.source_key],
            rules.where(scope) if rules.where else None,
            tuple(_column(part, scope, column) for column in part.table.columns),
        )


def _column(part: ResolvedPart, scope: Scope, column: ColumnInfo) -> tuple[ColumnInfo, Expr, bool]:
    rule = part.part.columns.get(column.name)
    if rule is not None:
        return column, rule.expression(scope), False
    origin = part.context.source.schema[part.part.source].columns.get(column.name)
    if origin is None:
        return column, _constant(column), False
    found: Expr = scope.c[column.name]
    if origin.nullable:
        found = func.coalesce(found, _constant(column))
    if column.kind == "integer" and origin.kind == "text":
        found = as_integer(found)
    alike = not origin.nullable and origin.kind == column.kind and digits(origin) == digits(column)
    return column, found, alike


@dataclass(frozen=True)
class ResolvedPart:
    """A part of a map with the facts of two stores filled in."""

    table: ResolvedTable
    part: Part
    position: int
    offset: int
    bounds: Range

    @property
    def context(self) -> Context:
        return self.table.context

    @cached_property
    def prepared(self) -> Prepared:
        """The part's statements over a chunk."""
        return Prepared()

    @property
    def source_key(self) -> str:
        """The column of the source table by which chunks are cut."""
        return self.part.key or self.table.key

    @property
    def is_cut_by_number(self) -> bool:
        """Whether the source's rows can be cut into ranges of a number."""
        source = self.part.source
        return bool(source) and self.context.source.schema[source].columns[self.source_key].kind == "integer"

    def target_range(self, chunk: Range) -> Range:
        """Return the target keys that belong to a chunk of source keys."""
        part = self.part
        return Range(
            self.bounds.after if chunk.after is None else self.offset + part.factor * chunk.after,
            self.bounds.upto if chunk.upto is None else self.offset + part.factor * chunk.upto,
        )

    def source_keys(self, key: Sequence[str]) -> Range | None:
        """Return the source keys of the target row with this key (texts); None when it does not tell them."""
        names = self.table.key_columns
        if not self.is_cut_by_number or self.table.key not in names or self.part.factor != 1:
            return None
        lead = int(key[names.index(self.table.key)]) - self.offset
        return Range(lead - 1, lead)

    def terms(self, schema: str | None = None) -> Terms:
        """Return what the part's statements are made of; ``schema`` qualifies the source's tables."""
        schema = schema or self.context.source.own_schema
        if schema not in self._terms:
            self._terms[schema] = Terms.of(self, Scope(self.context, self.part.source, schema))
        return self._terms[schema]

    @cached_property
    def _terms(self) -> dict[str | None, Terms]:
        return {}

    def conditions(self, terms: Terms, chunk: Range, *, converted: bool | None = False) -> list[Expr]:
        """Return the WHERE of a chunk of source keys, for the rows that do (or do not) need Python; None is both."""
        result = [*chunk.where(terms.key), *([] if terms.where is None else [terms.where])]
        if converted is not None and self.part.convert_when is not None and (converted or self.converts):
            special = func.coalesce(self.part.convert_when(terms.scope), false())
            result.append(special if converted else not_(special))
        return result

    @cached_property
    def special(self) -> Range | None:
        """The keys between which the rows of the source are that need Python, None when no row does.

        Rows that are added later have higher keys: the last chunk, which is open, is always looked through.
        """
        if self.part.convert_when is None:
            return None
        key = self.terms().key
        ends = self._from(self.terms(), select(func.min(key), func.max(key)), Range(), converted=True)
        with self.context.source.connect() as connection:
            low, high = connection.execute(ends).one()
        if low is None:
            return None
        return Range(int(low) - 1, int(high)) if self.is_cut_by_number else Range()

    @property
    def converts(self) -> bool:
        """Whether any row of the source needs Python."""
        return self.special is not None

    def statement(self, chunk: Range, *, schema: str | None = None, converted: bool = False) -> Select[Any]:
        """Return the SELECT of the complete target rows of a chunk."""
        terms = self.terms(schema)
        columns = [found.label(column.name) for column, found, _ in terms.columns]
        return self._from(terms, select(*columns), chunk, converted=converted)

    def checksums(self, chunk: Range) -> Select[Any]:
        """Return the SELECT of the checksum ``c`` of every mapped row of a chunk."""
        terms = self.terms()
        return self._from(terms, select(self._checksum(terms).label("c")), chunk)

    def lines(self, chunk: Range) -> Select[Any]:
        """Return the SELECT of every mapped row of a chunk as one line, as LOAD DATA reads it."""
        terms = self.terms()
        found = ((sql_cell(e, column, stored=alike), column) for column, e, alike in terms.columns)
        return self._from(terms, select(sql_line(found)), chunk)

    def keyed_checksums(self, chunk: Range) -> Select[Any]:
        """Return the SELECT of the target's key columns and ``c`` of every mapped row of a chunk."""
        terms = self.terms()
        keys = [e.label(column.name) for column, e, _ in terms.columns if column.name in self.table.key_columns]
        return self._from(terms, select(*keys, self._checksum(terms).label("c")), chunk)

    def _checksum(self, terms: Terms) -> Expr:
        cells = (sql_cell(expression, column, stored=alike) for column, expression, alike in terms.columns)
        return sql_checksum(cells, is_utf8=self.context.source.schema.is_utf8)

    @cached_property
    def source_count(self) -> int:
        """How many rows the source had for the part when this was first asked."""
        counting = self._from(self.terms(), select(func.count()), Range(), converted=None)
        with self.context.source.connect() as connection:
            return int(connection.execute(counting).scalar_one())

    @property
    def has_source_rows(self) -> bool:
        """Whether the server has anything to read for the part."""
        return bool(self.part.source) and self.source_count > 0

    def _from(
        self, terms: Terms, statement: Select[Any], chunk: Range, *, converted: bool | None = False
    ) -> Select[Any]:
        return statement.select_from(terms.origin).where(*self.conditions(terms, chunk, converted=converted))

    @property
    def has_python_rows(self) -> bool:
        """Whether any row needs Python."""
        return self.part.rows is not None or self.converts

    def _may_need_python(self, chunk: Range) -> bool:
        return self.special is not None and (chunk.upto is None or chunk.overlaps(self.special))

    def python_rows(self, chunk: Range) -> Iterator[Row]:
        """Yield the rows that need Python, complete, for a chunk of source keys."""
        if self.part.convert is not None and self._may_need_python(chunk):
            statement = self.statement(chunk, converted=True)
            with self.context.source.connect() as connection:
                for found in connection.execution_options(stream_results=True).execute(statement).mappings():
                    row = self.part.convert(self.context, dict(found))
                    if row is not None:
                        yield self.table.complete(row)
        if self.part.rows is not None:
            for row in self.part.rows(self.context, chunk):
                yield self.table.complete(row)


@dataclass(frozen=True)
class ResolvedTable:
    """A table map with the facts of two stores filled in."""

    map: TableMap
    context: Context
    columns: tuple[ColumnInfo, ...]
    primary_key: tuple[str, ...]

    @property
    def name(self) -> str:
        """The target table, without prefix."""
        return self.map.target

    @property
    def key(self) -> str:
        """The target column by which chunks are cut."""
        return self.map.key or (self.primary_key[0] if self.primary_key else self.columns[0].name)

    @property
    def key_columns(self) -> list[str]:
        """The columns of the primary key (all columns when there is none), in the order of the columns."""
        return [column.name for column in self.columns if not self.primary_key or column.name in self.primary_key]

    @cached_property
    def parts(self) -> tuple[ResolvedPart, ...]:
        """The parts whose source exists, each with the target keys that belong to it."""
        schema = self.context.source.schema
        parts = [part for part in self.map.parts if not part.source or part.source in schema]
        offsets = [part.offset(self.context) if part.offset else 0 for part in parts]
        result = []
        for position, part in enumerate(parts):
            after = None if position == 0 else offsets[position]
            upto = offsets[position + 1] if position + 1 < len(parts) else None
            result.append(ResolvedPart(self, part, position, offsets[position], Range(after, upto)))
        return tuple(result)

    def count(self) -> int:
        """Return the number of rows that the table should have."""
        return sum(
            part.source_count if part.part.source else sum(1 for _ in part.python_rows(Range())) for part in self.parts
        )

    @property
    def source_cells(self) -> int:
        """How many values the source has for the table, which tells how long it takes beside others."""
        return len(self.columns) * sum(part.source_count for part in self.parts if part.part.source)

    @property
    def rolls_back(self) -> bool:
        """Whether nothing stays of a transaction that fails."""
        info = self.context.target.schema.tables.get(self.name)
        return info is None or info.engine.lower() in {"innodb", "sqlite"}

    @cached_property
    def written(self) -> TableClause:
        """The table that is written to."""
        columns = ((column.name, INTEGER if column.kind == "integer" else TEXT) for column in self.columns)
        return table_of(self.context.written(self.name), columns)

    def complete(self, row: Row) -> Row:
        """Return the row with every target column, the neutral value where it says nothing."""
        return {
            column.name: column.neutral if row.get(column.name) is None else row[column.name] for column in self.columns
        }

    def row_checksum(self, row: Row) -> int:
        """Return the checksum of a complete row."""
        return row_checksum((row[column.name] for column in self.columns), self.columns)

    def key_of(self, row: Row) -> tuple[Any, ...]:
        """Return the primary key of a row (all of it when the table has none)."""
        return tuple(row[name] for name in self.key_columns)

    def stored_checksum(self, table: TableClause) -> Expr:
        """Return the SQL of the checksum of a row of the target as it is stored."""
        cells = (sql_cell(table.c[column.name], column, stored=True) for column in self.columns)
        return sql_checksum(cells, is_utf8=self.context.target.schema.is_utf8)

    def stored_where(self, table: TableClause, keys: Range) -> Any:
        """Return the condition for the target rows of a range of target keys."""
        return and_(True, *keys.where(table.c[self.key]))  # noqa: FBT003 - SQLAlchemy's neutral element


def resolve(table_map: TableMap, context: Context) -> ResolvedTable:
    """Fill a map with the facts of the context's stores."""
    name = table_map.target
    # One that was lost since it was kept is resolved as it was: what it should hold is known.
    info = context.target.schema.tables.get(name) or (context.originals[name] if name in context.kept else None)
    columns: Sequence[ColumnInfo]
    if info is None:
        columns, key = _created(table_map.creates)
    else:
        columns, key = tuple(info.columns.values()), info.primary_key
    added = tuple(
        ColumnInfo(extra.name, extra.ddl.split()[0], nullable=True, default=None)
        for extra in additions(table_map, context)
    )
    return ResolvedTable(table_map, context, (*columns, *added), key)


def additions(table_map: TableMap, context: Context) -> list[Added]:
    """Return the columns that the target's table gets in addition and does not have yet."""
    info = context.target.schema.tables.get(table_map.target)
    present = info.columns if info else {}
    return [added for added in table_map.adds if context.options.keep_passwords and added.name not in present]


def _created(ddl: str) -> tuple[tuple[ColumnInfo, ...], tuple[str, ...]]:
    """Return the columns of a table that the map creates (``name type NOT NULL, …``), the first being its key."""
    columns = tuple(
        ColumnInfo(parts[0], parts[1], nullable=False, default=None)
        for parts in (piece.split() for piece in ddl.split(","))
        if parts[0].upper() != "PRIMARY"
    )
    return columns, (columns[0].name,)


def _constant(column: ColumnInfo) -> Expr:
    neutral = column.neutral
    return literal_column(str(neutral)) if isinstance(neutral, int) else literal(neutral, TEXT)
