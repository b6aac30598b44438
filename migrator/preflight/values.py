"""Values that look odd and are in order: zero dates (data-map G4) and PHP's serialized values (G8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from migrator.engine.sql import is_serialized
from migrator.preflight.finding import Finding, finding
from migrator.preflight.survey import Survey

__all__ = ["php_values", "zero_dates"]

DATES = frozenset({"date", "datetime"})

SERIALIZED = {
    "setting": ("value",),
    "module": ("setting",),
    "customer": ("custom_field", "wishlist"),
    "customer_affiliate": ("custom_field",),
    "address": ("custom_field",),
    "order": ("custom_field", "payment_custom_field", "shipping_custom_field"),
    "customer_activity": ("data",),
    "user_group": ("permission",),
    "cart": ("option",),
}
"""Table → columns in which shops that began with OpenCart 1.5 or 2 hold PHP's serialized values."""


def zero_dates(survey: Survey) -> Iterator[Finding]:
    """Dates of 0000-00-00, which mean “no limit” and are kept."""
    rows: list[dict[str, Any]] = []
    for table in sorted(survey.read_tables):
        info, origin = survey.context.source.schema[table], survey.context.source.table(table)
        dates = [column for column in info.columns.values() if column.kind in DATES]
        counts = survey.counts(origin, [origin.c[column.name] == column.neutral for column in dates])
        rows += [
            {"column": f"{table}.{column.name}", "rows": count}
            for column, count in zip(dates, counts, strict=True)
            if count
        ]
    if rows:
        yield finding(
            "zero_dates",
            "info",
            "Dates of 0000-00-00 are kept: OpenCart reads them as “no limit”.",
            count=sum(row["rows"] for row in rows),
            rows=rows,
        )


def php_values(survey: Survey) -> Iterator[Finding]:
    """PHP-serialized values, which are converted to JSON."""
    rows: list[dict[str, Any]] = []
    for table, names in SERIALIZED.items():
        if table not in survey.read_tables:
            continue
        origin = survey.context.source.table(table)
        present = [name for name in names if name in origin.c]
        conditions = [is_serialized(origin.c[name]) for name in present]
        if table == "setting":
            conditions = [condition & (origin.c.serialized == 1) for condition in conditions]
        counts = survey.counts(origin, conditions)
        rows += [
            {"column": f"{table}.{name}", "rows": count} for name, count in zip(present, counts, strict=True) if count
        ]
    if rows:
        yield finding(
            "php_values",
            "info",
            "Values in PHP's serialized form become JSON, the only form that OpenCart 4 reads.",
            count=sum(row["rows"] for row in rows),
            rows=rows,
        )
