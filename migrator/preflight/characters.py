"""Characters that the target's character set has not, such as emoji in three-byte utf8 (data-map G6)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import Boolean
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from migrator.preflight.finding import Finding
from migrator.preflight.problems import Problem, look_for
from migrator.preflight.survey import Survey

__all__ = ["lost_characters"]

COMPLETE = "utf8mb4"
ABOVE = {"utf8": "[\\U00010000-\\U0010ffff]"}
ABOVE_LATIN = "[^\\x00-\\xff]"
"""What a character set has not, as a regular expression for SQLite; the others have 256 characters at most."""


def lost_characters(survey: Survey) -> Iterator[Finding]:
    """Texts with characters that the target's column cannot hold."""
    for part in survey.parts:
        source, table = survey.context.source.schema[part.part.source], part.table.name
        problems = {}
        for name in source.columns:
            charset = _charset(survey.target_collations.get((table, name), ""))
            origin = _charset(survey.source_collations.get((source.name, name), COMPLETE))
            if charset not in ("", COMPLETE, origin):
                problems[name] = Problem(
                    "lost_characters",
                    f"is {charset}, which lacks some of the characters",
                    partial(_Loses, charset=charset),
                )
        yield from look_for(survey, part, problems)


def _charset(collation: str) -> str:
    """Return the character set of a collation under the name that every server knows."""
    return collation.partition("_")[0].replace("utf8mb3", "utf8")


class _Loses(FunctionElement[bool]):
    """Whether a text does not come back whole from another character set."""

    type = Boolean()
    inherit_cache = False
    name = "loses"

    def __init__(self, value: Any, charset: str) -> None:
        super().__init__(value)
        self.charset = charset


@compiles(_Loses)
def _loses_mysql(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    value = compiler.process(element.clauses, **kw)
    there_and_back = f"CONVERT(CONVERT({value} USING {element.charset}) USING {COMPLETE})"
    return f"CAST(CONVERT({value} USING {COMPLETE}) AS BINARY) <> CAST({there_and_back} AS BINARY)"


@compiles(_Loses, "sqlite")
def _loses_sqlite(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    return f"{compiler.process(element.clauses, **kw)} REGEXP '{ABOVE.get(element.charset, ABOVE_LATIN)}'"
