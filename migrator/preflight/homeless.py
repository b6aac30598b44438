"""Tables and columns of the source that have no home in the target, and how much they hold (data-map 2.9)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from migrator.engine.omissions import Kind, Omission, omissions, omitted_rows
from migrator.preflight.finding import SHOWN_ROWS, Finding, finding
from migrator.preflight.survey import Survey
from steps import STEPS

__all__ = ["dropped_columns", "dropped_tables", "unmapped_columns", "unmapped_tables"]


def unmapped_tables(survey: Survey) -> Iterator[Finding]:
    """Tables that are no part of OpenCart 3, with their rows."""
    unknown = _omitted(survey, "unknown_table")
    filled, empty = [one for one in unknown if one.rows], [one for one in unknown if not one.rows]
    if filled:
        yield finding(
            "unmapped_tables",
            "warning",
            "Tables of extensions hold rows, and the migration leaves them behind.",
            count=len(filled),
            rows=[{"table": one.table, "rows": one.rows} for one in filled],
            advice="Ask the makers of these extensions how their data comes to OpenCart 4; the old database keeps it.",
        )
    if empty:
        yield finding(
            "unmapped_tables",
            "info",
            "Tables of extensions are empty and are left behind.",
            count=len(empty),
            rows=[{"table": one.table, "rows": 0} for one in empty],
        )


def unmapped_columns(survey: Survey) -> Iterator[Finding]:
    """Columns with data that no map knows: extensions add such columns to OpenCart's own tables."""
    for one in _omitted(survey, "unmapped_column"):
        yield finding(
            "unmapped_columns",
            "warning",
            f"The column {one.table}.{one.column} holds data and has no place in this OpenCart 4.",
            count=one.rows,
            rows=[row for _, row in islice(omitted_rows(survey.context, [one]), SHOWN_ROWS)],
            advice="Find out who needs it: extensions add such columns, and their editions for OpenCart 4 may keep "
            "this elsewhere.",
            table=one.table,
        )


def dropped_tables(survey: Survey) -> Iterator[Finding]:
    """Tables of OpenCart 3 that this target has no use for, as far as they hold something worth keeping."""
    dropped = [one for one in _omitted(survey, "dropped_table") if not one.transient]
    if dropped:
        yield finding(
            "dropped_tables",
            "info",
            "Tables of OpenCart 3 have no counterpart in this OpenCart 4 and are left behind.",
            count=len(dropped),
            rows=[{"table": one.table, "rows": one.rows, "reason": one.reason} for one in dropped],
            advice="Read the reasons; the old database keeps the rows.",
        )


def dropped_columns(survey: Survey) -> Iterator[Finding]:
    """Columns with data that are left out on purpose, each with the reason."""
    dropped = [one for one in _omitted(survey, "dropped_column") if not one.transient]
    if dropped:
        yield finding(
            "dropped_columns",
            "info",
            "Columns of OpenCart 3 hold data for which this OpenCart 4 has no use.",
            count=len(dropped),
            rows=[{"column": f"{one.table}.{one.column}", "rows": one.rows, "reason": one.reason} for one in dropped],
            advice="Read the reasons; the old database keeps the values.",
        )


def _omitted(survey: Survey, kind: Kind) -> list[Omission]:
    """Return what stays behind; all steps count, so that a table of another step is not taken for an unknown one."""
    found = survey.context.fact("preflight omissions", lambda: list(omissions(survey.context, list(STEPS.values()))))
    return [one for one in found if one.kind == kind]
