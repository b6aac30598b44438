"""Tables and columns of the source that have no home in the target, and how much they hold (data-map 2.9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import and_

from migrator.engine.resolve import ResolvedTable
from migrator.engine.tablemap import Expr, Part
from migrator.preflight.finding import Finding, finding
from migrator.preflight.survey import Survey
from migrator.stores import ColumnInfo
from steps import STEPS

__all__ = ["dropped_columns", "dropped_tables", "unmapped_columns", "unmapped_tables"]


def unmapped_tables(survey: Survey) -> Iterator[Finding]:
    """Tables that are no part of OpenCart 3, with their rows."""
    known = {name for step in STEPS.values() for name in step.tables} | survey.read_tables
    unknown = {name: survey.row_counts[name] for name in survey.context.source.schema if name not in known}
    filled = {name: rows for name, rows in sorted(unknown.items()) if rows}
    if filled:
        yield finding(
            "unmapped_tables",
            "warning",
            "Tables of extensions hold rows, and the migration leaves them behind.",
            count=len(filled),
            rows=[{"table": name, "rows": rows} for name, rows in filled.items()],
            advice="Ask the makers of these extensions how their data comes to OpenCart 4; the old database keeps it.",
        )
    empty = sorted(set(unknown) - set(filled))
    if empty:
        yield finding(
            "unmapped_tables",
            "info",
            "Tables of extensions are empty and are left behind.",
            count=len(empty),
            rows=[{"table": name, "rows": 0} for name in empty],
        )


def dropped_tables(survey: Survey) -> Iterator[Finding]:
    """Tables of OpenCart 3 that this target has no use for, as far as they hold something worth keeping."""
    rows = [
        {"table": dropped.table, "rows": survey.row_counts[dropped.table], "reason": dropped.reason}
        for step in survey.steps
        for dropped in step.dropped
        if not dropped.transient
        and survey.row_counts.get(dropped.table)
        and (dropped.when is None or dropped.when(survey.context.target.schema))
    ]
    if rows:
        yield finding(
            "dropped_tables",
            "info",
            "Tables of OpenCart 3 have no counterpart in this OpenCart 4 and are left behind.",
            count=len(rows),
            rows=rows,
            advice="Read the reasons; the old database keeps the rows.",
        )


def unmapped_columns(survey: Survey) -> Iterator[Finding]:
    """Columns with data that no map knows: extensions add such columns to OpenCart's own tables."""
    for table, columns in _homeless(survey).items():
        unknown = [name for name in columns.homeless if name not in columns.reasons]
        for name, rows in _filled(survey, table, unknown).items():
            origin = survey.context.source.table(table)
            key = survey.context.key_of(table)
            condition = _holds_something(survey.context.source.schema[table].columns[name], origin.c[name])
            yield finding(
                "unmapped_columns",
                "warning",
                f"The column {table}.{name} holds data and has no place in this OpenCart 4.",
                count=rows,
                rows=survey.sample(origin, [*key, name], condition),
                advice="Find out who needs it: extensions add such columns, and their editions for OpenCart 4 may have another place.",
                table=table,
            )


def dropped_columns(survey: Survey) -> Iterator[Finding]:
    """Columns with data that are left out or kept elsewhere on purpose, each with the reason."""
    rows = [
        {"column": f"{table}.{name}", "rows": count, "reason": columns.reasons[name]}
        for table, columns in _homeless(survey).items()
        for name, count in _filled(
            survey, table, [name for name in columns.homeless if name in columns.reasons]
        ).items()
    ]
    if rows:
        yield finding(
            "dropped_columns",
            "info",
            "Columns of OpenCart 3 have no column of the same meaning in this OpenCart 4.",
            count=len(rows),
            rows=rows,
            advice="Read the reasons: what they hold is kept elsewhere or not needed.",
        )


@dataclass
class _Columns:
    """The columns of a source table that no map carries, and why as far as that is known."""

    homeless: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    transient: set[str] = field(default_factory=set)
    carried: set[str] = field(default_factory=set)


def _homeless(survey: Survey) -> dict[str, _Columns]:
    """Return the source tables with columns that no map carries; what is worth nothing is not listed."""

    def find() -> dict[str, _Columns]:
        result: dict[str, _Columns] = {}
        for resolved in survey.tables:
            for part in resolved.parts:
                for name in _origins(part.part):
                    if name in survey.context.source.schema:
                        _account(result.setdefault(name, _Columns()), resolved, part.part)
        for name, columns in result.items():
            columns.homeless = [
                column
                for column in survey.context.source.schema[name].columns
                if column not in columns.carried and column not in columns.transient
            ]
        return result

    return survey.context.fact("preflight homeless columns", find)


def _origins(part: Part) -> tuple[str, ...]:
    """Return the tables whose rows a part carries; beside a source table the others are only looked up."""
    return (part.source,) if part.source else part.reads


def _account(columns: _Columns, resolved: ResolvedTable, part: Part) -> None:
    for column in resolved.columns:
        rule = part.columns.get(column.name)
        columns.carried.update((column.name, *(rule.uses if rule else ())))
    columns.reasons.update(part.dropped)
    columns.transient.update(part.transient)


def _filled(survey: Survey, table: str, names: list[str]) -> dict[str, int]:
    """Return the columns that hold something, with the number of rows where they do."""
    info, origin = survey.context.source.schema[table], survey.context.source.table(table)
    conditions = [_holds_something(info.columns[name], origin.c[name]) for name in names]
    counts = zip(names, survey.counts(origin, conditions), strict=True)
    return {name: count for name, count in counts if count}


def _holds_something(info: ColumnInfo, column: Expr) -> Expr:
    nothing = {str(info.neutral), *([] if info.default is None else [info.default])}
    return and_(column.is_not(None), column.notin_(sorted(nothing)))
