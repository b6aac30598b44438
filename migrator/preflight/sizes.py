"""How much there is to move, how long that will take, and whether the target has room for it."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from sqlalchemy import text

from migrator.engine.errors import EngineError
from migrator.preflight.finding import Finding, finding
from migrator.preflight.survey import Survey
from migrator.units import human_size

__all__ = ["Estimate", "disk", "estimate", "size"]

ROWS_PER_SECOND = {"server": 25_000, "stream": 15_000}
"""Rows copied and verified in a second, about half of what was measured (docs/preflight.md says how)."""

BASE_SECONDS = 10
"""What every run takes before the rows count: some hundred small tables, each kept, copied and compared."""

ROOM_FACTOR = 2
"""InnoDB with the indexes of OpenCart 4 takes up to twice the room of the same rows in MyISAM."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Source rows to read, the bytes of their tables there, the bytes needed in the target, and the seconds it takes."""

    path: str
    rows: int
    size_bytes: int
    needed_bytes: int
    seconds: int


def estimate(survey: Survey) -> Estimate:
    """Return what the steps of the survey will take; the path is empty when rows cannot travel as asked."""
    context = survey.context
    rows = sum(survey.row_counts[name] for name in survey.read_tables)
    if context.source.dialect == "sqlite":
        size_bytes = Path(context.source.url.database).stat().st_size
    else:
        size_bytes = sum(context.source.schema[name].size_bytes for name in survey.read_tables)
    try:
        path: str = context.path
    except EngineError:
        path = ""
    seconds = BASE_SECONDS + ceil(rows / ROWS_PER_SECOND[path or "stream"])
    return Estimate(path, rows, size_bytes, ROOM_FACTOR * size_bytes, seconds)


def size(survey: Survey) -> Iterator[Finding]:
    """Rows, bytes and the time they will take, with the largest tables."""
    expected = estimate(survey)
    largest = sorted(survey.read_tables, key=lambda name: (-survey.row_counts[name], name))
    yield finding(
        "size",
        "info",
        f"{expected.rows:,} rows ({human_size(expected.size_bytes)}) are to be read, which should take no longer than "
        f"{_duration(expected.seconds)}.",
        count=expected.rows,
        rows=({"table": name, "rows": survey.row_counts[name]} for name in largest),
        advice="A dry run on a copy of the shop tells the time exactly.",
    )


def disk(survey: Survey) -> Iterator[Finding]:
    """Free room where the target keeps its files, when that is on this machine."""
    needed, at_least = estimate(survey).needed_bytes, estimate(survey).size_bytes
    folder = _folder(survey)
    if folder is None:
        yield finding(
            "disk",
            "info",
            f"The target needs about {human_size(needed)}; how much is free on its server cannot be seen from here.",
            advice="Look on the database server whether so much is free.",
        )
        return
    free = shutil.disk_usage(folder).free
    if free < needed:
        yield finding(
            "disk",
            "blocking" if free < at_least else "warning",
            f"The target needs about {human_size(needed)}, and {human_size(free)} are free.",
            advice=f"Make room on the disk of {folder}.",
        )


def _folder(survey: Survey) -> Path | None:
    """Return the folder of the target's files, None when it is on another machine."""
    target = survey.context.target
    if target.dialect == "sqlite":
        return Path(target.url.database).absolute().parent
    host, folder = survey.target.execute(text("SELECT @@hostname, @@datadir")).one()
    is_here = host == socket.gethostname() and Path(folder).is_dir()
    return Path(folder) if is_here else None


def _duration(seconds: int) -> str:
    if seconds < 90:
        return f"{seconds} seconds"
    minutes = ceil(seconds / 60)
    return f"{minutes} minutes" if minutes < 120 else f"{minutes / 60:.1f} hours"
