"""Values that the target's columns cannot hold as they are: too long, out of range, of another kind (data-map 0)."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Text, cast, func, or_

from migrator.engine.resolve import ResolvedPart
from migrator.engine.sql import as_integer, utf8_bytes
from migrator.preflight.capacity import decimal_limit, fits, integer_range, text_bytes
from migrator.preflight.finding import Finding, finding
from migrator.preflight.problems import Problem, look_for
from migrator.preflight.survey import Survey
from migrator.stores import ColumnInfo

__all__ = ["ids_out_of_range", "texts_without_number", "values_that_do_not_fit"]


def values_that_do_not_fit(survey: Survey) -> Iterator[Finding]:
    """Values too long, out of range or not allowed, in columns that are narrower than their origin."""
    for part in survey.parts:
        narrow = {column.name: problem for column in part.table.columns for problem in _problems(part, column)}
        yield from look_for(survey, part, narrow)


def texts_without_number(survey: Survey) -> Iterator[Finding]:
    """Texts in columns that are numbers in OpenCart 4 (``coupon.uses_customer``)."""
    for part in survey.parts:
        source = survey.context.source.schema[part.part.source]
        origin = survey.context.source.table(source.name)
        for column in part.table.columns:
            info = source.columns.get(column.name)
            if info is None or info.kind != "text" or column.kind != "integer":
                continue
            value = origin.c[column.name]
            is_none = (as_integer(value) == 0) & value.notin_(["", "0"])
            (count,) = survey.counts(origin, [is_none])
            if count:
                rule = part.part.columns.get(column.name)
                yield finding(
                    "texts_without_number",
                    "warning",
                    f"Values of {source.name}.{column.name} are no numbers, which OpenCart 4 wants there; "
                    f"the migration writes: {rule.text if rule else '0'}.",
                    count=count,
                    rows=survey.sample(origin, [*survey.context.key_of(source.name), column.name], is_none),
                    advice="Correct the values in OpenCart 3, or look at these rows in OpenCart 4 afterwards.",
                    table=source.name,
                )


def ids_out_of_range(survey: Survey) -> Iterator[Finding]:
    """New ids, derived from those of the source, that are higher than the target's column allows."""
    for part in survey.parts:
        table = part.table
        column = next((column for column in table.columns if column.name == table.key), None)
        limits = integer_range(column) if column is not None else None
        if limits is None or (not part.offset and part.part.factor == 1):
            continue
        highest = part.offset + part.part.factor * survey.context.maximum(part.part.source, part.source_key)
        if highest > limits[1]:
            yield finding(
                "ids_out_of_range",
                "blocking",
                f"{table.name}.{table.key} would have to hold {highest}, and {limits[1]} is the highest number it takes.",
                count=1,
                rows=[{"source": f"{part.part.source}.{part.source_key}", "highest": highest, "limit": limits[1]}],
                advice=f"Lower the highest ids of {part.part.source} in OpenCart 3, which are far above the number of rows.",
                table=part.part.source,
            )


def _problems(part: ResolvedPart, column: ColumnInfo) -> Iterator[Problem]:
    """Yield what has to be looked for in a column: nothing when its origin cannot hold more than it does."""
    # A rule without a column of its own is a constant, or looks up values whose own columns are checked.
    source = part.context.source.schema[part.part.source].columns
    rule = part.part.columns.get(column.name)
    origins = [source[name] for name in ((column.name,) if rule is None else rule.uses) if name in source]
    if all(fits(origin, column) for origin in origins):
        return
    if column.enum:
        yield Problem(
            "value_not_allowed",
            f"takes only {', '.join(column.enum)}",
            lambda value: value.notin_(column.enum),
        )
    elif column.kind == "integer":
        yield from _integer_problems(column)
    elif column.kind == "decimal":
        yield from _decimal_problems(column)
    elif column.length is not None:
        limit = column.length
        yield Problem(
            "text_too_long",
            f"takes {limit} characters",
            lambda value: func.char_length(cast(value, Text())) > limit,
        )
    elif (room := text_bytes(column)) is not None:
        yield Problem(
            "text_too_long",
            f"takes {room} bytes",
            lambda value: func.length(utf8_bytes(value)) > room,
        )


def _integer_problems(column: ColumnInfo) -> Iterator[Problem]:
    limits = integer_range(column)
    if limits is not None:
        low, high = limits
        yield Problem(
            "number_out_of_range",
            f"takes numbers from {low} to {high}",
            lambda value: or_(value < low, value > high),
        )


def _decimal_problems(column: ColumnInfo) -> Iterator[Problem]:
    limit = decimal_limit(column)
    if limit is not None:
        yield Problem(
            "number_out_of_range",
            f"takes numbers below {limit} with {column.scale} digits after the point",
            lambda value: or_(func.abs(value) >= limit, func.round(value, column.scale) != value),
        )
