"""Stream a chunk between two servers as a file: the source writes the lines, the target reads them with LOAD DATA.

The server escapes the values on one side and reads them on the other, so that this program only moves bytes.
"""

from __future__ import annotations

import tempfile

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from migrator.engine.resolve import ResolvedPart
from migrator.engine.tablemap import Range
from migrator.engine.write import RefusedError, refuse_warnings

__all__ = ["copy_loaded", "why_not"]

FETCH_ROWS = 100


def why_not(source: Connection, target: Connection) -> str:
    """Return why LOAD DATA LOCAL INFILE cannot be used between these stores, empty when it can."""
    if source.dialect.name != "mysql" or target.dialect.name != "mysql":
        return "one of the stores is a SQLite file"
    try:
        allowed = target.exec_driver_sql("SELECT @@local_infile").scalar()
    except DBAPIError:
        allowed = 0
    return "" if allowed else "the target server does not allow LOAD DATA LOCAL INFILE (local_infile is off)"


def copy_loaded(source: Connection, target: Connection, part: ResolvedPart, chunk: Range) -> int:
    """Write the mapped rows of a chunk and return their number.

    Raises ``RefusedError`` when the server left a row out or changed a value.
    """
    quoted = target.dialect.identifier_preparer.quote_identifier
    names = ", ".join(quoted(column.name) for column in part.table.columns)
    with tempfile.NamedTemporaryFile(prefix="migrator-", suffix=".txt") as file:
        count = 0
        result = source.execution_options(stream_results=True, max_row_buffer=FETCH_ROWS).exec_driver_sql(
            *part.prepared("lines", chunk, source, part.lines)
        )
        while lines := result.fetchmany(FETCH_ROWS):
            file.write(b"".join(line + b"\n" for (line,) in lines))
            count += len(lines)
        if not count:
            return 0
        file.flush()
        path = file.name.replace("\\", "\\\\").replace("'", "\\'")
        statement = (
            f"LOAD DATA LOCAL INFILE '{path}' INTO TABLE {quoted(part.table.written.name)}"
            f" CHARACTER SET utf8mb4 ({names})"
        )
        taken = target.exec_driver_sql(statement.replace("%", "%%")).rowcount
    refuse_warnings(target)
    if taken != count:
        # LOCAL makes the server pass over rows whose key is there already.
        raise RefusedError(f"Only {taken} of {count} rows of {part.table.name} were taken")
    return count
