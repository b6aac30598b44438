"""A shop and a fresh target for the preflight, on SQLite or MariaDB, and the means to spoil them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from migrator.engine.context import Context, Options
from migrator.preflight import Finding, Preflight, run_preflight
from migrator.stores import Store, StoreUrl
from steps import STEPS

__all__ = ["Pair", "execute", "found", "only", "row_of"]


@dataclass(frozen=True, slots=True)
class Pair:
    """The URLs of a source and a target."""

    source: str
    target: str

    def run(self, **options: Any) -> Preflight:
        """Return the preflight of all steps with these options."""
        source, target = Store.open(self.source, "source"), Store.open(self.target, "target")
        return run_preflight(Context(source, target, Options(**options)), list(STEPS.values()))


def execute(url: str, *statements: str) -> None:
    """Run statements in a store, in one transaction."""
    store = Store(StoreUrl.parse(url, "url"), "target")
    with store.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def widen(url: str, table: str, column: str, old: str, new: str) -> None:
    """Declare a column of a type that holds more, as shops and extensions do."""
    if url.startswith("sqlite"):
        execute(
            url,
            "PRAGMA writable_schema = 1",
            f"UPDATE sqlite_master SET sql = replace(sql, '`{column}` \"{old}\"', '`{column}` \"{new}\"')"
            f" WHERE name = 'oc_{table}'",
        )
    else:
        execute(url, f"ALTER TABLE oc_{table} MODIFY `{column}` {new} NOT NULL")


def found(preflight: Preflight, check: str, table: str = "") -> list[Finding]:
    """Return the findings of a check, about one table or all."""
    return [one for one in preflight.findings if one.check == check and (not table or one.table == table)]


def only(preflight: Preflight, check: str, table: str = "") -> Finding:
    """Return the one finding of a check."""
    (one,) = found(preflight, check, table)
    return one


def row_of(finding: Finding, **wanted: Any) -> Any:
    """Return the one row of a finding that has these values."""
    rows: Sequence[Any] = [row for row in finding.rows if all(row.get(name) == value for name, value in wanted.items())]
    (row,) = rows
    return row
