"""What stays behind: columns without a home that hold data, tables without a home, tables that nobody knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, TableClause, and_, case, func, or_, select

from migrator.engine.context import Context
from migrator.engine.notes import mask
from migrator.engine.resolve import ResolvedTable, resolve
from migrator.engine.step import Step
from migrator.engine.tablemap import Expr, Part, Row
from migrator.stores import ColumnInfo

__all__ = ["Kind", "Omission", "coverage", "omissions", "omitted_rows"]

Kind = Literal["dropped_column", "unmapped_column", "dropped_table", "unknown_table"]


@dataclass(frozen=True, slots=True)
class Omission:
    """Source data that has no home in the target.

    ``rows`` counts the rows with data in it; those of a ``transient`` one are worthless after the move and are not
    exported.
    """

    kind: Kind
    table: str
    column: str
    reason: str
    rows: int
    transient: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """Where the columns of one source table went: column → reason for those that have no home."""

    dropped: Mapping[str, str]
    transient: Mapping[str, str]
    unmapped: tuple[str, ...]


def coverage(context: Context, steps: Sequence[Step], table: str) -> Coverage:
    """Account for every column of a source table against the maps that apply to the target."""
    dropped: dict[str, str] = {}
    transient: dict[str, str] = {}
    mapped: set[str] = set()
    for step in steps:
        for table_map in step.maps:
            for part in table_map.parts:
                if table not in part.sources:
                    continue
                if table_map.applies(context):
                    mapped |= _mapped(context, part, resolve(table_map, context), table)
                    dropped.update(part.dropped)
                    transient.update(part.transient)
    columns = context.source.schema[table].columns
    # Another map of the same table may carry what one map drops: then nothing is lost.
    lost = [name for name in columns if name not in mapped]
    moved = {name: reason for name, reason in dropped.items() if name in lost and not _is_moved(reason)}
    return Coverage(
        moved,
        {name: transient[name] for name in columns if name in transient},
        tuple(name for name in lost if name not in dropped and name not in transient),
    )


def _is_moved(reason: str) -> bool:
    return reason.startswith(("moved to", "merged into", "renamed to"))


def _mapped(context: Context, part: Part, target: ResolvedTable, table: str) -> set[str]:
    present = {column.name for column in target.columns}
    if part.source != table:
        # Python wrote the rows: what it reads by the same name arrives, the rest is declared.
        return set(context.source.schema[table].columns) - set(part.dropped) - set(part.transient)
    # A rule under the column's own name is the map's word about it, whatever it uses.
    same_name = set(context.source.schema[table].columns) & present
    used = {name for column, rule in part.columns.items() if column in present for name in rule.uses}
    added = {name for column, rule in part.columns.items() for name in rule.uses if column not in present}
    return same_name | used | added


def omissions(context: Context, steps: Sequence[Step]) -> Iterator[Omission]:
    """Yield everything in the source that has no home and holds data."""
    schema = context.source.schema
    homes = {table: step for step in steps for table in step.tables}
    read = {
        name for step in steps for table_map in step.maps if table_map.applies(context) for name in table_map.sources
    }
    reasons = {
        dropped.table: dropped
        for step in steps
        for dropped in step.dropped
        if dropped.when is None or dropped.when(context.target.schema)
    }
    with context.source.connect() as connection:
        for name in schema:
            table = context.source.table(name)
            if name in reasons:
                rows = int(connection.execute(select(func.count()).select_from(table)).scalar() or 0)
                if rows:
                    yield Omission("dropped_table", name, "", reasons[name].reason, rows, reasons[name].transient)
            elif name not in homes and name not in read:
                rows = int(connection.execute(select(func.count()).select_from(table)).scalar() or 0)
                yield Omission("unknown_table", name, "", "not a table of OpenCart 3 itself", rows)
            else:
                found = coverage(context, steps, name)
                columns = {**found.dropped, **found.transient, **dict.fromkeys(found.unmapped, "")}
                counts = _filled(connection, table, schema[name].columns, list(columns))
                for column, rows in counts.items():
                    if not rows:
                        continue
                    if column in found.unmapped:
                        reason = "not a column of OpenCart 3 itself, so no place in OpenCart 4 is known"
                        yield Omission("unmapped_column", name, column, reason, rows)
                    else:
                        yield Omission("dropped_column", name, column, columns[column], rows, column in found.transient)


def omitted_rows(context: Context, found: Sequence[Omission]) -> Iterator[tuple[str, Row]]:
    """Yield (table, row) for all that has no home, secrets masked: whole rows of tables, key and columns otherwise."""
    columns: dict[str, list[str]] = {}
    for omission in found:
        if omission.transient or not omission.rows:
            continue
        if omission.column:
            columns.setdefault(omission.table, []).append(omission.column)
        else:
            for row in _rows(context, omission.table, None):
                yield omission.table, mask(row)
    for table, names in columns.items():
        for row in _rows(context, table, names):
            yield table, mask(row)


def _rows(context: Context, name: str, columns: Sequence[str] | None) -> Iterator[Row]:
    table, info = context.source.table(name), context.source.schema[name]
    statement = select(table)
    if columns is not None:
        kept = [*(key for key in info.primary_key if key not in columns), *columns]
        statement = select(*(table.c[column] for column in kept)).where(
            or_(*(_is_filled(table, info.columns[column]) for column in columns))
        )
    statement = statement.order_by(*(table.c[column] for column in info.primary_key))
    with context.source.connect() as connection:
        for row in connection.execution_options(stream_results=True, max_row_buffer=1000).execute(statement).mappings():
            yield {key: _plain(value) for key, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if isinstance(value, int | float | str | None) else str(value)


def _filled(
    connection: Connection, table: TableClause, infos: Mapping[str, ColumnInfo], columns: Sequence[str]
) -> dict[str, int]:
    if not columns:
        return {}
    counts = [
        func.sum(case((_is_filled(table, infos[column]), 1), else_=0)).label(f"n{n}")
        for n, column in enumerate(columns)
    ]
    row = connection.execute(select(*counts).select_from(table)).one()
    return {column: int(row[n] or 0) for n, column in enumerate(columns)}


def _is_filled(table: TableClause, column: ColumnInfo) -> Expr:
    """Return whether a column holds more than "nothing": its default, zero, an empty text or list."""
    found = table.c[column.name]
    match column.kind:
        case "integer" | "decimal" | "float":
            empty: list[Any] = [0]
        case "date" | "datetime":
            empty = ["0000-00-00", "0000-00-00 00:00:00"]
        case _:
            empty = ["", "0", "[]", "{}", "a:0:{}"]
    if column.default is not None and column.kind == "text":
        empty.append(column.default)
    return and_(found.is_not(None), found.notin_(empty))
