"""A command whose results nobody reads any more, as in ``manage.py … | head -1``, ends without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.tool import Tool
from tests.patience import PATIENCE_SECONDS
from tests.stores import sqlite_store

ENDED_BY_SIGPIPE = 141


@pytest.fixture(scope="module")
def tool(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    folder = tmp_path_factory.mktemp("pipes")
    return Tool(folder, sqlite_store(folder, "3.0.3.9"), sqlite_store(folder, "4.1.0.4"))


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)  # most people have it not
    for side in ("source", "target"):
        (tmp_path / side / "catalog").mkdir(parents=True)
        monkeypatch.setenv(f"{side.upper()}_IMAGE_URL", str(tmp_path / side))


@pytest.mark.parametrize(
    "command",
    [
        "analyze_extensions",
        "preflight",
        "show_mapping",
        "transfer_images",
    ],
)
def test_a_reader_that_is_gone_ends_the_command_quietly(tool: Tool, command: str) -> None:
    process = tool.start(*command.split())
    assert process.stdout is not None
    process.stdout.close()
    _, errors = process.communicate(timeout=PATIENCE_SECONDS)
    assert (process.returncode, errors) == (ENDED_BY_SIGPIPE, "")


def test_errors_that_nobody_reads_end_the_command_as_well(tool: Tool) -> None:
    """As in ``manage.py … 2>&1 | head -1``."""
    process = tool.start("transfer_images", "no-such-type")
    assert process.stderr is not None
    process.stderr.close()
    process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == ENDED_BY_SIGPIPE


def test_a_reader_that_stays_gets_the_result(tool: Tool) -> None:
    result = tool.run("transfer_images")
    assert (result.returncode, result.stderr) == (0, "")
    assert "0 conflicts, 0 errors" in result.stdout
