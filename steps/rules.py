"""Rules that several table maps share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, Text, and_, case, func, literal, or_, select

from migrator.engine import php
from migrator.engine.context import Context
from migrator.engine.notes import Note
from migrator.engine.sql import collation_hash
from migrator.engine.tablemap import Added, Expr, Row, Rule, Scope, computed

__all__ = ["SALT", "json_columns", "json_rules", "meta_title", "needs_php", "shared_emails", "text_unless_empty"]

SALT = Added("salt", "varchar(9) NULL DEFAULT NULL", "OpenCart 4 then accepts the OpenCart 3 password (data-map 3.1)")

EMPTY_JSON = "[]"


def text_unless_empty(column: str, other: str) -> Rule:
    """Return a rule that takes ``column``, or ``other`` where it is empty."""
    return computed(
        f"{column}; {other} where it is empty",
        lambda s: case((func.coalesce(s.c[column], "") == "", s.c[other]), else_=s.c[column]),
        column,
    )


def meta_title(name: str = "name") -> dict[str, Rule]:
    """Return the rule for ``meta_title``, which OpenCart 4's forms require (data-map 2.3)."""
    return {"meta_title": text_unless_empty("meta_title", name)}


def json_rules(*columns: str, empty: str = EMPTY_JSON) -> dict[str, Rule]:
    """Return rules for JSON columns: an empty value is written as ``empty`` (data-map G9)."""

    def rule(column: str) -> Rule:
        return computed(
            f"{column}; “{empty}” where it is empty, PHP's serialized values as JSON",
            lambda s: case((func.coalesce(s.c[column], "") == "", literal(empty, Text())), else_=s.c[column]),
            column,
        )

    return {column: rule(column) for column in columns}


def needs_php(*columns: str) -> Callable[[Scope], Expr]:
    """Return the condition that one of the columns holds something else than JSON (data-map G8)."""
    return lambda s: or_(
        *(and_(s.c[column].notin_(["", "[]", "{}"]), func.json_valid(s.c[column]) == 0) for column in columns)
    )


def json_columns(table: str, *columns: str, empty: str = EMPTY_JSON) -> Callable[[Context, Row], Row]:
    """Return the conversion of a row whose columns may hold PHP's serialized values."""

    def convert(context: Context, row: Row) -> Row:
        for column in columns:
            try:
                row[column] = php.json_or_converted(row[column], empty=empty)
            except php.PhpError as error:
                key = ", ".join(str(row[name]) for name in context.key_of(table) if name in row)
                context.note(
                    Note(
                        "unreadable_value",
                        table,
                        f"{key} {column}",
                        f"{table} {key}: the value of {column} is neither JSON nor PHP's and became empty ({error})",
                        {column: row[column]},
                    )
                )
                row[column] = empty
        return row

    return convert


def shared_emails(customer: Any) -> Select[Any]:
    """Return the SELECT of e-mail addresses that several customers have: the first customer, how many, the address."""
    email = func.lower(customer.c.email)
    # Whole numbers are grouped in memory; texts would be sorted on disk.
    number = collation_hash(email)
    shared = select(number).where(customer.c.email != "").group_by(number).having(func.count() > 1)
    return (
        select(
            func.min(customer.c.customer_id).label("customer_id"),
            func.count().label("customers"),
            func.min(email).label("email"),
        )
        .where(customer.c.email != "", number.in_(shared.correlate(None)))
        .group_by(email)
        .having(func.count() > 1)
    )
