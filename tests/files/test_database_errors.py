"""A database that goes away, or a list that finds no room, is one sentence for people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings
from sqlalchemy import Connection, Engine, event

from migrator.engine.errors import EngineError
from migrator.engine.recorder import Recorder
from migrator.execution import transfer_files
from migrator.files.errors import FilesError
from migrator.files.folders import Entry
from migrator.files.index import Index
from migrator.models import Run
from tests.mariadb import Server
from tests.stores import mariadb_store

SENTENCE = "the database failed while the files in use were read from it"


@pytest.fixture
def folders(tmp_path: Path, settings: Settings, mariadb_server: Server) -> Path:
    settings.SOURCE_DATABASE_URL = mariadb_store(mariadb_server, "3.0.3.9", "files_lost")
    for side in ("source", "target"):
        (tmp_path / side / "catalog").mkdir(parents=True)
        setattr(settings, f"{side.upper()}_IMAGE_URL", str(tmp_path / side))
    (tmp_path / "source/catalog/a.jpg").touch()
    return tmp_path


@pytest.fixture
def lost(folders: Path, mariadb_server: Server) -> Iterator[None]:
    """The server ends the connection when half of the tables are read."""

    def end(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if "banner_image" in statement:
            raw: Any = connection.connection.driver_connection
            mariadb_server.run(f"KILL {raw.thread_id()}")

    event.listen(Engine, "before_cursor_execute", end)
    yield
    event.remove(Engine, "before_cursor_execute", end)


@pytest.mark.parametrize("command", ["transfer_images", "verify_images --source"])
def test_the_commands_say_so_in_a_sentence(lost: None, folders: Path, command: str) -> None:
    with pytest.raises(CommandError) as error:
        call_command(*command.split())
    assert SENTENCE in str(error.value)
    assert "\n" not in str(error.value)
    assert "SELECT" not in str(error.value)
    assert error.value.returncode == 2
    assert not (folders / "target/catalog/a.jpg").exists()


def test_a_migration_with_images_says_so_in_a_sentence(lost: None) -> None:
    with pytest.raises(EngineError, match=SENTENCE):
        transfer_files(Run(options={}), Recorder())


def test_a_full_temporary_disk_is_told_in_a_sentence() -> None:
    with pytest.raises(FilesError, match=r"cannot be kept.*SQLITE_TMPDIR"), Index() as index:
        index._database.execute("PRAGMA max_page_count = 20")
        index.add_files("source", "image", (Entry(f"catalog/{number:05}.jpg", 1, 1) for number in range(10_000)))
