"""Cut a source table into ranges of its key, never by OFFSET from the start."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, func, select

from migrator.engine.resolve import ResolvedPart
from migrator.engine.tablemap import Range

__all__ = ["chunks", "halves"]


def chunks(connection: Connection, part: ResolvedPart, size: int, start: Range | None = None) -> Iterator[Range]:
    """Yield the ranges of ``size`` source rows each (more where one key has more rows), the last one open.

    ``start`` is the range to cut, all keys when it is missing. A part without a source table, or with a key that is
    no number, is one range, and so is one whose rows fit.
    """
    whole = start or Range()
    if not part.is_cut_by_number or (start is None and not part.has_python_rows and part.source_count <= size):
        yield whole
        return
    key = part.context.source.table(part.part.source).c[part.source_key]
    after = whole.after

    def last(keys: Range) -> Select[Any]:
        return select(key).where(*keys.where(key)).order_by(key).limit(1).offset(size - 1)

    while True:
        upto = connection.exec_driver_sql(
            *part.prepared(f"last of {size}", Range(after, whole.upto), connection, last)
        ).scalar()
        if upto is None or upto == whole.upto:
            yield Range(after, whole.upto)
            return
        yield Range(after, int(upto))
        after = int(upto)


def halves(connection: Connection, part: ResolvedPart, chunk: Range) -> tuple[Range, Range] | None:
    """Split a range in two with about as many rows each; None when it holds a single key or cannot be cut."""
    if not part.is_cut_by_number:
        return None
    key = part.context.source.table(part.part.source).c[part.source_key]
    inside = chunk.where(key)
    rows, low, high = connection.execute(select(func.count(), func.min(key), func.max(key)).where(*inside)).one()
    if not rows or low == high:
        return None
    middle = connection.execute(select(key).where(*inside).order_by(key).limit(1).offset(rows // 2 - 1)).scalar()
    upto = int(low) if middle is None or middle == high else int(middle)
    return Range(chunk.after, upto), Range(upto, chunk.upto)
