"""Texts that must exist once for every language."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import Any

from sqlalchemy import Select, exists, select, true

from migrator.engine.context import Context
from steps.invariants.find import Find
from steps.invariants.origins import Origin, origins

__all__ = ["entity_of", "without_text"]


def entity_of(table: str) -> tuple[str, str]:
    """Return the table that a description table is about, and its key: ``product`` and ``product_id``."""
    entity = table.removesuffix("_description")
    return entity, f"{entity}_id"


def without_text(context: Context, table: str) -> Find:
    """Return the search for rows that lack a text in ``table`` in one of the shop's languages."""
    entity, key = entity_of(table)
    own = Origin(entity, {}, "", 0), Origin(table, {}, "", 0)

    def sources() -> Iterator[Select[Any]]:
        for about, texts in product(origins(context, entity), origins(context, table)):
            if about.has(context, key) and texts.has(context, key, "language_id"):
                yield _without(context.source.table, key, about, texts)

    return Find(
        table,
        (key, "language_id"),
        _without(context.target.table, key, *own),
        lambda row: f"{entity} {row[key]} has no text in the language {row['language_id']}",
        lambda: islice(sources(), 1),
    )


def _without(table: Any, key: str, about: Origin, texts: Origin) -> Select[Any]:
    entity, text, language = table(about.table).alias(), table(texts.table).alias(), table("language").alias()
    number = about.column(entity, key)
    there = exists().where(texts.column(text, key) == number, text.c.language_id == language.c.language_id)
    statement = select(number.label(key), language.c.language_id).select_from(entity.join(language, true()))
    # A table of statuses is about itself: each id stands there once for every language.
    return (statement.distinct() if about.table == texts.table else statement).where(~there)
