"""Rows that are different in the source and the same to the target's unique keys: its collation decides (data-map G6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, func, select, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from migrator.engine.tablemap import Expr
from migrator.preflight.finding import SHOWN_ROWS, Finding, finding
from migrator.preflight.survey import Survey
from migrator.stores import Store

__all__ = ["unique_keys"]

FALLBACK = "utf8mb4_unicode_ci"
"""Stands for a collation of the target that the source's server does not know."""

Keys = Mapping[str, Mapping[str, tuple[str, ...]]]


def unique_keys(survey: Survey) -> Iterator[Finding]:
    """Values that a unique key of the target takes for the same, so that all but one row would be refused."""
    context = survey.context
    keys = _unique_indexes(context.target, survey.target)
    for part in survey.parts:
        table = part.table
        kinds = {column.name: column.kind for column in table.columns}
        # A primary key of numbers is the source's own; only the way texts are compared can differ.
        primary = {"PRIMARY": table.primary_key} if any(kinds[name] == "text" for name in table.primary_key) else {}
        for columns in (primary | dict(keys.get(table.name, {}))).values():
            if not columns or not set(columns) <= kinds.keys():
                continue
            mapped = survey.mapped(part)
            group = [_compared(survey, table.name, name, mapped.c[name], kinds[name]) for name in columns]
            same = (
                select(*(func.min(mapped.c[name]).label(name) for name in columns), func.count().label("rows"))
                .group_by(*group)
                .having(func.count() > 1)
            )
            count = survey.source.execute(select(func.count()).select_from(same.subquery())).scalar_one()
            if count:
                rows = survey.source.execute(same.limit(SHOWN_ROWS)).mappings()
                yield finding(
                    "unique_keys",
                    "warning",
                    f"Rows of {part.part.source} are the same to the key ({', '.join(columns)}) of {table.name}, "
                    "which takes each value once.",
                    count=int(count),
                    rows=[dict(row) for row in rows],
                    advice="Change or delete all but one of each in OpenCart 3; the target refuses the others.",
                    table=part.part.source,
                )


def _unique_indexes(store: Store, connection: Connection) -> Keys:
    """Return table → index → columns of the unique indexes beside the primary keys."""
    result: dict[str, dict[str, tuple[str, ...]]] = {}
    if store.dialect == "sqlite":
        found = connection.execute(
            text(
                "SELECT t.name, i.name, c.name FROM sqlite_master t, pragma_index_list(t.name) i,"
                " pragma_index_info(i.name) c WHERE t.type = 'table' AND i.\"unique\" AND i.origin <> 'pk'"
                " ORDER BY t.name, i.name, c.seqno"
            )
        )
    else:
        found = connection.execute(
            text(
                "SELECT table_name, index_name, column_name FROM information_schema.statistics"
                " WHERE table_schema = DATABASE() AND non_unique = 0 AND index_name <> 'PRIMARY'"
                " ORDER BY table_name, index_name, seq_in_index"
            )
        )
    for table, index, column in found:
        indexes = result.setdefault(table.removeprefix(store.prefix), {})
        indexes[index] = (*indexes.get(index, ()), column)
    return result


def _compared(survey: Survey, table: str, name: str, value: Expr, kind: str) -> Expr:
    """Return a value as the target would compare it, for a query in the source."""
    if kind != "text":
        return value
    if survey.context.source.dialect == "sqlite":
        return func.lower(value) if survey.context.target.dialect == "mysql" else value
    wanted = survey.target_collations.get((table, name), "utf8mb4_bin")
    known = survey.context.fact("preflight collations", lambda: _known_collations(survey.source))
    return _Collated(value, wanted if wanted in known else FALLBACK)


def _known_collations(connection: Connection) -> frozenset[str]:
    return frozenset(connection.execute(text("SELECT collation_name FROM information_schema.collations")).scalars())


class _Collated(FunctionElement[str]):
    """A text under a collation of any character set."""

    inherit_cache = False
    name = "collated"

    def __init__(self, value: Any, collation: str) -> None:
        super().__init__(value)
        self.collation = collation


@compiles(_Collated)
def _compile_collated(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    charset = element.collation.partition("_")[0]
    return f"CONVERT({compiler.process(element.clauses, **kw)} USING {charset}) COLLATE {element.collation}"
