"""A migration says how its rows travel, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.tool import Tool
from tests.stores import sqlite_store


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("server", "The database copies the rows by itself, because both stores are files here."),
        ("stream", "Rows travel through this program, because the option --path stream asks for it."),
    ],
)
def test_the_way_and_its_reason_are_shown(tmp_path: Path, asked: str, said: str) -> None:
    tool = Tool(tmp_path, sqlite_store(tmp_path, "3.0.3.9"), sqlite_store(tmp_path, "4.1.0.4"))

    result = tool.run("migrate_store", "default_data", "--path", asked)

    assert result.returncode == 0, result.stderr
    assert " ".join(result.stderr.split()).count(said) == 1
