"""An OpenCart 3 shop on disk with files of every kind, and an empty OpenCart 4 beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from migrator.files import Roots
from migrator.files.folders import LocalFolder
from migrator.stores import Store
from tests.stores import mariadb_store, sqlite_store


@dataclass(frozen=True)
class Shop:
    """The folders of both sides, and the source's database; ``name_files`` empties it of files and names new ones."""

    folder: Path
    store: Store

    def roots(self, side: str) -> Roots:
        return Roots(LocalFolder(self.folder / side / "image"), LocalFolder(self.folder / side / "storage"))

    @property
    def source(self) -> Roots:
        return self.roots("source")

    @property
    def target(self) -> Roots:
        return self.roots("target")

    def put(self, path: str, content: bytes = b"content", *, side: str = "source") -> Path:
        file = self.folder / side / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        return file

    def name_files(self, **rows: list[dict[str, Any]]) -> None:
        writer = Store(self.store.url, "target")
        with writer.begin() as connection:
            for table, column in (
                *(
                    (name, "image")
                    for name in ("product", "category", "manufacturer", "option_value", "location", "user")
                ),
                ("product_description", "description"),
                ("category_description", "description"),
                ("information_description", "description"),
                ("setting", "value"),
                ("module", "setting"),
            ):
                connection.execute(writer.table(table).update().values({column: ""}))
            for table in ("product_image", "banner_image", "voucher_theme", "download", "upload"):
                connection.execute(writer.table(table).delete())
            for table, values in rows.items():
                for row in values:
                    self._write(writer, connection, table, row)

    @staticmethod
    def _write(writer: Store, connection: Any, name: str, row: dict[str, Any]) -> None:
        table = writer.table(name)
        key = writer.schema[name].primary_key[0]
        changed = connection.execute(table.update().where(table.c[key] == row[key]).values(row)) if key in row else None
        if changed is None or not changed.rowcount:
            columns = writer.schema[name].columns.values()
            neutral = {column.name: column.neutral for column in columns if column.name != key or key in row}
            connection.execute(insert(table).values(neutral | row))

    def names(self, side: str = "target") -> list[str]:
        top = self.folder / side
        return sorted(str(file.relative_to(top)) for file in top.rglob("*") if file.is_file())


@pytest.fixture
def new_shop(tmp_path: Path) -> Callable[[str], Shop]:
    def build(url: str) -> Shop:
        for side in ("source", "target"):
            for root in ("image/catalog", "storage/download", "storage/upload"):
                (tmp_path / side / root).mkdir(parents=True)
        return Shop(tmp_path, Store.open(url, "source"))

    return build


@pytest.fixture
def shop(tmp_path: Path, new_shop: Callable[[str], Shop]) -> Shop:
    """A shop on SQLite whose database names no file yet."""
    shop = new_shop(sqlite_store(tmp_path, "3.0.3.9"))
    shop.name_files()
    return shop


@pytest.fixture(params=["sqlite", "mariadb"])
def demo_shop(request: pytest.FixtureRequest, tmp_path: Path, new_shop: Callable[[str], Shop]) -> Shop:
    """The demonstration shop on SQLite and on MariaDB, with its files."""
    from migrator.demo import build_files

    url = (
        sqlite_store(tmp_path, "3.0.3.9")
        if request.param == "sqlite"
        else mariadb_store(request.getfixturevalue("mariadb_server"), "3.0.3.9", "files_demo")
    )
    shop = new_shop(url)
    build_files(tmp_path / "source")
    return shop
