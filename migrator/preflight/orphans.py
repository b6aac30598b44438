"""Rows of the source that refer to rows which are not there; they are copied as they are (data-map 6).

The references are those that the invariants check in the target afterwards; here the source is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import TableClause, and_, exists, select

from migrator.engine.batches import QUESTIONS, batches
from migrator.engine.tablemap import Expr
from migrator.preflight.finding import Finding, finding
from migrator.preflight.survey import Survey
from migrator.stores import Schema
from steps.invariants import catalogue, customers, localisation, orders
from steps.invariants.references import Reference, leads_nowhere, many

__all__ = ["options_without_values", "orphans", "references"]

CHOICES = (*catalogue.CHOICES, "image")
ONLY_IN_OPENCART_3 = (
    *many("product_recurring", "product_id", "recurring_id"),
    *many("order_recurring", "order_id"),
    *many("order_recurring_transaction", "order_recurring_id"),
)
NOT_MOVED_WITH_0 = frozenset({("cart", "customer_id"), ("product_to_layout", "layout_id")})
"""Rows with 0 in these columns stay behind, so they need not refer to anything."""


def references(schema: Schema) -> list[Reference]:
    """Return the references of the invariants 10, 17, 18, 20, 24, 32, 36 and 45 as far as the source has the columns."""
    every = (
        *localisation.REFERENCES,
        *catalogue.PRODUCTS,
        *catalogue.OPTIONS,
        *catalogue.PARTS,
        *catalogue.GROUPS,
        *many("address", "customer_id"),
        *customers.PARTS,
        *orders.PARTS,
        *ONLY_IN_OPENCART_3,
    )
    return [
        replace(one, zero=one.zero or (one.table, one.column) in NOT_MOVED_WITH_0)
        for one in every
        if all(schema.has(one.table, column) for column in (one.column, *one.also))
        and all(schema.has(one.to, column) for column in (one.to_column, *one.also))
    ]


def orphans(survey: Survey) -> Iterator[Finding]:
    """Rows whose parent is missing, one finding for each reference."""
    source, read = survey.context.source, survey.read_tables
    asked = (
        (reference, source.table(reference.table), _is_orphan(survey, reference))
        for reference in references(source.schema)
        if reference.table in read
    )
    for some in batches(asked, QUESTIONS):
        counts = survey.count_each((origin, condition) for _, origin, condition in some)
        for (reference, origin, condition), count in zip(some, counts, strict=True):
            if count:
                yield _orphans(survey, reference, origin, condition, count)


def _orphans(survey: Survey, reference: Reference, origin: TableClause, condition: Expr, count: int) -> Finding:
    columns = (reference.column, *reference.also)
    return finding(
        "orphans",
        "warning",
        f"Rows of {reference.table} refer by {' and '.join(columns)} to rows of {reference.to} that do not exist.",
        count=count,
        rows=survey.sample(origin, [*survey.context.key_of(reference.table), *columns], condition),
        advice="They are copied as they are; delete them in OpenCart 3 if nobody needs them.",
        table=reference.table,
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
        # The column has no index, so a subquery for each row would read the whole table as often.
        offered.c.product_option_id.notin_(
            select(value.c.product_option_id).where(value.c.product_option_id.is_not(None))
        ),
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


def _is_orphan(survey: Survey, reference: Reference) -> Expr:
    child = survey.context.source.table(reference.table)
    parent = survey.context.source.table(reference.to).alias("parent")
    return leads_nowhere(reference, child, lambda name: child.c[name], lambda name: parent.c[name])
