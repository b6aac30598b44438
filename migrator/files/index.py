"""A throw-away database of paths, so that a shop of any size needs the same little memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Self

from migrator.files.errors import FilesError
from migrator.files.folders import Entry, Refused
from migrator.files.kinds import Root
from migrator.files.paths import fold
from migrator.files.references import Reference

__all__ = ["Index", "Outcome", "Pair", "Side", "Use"]

Side = Literal["source", "target"]
Outcome = tuple[Root, str, str]
"""Root, path, and what became of it."""

ROWS_AT_ONCE = 1000
# “IN (SELECT …)” would copy the whole listing first, whatever few rows are asked for.
NOT_IN_USE = (
    " WHERE refusal = '' AND NOT EXISTS (SELECT * FROM uses WHERE uses.root = files.root AND uses.path = files.path)"
)
SCHEMA = """
    PRAGMA cache_size = -16000;
    PRAGMA journal_mode = OFF;
    CREATE TABLE uses (root TEXT, path BLOB, kind TEXT, owner_key TEXT, owner_id INTEGER, alternative BLOB,
        certain INTEGER, problem TEXT);
    CREATE TABLE outcomes (root TEXT, path BLOB, status TEXT, PRIMARY KEY (root, path)) WITHOUT ROWID;
    CREATE TABLE source (root TEXT, path BLOB, size INTEGER, mtime_ns INTEGER, md5 TEXT, refusal TEXT,
        unreadable INTEGER, PRIMARY KEY (root, path)) WITHOUT ROWID;
    CREATE TABLE target (root TEXT, path BLOB, size INTEGER, mtime_ns INTEGER, md5 TEXT, refusal TEXT,
        unreadable INTEGER, PRIMARY KEY (root, path)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Use:
    """Who uses a file: a type of things, the name of their id, and the id."""

    kind: str
    owner_key: str
    owner_id: int


class Pair(NamedTuple):
    """A file of the source, and what the target has under the same path."""

    root: Root
    source: Entry
    target: Entry | Refused | None


class Index:
    """Uses and files, joined by SQLite in a temporary file that vanishes with the connection.

    Paths are kept as bytes, because a disk may hold names that are no UTF-8. Only the thread that made an index may
    use it.
    """

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(SCHEMA)
        self._database.create_function("fold", 1, _folded, deterministic=True)
        # Never committed: nobody else reads it, and each commit would cost as much as copying some files.
        self._database.execute("BEGIN")
        self._folded: set[Side] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Raises ``FilesError`` when the database could not go on, as on a full disk."""
        self._database.close()
        if isinstance(error, sqlite3.OperationalError):
            raise FilesError(
                f"The list of files cannot be kept in the folder for temporary files: {error};"
                " make room there, or name another folder in the variable SQLITE_TMPDIR"
            ) from error

    # -- filling ------------------------------------------------------------------------------

    def add_uses(self, found: Iterable[Reference]) -> None:
        """Keep references."""
        self._database.executemany(
            "INSERT INTO uses VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    use.root,
                    _bytes(use.path),
                    use.kind,
                    use.owner_key,
                    use.owner_id,
                    _bytes(use.alternative) if use.alternative else None,
                    use.certain,
                    use.problem,
                )
                for use in found
            ),
        )
        self._database.execute("CREATE INDEX IF NOT EXISTS used ON uses (root, path)")

    def add_files(self, side: Side, root: Root, found: Iterable[Entry | Refused]) -> None:
        """Keep files of one side; a path that is there already stays as it is."""
        self._database.executemany(
            f"INSERT OR IGNORE INTO {side} VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - one of two names
            (
                (root, _bytes(item.path), 0, 0, "", item.reason, item.unreadable)
                if isinstance(item, Refused)
                else (root, _bytes(item.path), item.size, item.mtime_ns, item.md5, "", False)
                for item in found
            ),
        )

    def resolve(self, side: Side) -> None:
        """Where a value names no file as it is written, but one with its URL escapes undone, mean that one."""
        self._database.execute(
            f"UPDATE uses SET path = alternative WHERE alternative IS NOT NULL"  # noqa: S608 - one of two names
            f" AND NOT {_listed(side)} AND {_listed(side, 'alternative')}"
        )

    def record(self, outcomes: Iterable[Outcome]) -> None:
        """Keep what became of files."""
        self._database.executemany(
            "INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?)",
            ((root, _bytes(path), status) for root, path, status in outcomes),
        )

    # -- asking -------------------------------------------------------------------------------

    def wanted(self, side: Side, root: Root) -> Iterator[str]:
        """Yield the paths in use that the listing of ``side`` does not have (yet), both spellings of each."""
        for column in ("path", "alternative"):
            for (path,) in self._rows(
                f"SELECT DISTINCT {column} FROM uses WHERE root = ? AND problem = '' AND {column} IS NOT NULL"  # noqa: S608
                f" AND NOT {_listed(side, column)}",
                root,
            ):
                yield _text(path)

    def listed(self, root: Root) -> Iterator[str]:
        """Yield the paths of the source's files."""
        for (path,) in self._rows("SELECT path FROM source WHERE root = ? AND refusal = ''", root):
            yield _text(path)

    def twins(self, root: Root) -> Iterator[tuple[str, str]]:
        """Yield each file of the source that some systems take for another one, and that one, the first of them."""
        for path, first in self._rows(
            "SELECT path, first FROM (SELECT path, FIRST_VALUE(path) OVER (PARTITION BY fold(path) ORDER BY path)"
            " AS first FROM source WHERE root = ? AND refusal = '') WHERE path <> first",
            root,
        ):
            yield _text(path), _text(first)

    def pairs(self) -> Iterator[Pair]:
        """Yield every file of the source that has no outcome yet, with its counterpart, in the order of their paths."""
        for root, path, size, mtime_ns, md5, other_size, other_mtime_ns, other_md5, refusal in self._rows(
            "SELECT s.root, s.path, s.size, s.mtime_ns, s.md5, t.size, t.mtime_ns, t.md5, t.refusal"
            " FROM source s LEFT JOIN target t USING (root, path) WHERE s.refusal = ''"
            " AND NOT EXISTS (SELECT * FROM outcomes o WHERE o.root = s.root AND o.path = s.path)"
            " ORDER BY s.root, s.path"
        ):
            name = _text(path)
            other: Entry | Refused | None = None
            if other_size is not None:
                other = Refused(name, refusal) if refusal else Entry(name, other_size, other_mtime_ns, other_md5)
            yield Pair(root, Entry(name, size, mtime_ns, md5), other)

    def used_files(self, side: Side) -> Iterator[tuple[Root, Entry]]:
        """Yield the files of ``side`` that something uses."""
        for root, path, size, mtime_ns, md5 in self._rows(
            f"SELECT root, path, size, mtime_ns, md5 FROM {side} WHERE refusal = ''"  # noqa: S608 - one of two names
            " AND (root, path) IN (SELECT root, path FROM uses WHERE problem = '') ORDER BY root, path"
        ):
            yield root, Entry(_text(path), size, mtime_ns, md5)

    def missing(self, side: Side) -> Iterator[tuple[Root, str]]:
        """Yield the paths that are certainly in use and that ``side`` does not have."""
        yield from self._paths(
            "SELECT DISTINCT root, path FROM uses WHERE certain AND problem = ''"  # noqa: S608 - one of two names
            f" AND NOT {_listed(side)} ORDER BY root, path"
        )

    def problems(self) -> Iterator[tuple[Root, str, str]]:
        """Yield the values in use that can be no file, with the reason."""
        for root, path, problem in self._rows(
            "SELECT DISTINCT root, path, problem FROM uses WHERE problem <> '' AND certain ORDER BY root, path"
        ):
            yield root, _text(path), problem

    def refused(self, side: Side) -> Iterator[tuple[Root, Refused]]:
        """Yield what is not followed or cannot be read in the folders of ``side``."""
        for root, path, refusal, unreadable in self._rows(
            f"SELECT root, path, refusal, unreadable FROM {side} WHERE refusal <> '' ORDER BY root, path"  # noqa: S608
        ):
            yield root, Refused(_text(path), refusal, bool(unreadable))

    def used_count(self, side: Side) -> int:
        """Return how many files ``used_files`` gives."""
        (count,) = self._database.execute(
            f"SELECT COUNT(*) FROM {side} WHERE refusal = ''"  # noqa: S608 - one of two names
            " AND (root, path) IN (SELECT root, path FROM uses WHERE problem = '')"
        ).fetchone()
        return int(count)

    def unused(self, side: Side) -> Iterator[str]:
        """Yield the paths of ``side`` that nothing uses."""
        for _, path in self._paths(f"SELECT root, path FROM {side} AS files{NOT_IN_USE} ORDER BY root, path"):  # noqa: S608
            yield path

    def unused_size(self, side: Side) -> tuple[int, int]:
        """Return how many files of ``side`` nothing uses, and their bytes."""
        count, size = self._database.execute(
            f"SELECT COUNT(*), COALESCE(SUM(size), 0) FROM {side} AS files{NOT_IN_USE}"  # noqa: S608 - one of two names
        ).fetchone()
        return count, size

    def size(self, side: Side) -> tuple[int, int]:
        """Return how many files ``side`` has, and their bytes."""
        count, size = self._database.execute(
            f"SELECT COUNT(*), COALESCE(SUM(size), 0) FROM {side} WHERE refusal = ''"  # noqa: S608 - one of two names
        ).fetchone()
        return count, size

    def new_bytes(self) -> int:
        """Return the bytes of the source's files that the target has no file for."""
        (size,) = self._database.execute(
            "SELECT COALESCE(SUM(s.size), 0) FROM source s LEFT JOIN target t USING (root, path) WHERE t.path IS NULL"
        ).fetchone()
        return int(size)

    def uses_of(self, root: Root, path: str, limit: int) -> tuple[Use, ...]:
        """Return who uses a file, at most ``limit`` of them."""
        return tuple(
            Use(*row)
            for row in self._rows(
                "SELECT DISTINCT kind, owner_key, owner_id FROM uses WHERE root = ? AND path = ?"
                " ORDER BY kind, owner_id LIMIT ?",
                root,
                _bytes(path),
                limit,
            )
        )

    def lookalike(self, side: Side, root: Root, path: str) -> str:
        """Return a file whose name differs from a missing one's only in case or Unicode composition, or ""."""
        if side not in self._folded:
            self._database.execute("CREATE TABLE IF NOT EXISTS folded (side TEXT, root TEXT, fold BLOB, path BLOB)")
            # Only what a missing file could be taken for: to keep all would take as long as to list the folder.
            self._database.execute(
                "CREATE TEMP TABLE IF NOT EXISTS sought (root TEXT, fold BLOB, PRIMARY KEY (root, fold))"
            )
            # A table can be emptied but not dropped while somebody reads another one.
            self._database.execute("DELETE FROM sought")
            self._database.execute(
                f"INSERT OR IGNORE INTO sought SELECT root, fold(path) FROM uses WHERE NOT {_listed(side)}"  # noqa: S608
            )
            self._database.execute(
                f"INSERT INTO folded SELECT ?, root, fold(path), path FROM {side}"  # noqa: S608
                " WHERE refusal = '' AND (root, fold(path)) IN (SELECT root, fold FROM sought)",
                (side,),
            )
            self._database.execute("CREATE INDEX IF NOT EXISTS by_fold ON folded (side, root, fold)")
            self._folded.add(side)
        found = self._database.execute(
            "SELECT path FROM folded WHERE side = ? AND root = ? AND fold = ?", (side, root, _folded(_bytes(path)))
        ).fetchone()
        return _text(found[0]) if found else ""

    def totals_by_kind(self) -> dict[str, dict[str, int]]:
        """Return how many files of each type had each outcome; files that nothing uses are ``unused``."""
        totals: dict[str, dict[str, int]] = {}
        for kind, status, count in self._rows(
            "SELECT kind, status, COUNT(*) FROM (SELECT DISTINCT kind, root, path FROM uses)"
            " JOIN outcomes USING (root, path) GROUP BY kind, status UNION ALL"
            " SELECT 'unused', status, COUNT(*) FROM outcomes"
            " WHERE NOT EXISTS (SELECT * FROM uses WHERE uses.root = outcomes.root AND uses.path = outcomes.path)"
            " GROUP BY status"
        ):
            totals.setdefault(kind, {})[status] = count
        return totals

    def _paths(self, query: str) -> Iterator[tuple[Root, str]]:
        for root, path in self._rows(query):
            yield root, _text(path)

    def _rows(self, query: str, *parameters: Any) -> Iterator[Any]:
        cursor = self._database.execute(query, parameters)
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield from rows


def _listed(side: Side, column: str = "path") -> str:
    """Return the condition that the listing of ``side`` has the file that ``column`` of a use names."""
    return f"EXISTS (SELECT * FROM {side} WHERE {side}.root = uses.root AND {side}.path = uses.{column})"  # noqa: S608


def _bytes(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")


def _text(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")


def _folded(path: bytes) -> bytes:
    if path.isascii():  # as nearly all are, and the rest takes ten times as long
        return path.lower()
    return _bytes(fold(_text(path)))
