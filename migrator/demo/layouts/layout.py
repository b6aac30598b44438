"""What a release's database looks like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from migrator.stores.schema import TableInfo

__all__ = ["Layout", "with_tables"]


@dataclass(frozen=True, slots=True)
class Layout:
    """The tables of one release, by their names without prefix.

    ``unique`` holds the (table, index) pairs that are unique; ``charset`` and ``engine`` are those of a fresh
    installation on MySQL (data-map 0, G6).
    """

    release: str
    engine: str
    charset: str
    collation: str
    tables: Mapping[str, TableInfo]
    unique: frozenset[tuple[str, str]]

    @property
    def generation(self) -> int:
        """3 or 4."""
        return int(self.release.partition(".")[0])

    @property
    def holds_emoji(self) -> bool:
        """Whether text may have characters outside the basic plane."""
        return self.charset == "utf8mb4"

    def has(self, table: str, column: str | None = None) -> bool:
        """Whether the table, or the column of it, exists in this release."""
        info = self.tables.get(table)
        return info is not None and (column is None or column in info.columns)


def with_tables(layout: Layout, *tables: TableInfo) -> Layout:
    """Return ``layout`` with ``tables`` added, or in the place of those of the same name."""
    return replace(layout, tables={**layout.tables, **{table.name: table for table in tables}})
