"""Statements over a chunk that are put together once and asked for every chunk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import BigInteger, Connection, Insert, Select, bindparam

from migrator.engine.tablemap import Range

__all__ = ["Prepared", "raw"]

AFTER, UPTO = "chunk_after", "chunk_upto"

Parameters = tuple[Any, ...]
Builder = Callable[[Range], Select[Any] | Insert]


class Prepared:
    """The statements of one part, by what they are for and by which ends of the chunk are open."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, bool, bool], tuple[str, list[tuple[str, Any]]]] = {}

    def __call__(self, what: str, chunk: Range, connection: Connection, build: Builder) -> tuple[str, Parameters]:
        """Return a statement as the driver's own text and parameters; ``build`` makes it from a chunk.

        ``what`` names it: it has to be on the same database, and the same but for the chunk, each time.
        """
        shape = (what, chunk.after is None, chunk.upto is None)
        if shape not in self._known:
            ends: list[Any] = [
                None if end is None else bindparam(name, end, BigInteger())
                for name, end in ((AFTER, chunk.after), (UPTO, chunk.upto))
            ]
            self._known[shape] = _compiled(build(Range(*ends)), connection)
        text, parameters = self._known[shape]
        own = {AFTER: chunk.after, UPTO: chunk.upto}
        return text, tuple(own.get(name, value) for name, value in parameters)


def raw(statement: Select[Any] | Insert, connection: Connection) -> tuple[str, Parameters]:
    """Return a statement as the driver's own text and parameters, so that no value is converted on its way."""
    text, parameters = _compiled(statement, connection)
    return text, tuple(value for _, value in parameters)


def _compiled(statement: Select[Any] | Insert, connection: Connection) -> tuple[str, list[tuple[str, Any]]]:
    compiled = statement.compile(dialect=connection.dialect, compile_kwargs={"render_postcompile": True})
    values = compiled.params
    return str(compiled), [(name, values[name]) for name in compiled.positiontup or ()]
