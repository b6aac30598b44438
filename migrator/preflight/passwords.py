"""Passwords that would stop working because the target gets no column for their salt (data-map 3.1)."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func

from migrator.preflight.finding import Finding, finding
from migrator.preflight.survey import Survey

__all__ = ["salted_passwords"]

SALTED_LENGTH = 40
PEOPLE = {"customer": "customers", "user": "administrators"}


def salted_passwords(survey: Survey) -> Iterator[Finding]:
    """Accounts with a salted password, when the migration is told not to keep salts."""
    context = survey.context
    if context.options.keep_passwords:
        return
    for table, people in PEOPLE.items():
        if table not in survey.read_tables or context.target_has(table, "salt"):
            continue
        origin = context.source.table(table)
        (count,) = survey.counts(origin, [func.char_length(origin.c.password) == SALTED_LENGTH])
        if count:
            yield finding(
                "salted_passwords",
                "warning",
                f"The passwords of {people} will not work, because the migration is told not to keep their salt.",
                count=count,
                advice="Leave the option for passwords on: it adds a column that OpenCart 4 reads by itself.",
                table=table,
            )
