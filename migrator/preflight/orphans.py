"""Rows that refer to rows which are not there; they are copied as they are (data-map 6)."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import and_, exists, not_, select

from migrator.engine.tablemap import Expr
from migrator.preflight.finding import Finding, finding
from migrator.preflight.relations import RELATIONS, Relation
from migrator.preflight.survey import Survey

__all__ = ["options_without_values", "orphans"]

CHOICES = ("select", "radio", "checkbox", "image")


def orphans(survey: Survey) -> Iterator[Finding]:
    """Rows whose parent is missing, one finding for each relation."""
    schema = survey.context.source.schema
    for relation in RELATIONS:
        if relation.table not in survey.read_tables or relation.parent not in schema:
            continue
        origin = survey.context.source.table(relation.table)
        condition = _is_orphan(survey, relation)
        (count,) = survey.counts(origin, [condition])
        if count:
            columns = ", ".join(relation.columns)
            yield finding(
                "orphans",
                "warning",
                f"Rows of {relation.table} refer by {columns} to rows of {relation.parent} that do not exist.",
                count=count,
                rows=survey.sample(origin, [*survey.context.key_of(relation.table), *relation.columns], condition),
                advice="They are copied as they are; delete them in OpenCart 3 if nobody needs them.",
                table=relation.table,
            )


def options_without_values(survey: Survey) -> Iterator[Finding]:
    """Options to choose from that a product offers without any choice (invariant 19)."""
    if not {"option", "product_option", "product_option_value"} <= survey.read_tables:
        return
    option, offered, value = (
        survey.context.source.table(name) for name in ("option", "product_option", "product_option_value")
    )
    condition = and_(
        exists(select(option.c.option_id).where(option.c.option_id == offered.c.option_id, option.c.type.in_(CHOICES))),
        not_(exists(select(value.c.product_id).where(value.c.product_option_id == offered.c.product_option_id))),
    )
    (count,) = survey.counts(offered, [condition])
    if count:
        yield finding(
            "options_without_values",
            "warning",
            "Products offer options to choose from that have no choices.",
            count=count,
            rows=survey.sample(offered, ["product_option_id", "product_id", "option_id"], condition),
            advice="Give them values or take the options off these products.",
            table="product_option",
        )


def _is_orphan(survey: Survey, relation: Relation) -> Expr:
    child = survey.context.source.table(relation.table)
    parent = survey.context.source.table(relation.parent).alias("parent")
    pairs = zip(relation.columns, relation.parent_columns, strict=True)
    agree = [parent.c[theirs] == child.c[own] for own, theirs in pairs]
    orphan = not_(exists(select(parent.c[relation.parent_columns[0]]).where(*agree).correlate(child)))
    return and_(child.c[relation.columns[0]] != 0, orphan) if relation.optional else orphan
