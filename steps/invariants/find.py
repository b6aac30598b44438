"""Find rows that break a rule in the target, and tell those that break it in the source as well.

Both stores answer the same question in the same order, and the answers are read side by side: however many
violations there are, no more than one row of each is in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, literal_column, select, union_all

from migrator.engine.batches import QUESTIONS, batches
from migrator.engine.canonical import sql_checksum
from migrator.engine.context import Context
from migrator.engine.invariants import Violation

__all__ = ["Comparison", "Find", "differences", "violations"]

BEFORE_ALL = -(2**63)
"""Stands for NULL, which both servers sort first."""

Key = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Find:
    """A search: ``target`` selects the violations, ``sources`` gives what selects those of the source in its terms.

    The source is only asked when the target has any, as it seldom has. Two violations are the same when the integers
    in the columns ``keys`` are; further columns of ``target`` go into the violation's data and may be used in
    ``message``.
    """

    table: str
    keys: tuple[str, ...]
    target: Select[Any]
    message: Callable[[RowMapping], str]
    sources: Callable[[], Iterable[Select[Any]]] = tuple


def violations(context: Context, finds: Iterable[Find]) -> Iterator[Violation]:
    """Yield the violations of all searches."""
    with context.target.connect() as target:
        for asked in batches(finds, QUESTIONS):
            for find in _with_answer(target, asked):
                yield from _violations(context, target, find)


def _with_answer(connection: Connection, finds: list[Find]) -> list[Find]:
    """Return the searches that may find anything."""
    if len(finds) == 1:
        # A search of its own is joined as the server likes best, which it would not do inside EXISTS.
        return finds
    answers = connection.execute(select(*(find.target.exists().label(f"q{n}") for n, find in enumerate(finds)))).one()
    return [find for find, answer in zip(finds, answers, strict=True) if answer]


def _violations(context: Context, target: Connection, find: Find) -> Iterator[Violation]:
    with ExitStack() as stack:
        known: _Ordered | None = None
        for row in stack.enter_context(closing(_ordered(target, (find.target,), find.keys))):
            if known is None:
                source = stack.enter_context(context.source.connect())
                known = _Ordered(
                    stack.enter_context(closing(_ordered(source, tuple(find.sources()), find.keys))), find.keys
                )
            shown = ", ".join(str(row[name]) for name in find.keys)
            yield Violation(find.table, shown, find.message(row), dict(row), inherited=known.has(_key(row, find.keys)))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rows that must be the same in both stores, by the integers in ``keys`` and all other columns.

    ``what`` names in a sentence what the other columns hold.
    """

    table: str
    keys: tuple[str, ...]
    target: Select[Any]
    sources: tuple[Select[Any], ...]
    what: str


def differences(context: Context, comparisons: Iterable[Comparison]) -> Iterator[Violation]:
    """Yield a violation for each row that is missing, too many, or different; values are not shown."""
    with context.target.connect() as target, context.source.connect() as source:
        for asked in batches(comparisons, QUESTIONS):
            found = _totals(target, [(comparison.target,) for comparison in asked])
            wanted = _totals(source, [comparison.sources for comparison in asked])
            for comparison, one, other in zip(asked, found, wanted, strict=True):
                if one != other:
                    yield from _differences(comparison, target, source)


class _Ordered:
    """The keys of an ordered answer, asked for in ascending order."""

    def __init__(self, rows: Iterator[RowMapping], names: tuple[str, ...]) -> None:
        self._keys = (_key(row, names) for row in rows)
        self._current = next(self._keys, None)

    def has(self, key: Key) -> bool:
        while self._current is not None and self._current < key:
            self._current = next(self._keys, None)
        return self._current == key


def _key(row: RowMapping, names: tuple[str, ...]) -> Key:
    return tuple(BEFORE_ALL if row[name] is None else int(row[name]) for name in names)


def _together(statements: tuple[Select[Any], ...]) -> Any:
    return (statements[0] if len(statements) == 1 else union_all(*statements)).subquery()


def _ordered(
    connection: Connection, statements: tuple[Select[Any], ...], keys: tuple[str, ...]
) -> Generator[RowMapping, None, None]:
    if not statements:
        return
    rows = _together(statements)
    statement = select(*rows.c).order_by(*(rows.c[name] for name in keys))
    with connection.execution_options(stream_results=True, max_row_buffer=1000).execute(statement) as result:
        yield from result.mappings()


def _totals(connection: Connection, asked: list[tuple[Select[Any], ...]]) -> list[tuple[int, int]]:
    """Return for each group of statements the number of their rows and the sum of the rows' checksums."""
    totals = [(0, 0)] * len(asked)
    questions = []
    for number, statements in enumerate(asked):
        if statements:
            rows = _together(statements)
            columns: list[Any] = [literal_column(str(number)), func.count(), func.sum(sql_checksum(rows.c))]
            questions.append(select(*columns))
    if questions:
        for number, count, total in connection.execute(union_all(*questions)):
            totals[int(number)] = (int(count), int(total or 0))
    return totals


def _differences(comparison: Comparison, target: Connection, source: Connection) -> Iterator[Violation]:
    keys = comparison.keys
    with (
        closing(_checksums(target, (comparison.target,), keys)) as found,
        closing(_checksums(source, comparison.sources, keys)) as wanted,
    ):
        yield from _unlike(comparison, found, wanted)


def _unlike(
    comparison: Comparison, found: Iterator[tuple[Key, int]], wanted: Iterator[tuple[Key, int]]
) -> Iterator[Violation]:
    one, other = next(found, None), next(wanted, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one[0] < other[0]):
            assert one is not None  # noqa: S101 - the loop ends when both are None
            yield _difference(comparison, one[0], "should not be there")
            one = next(found, None)
        elif one is None or other[0] < one[0]:
            yield _difference(comparison, other[0], "is missing")
            other = next(wanted, None)
        else:
            if one[1] != other[1]:
                yield _difference(comparison, one[0], f"has {comparison.what} other than in the old shop")
            one, other = next(found, None), next(wanted, None)


def _checksums(
    connection: Connection, statements: tuple[Select[Any], ...], keys: tuple[str, ...]
) -> Generator[tuple[Key, int], None, None]:
    if not statements:
        return
    rows = _together(statements)
    summed = select(*(rows.c[name] for name in keys), sql_checksum(rows.c).label("checksum"))
    with closing(_ordered(connection, (summed,), keys)) as ordered:
        for row in ordered:
            yield _key(row, keys), int(row["checksum"])


def _difference(comparison: Comparison, key: Key, problem: str) -> Violation:
    shown = ", ".join(str(part) for part in key)
    data = dict(zip(comparison.keys, key, strict=True))
    return Violation(comparison.table, shown, f"{comparison.table} {shown} {problem}", data)
