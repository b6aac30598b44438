"""A run that was killed, or whose server died, ends like one that nobody disturbed."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import mariadb
from tests.faults.tool import Tool, content, has_rows, until
from tests.mariadb import Server
from tests.stores import mariadb_store


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A MariaDB of the test's own, which it may kill."""
    with mariadb.running(folder=tmp_path / "server") as server:
        yield server


def build(server: Server, folder: Path, target: str) -> Tool:
    folder.mkdir(exist_ok=True)
    return Tool(
        folder,
        mariadb_store(server, "3.0.3.9", "fault_source"),
        mariadb_store(server, target, "fault_target"),
    )


@pytest.mark.parametrize(("release", "path"), [("4.0.2.3", "stream"), ("4.1.0.4", "server")])
def test_three_kills_and_a_resume_equal_an_undisturbed_run(
    mariadb_server: Server, tmp_path: Path, release: str, path: str
) -> None:
    calm = build(mariadb_server, tmp_path / "calm", release).run("migrate_store", f"--path={path}")
    assert calm.returncode == 0, calm.stderr
    expected = content(mariadb_server, "fault_target")

    tool = build(mariadb_server, tmp_path / "disturbed", release)
    resume: list[str] = []
    for table, rows in (("oc_country", 3), ("oc_product", 2), ("oc_order", 3)):
        process = tool.start("migrate_store", "--batch-size=1", f"--path={path}", *resume)
        until(has_rows(mariadb_server, table, rows), process)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        resume = ["--resume"]
    last = tool.run("migrate_store", "--resume")

    assert last.returncode == 0, last.stderr
    assert content(mariadb_server, "fault_target") == expected


def test_ctrl_c_stops_after_the_chunk_and_says_how_to_go_on(mariadb_server: Server, tmp_path: Path) -> None:
    tool = build(mariadb_server, tmp_path, "4.1.0.4")
    process = tool.start("migrate_store", "--batch-size=1")
    until(has_rows(mariadb_server, "oc_product", 2), process)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()

    assert process.returncode == 1
    assert "go on with: manage.py migrate_store --resume" in errors
    assert "Traceback" not in errors
    assert tool.run("migrate_store", "--resume").returncode == 0


def test_a_target_server_that_dies_and_comes_back(own_server: Server, tmp_path: Path) -> None:
    tool = build(own_server, tmp_path / "tool", "4.1.0.4")
    process = tool.start("migrate_store", "--batch-size=1")
    until(has_rows(own_server, "oc_product", 2), process)
    own_server.process.kill()
    own_server.process.wait()
    _, errors = process.communicate()

    assert process.returncode == 1
    assert "Traceback" not in errors
    revived = mariadb.start(own_server.folder, own_server.port)
    try:
        result = tool.run("migrate_store", "--resume")
        assert result.returncode == 0, result.stderr
    finally:
        revived.process.terminate()
        revived.process.wait()


def test_a_source_server_that_dies_and_comes_back(own_server: Server, mariadb_server: Server, tmp_path: Path) -> None:
    tool = Tool(
        tmp_path / "tool",
        mariadb_store(own_server, "3.0.3.9", "fault_source"),
        mariadb_store(mariadb_server, "4.1.0.4", "fault_target"),
    )
    process = tool.start("migrate_store", "--batch-size=1")
    until(has_rows(mariadb_server, "oc_product", 2), process)
    own_server.process.kill()
    own_server.process.wait()
    _, errors = process.communicate()

    assert process.returncode == 1
    assert "Traceback" not in errors
    revived = mariadb.start(own_server.folder, own_server.port)
    try:
        result = tool.run("migrate_store", "--resume")
        assert result.returncode == 0, result.stderr
    finally:
        revived.process.terminate()
        revived.process.wait()


def test_resuming_what_is_done_changes_nothing(mariadb_server: Server, tmp_path: Path) -> None:
    tool = build(mariadb_server, tmp_path, "4.1.0.4")
    assert tool.run("migrate_store").returncode == 0

    again = tool.run("migrate_store", "--resume")

    assert again.returncode == 2
    assert "nothing to resume" in again.stderr


def test_resume_without_any_run(mariadb_server: Server, tmp_path: Path) -> None:
    result = build(mariadb_server, tmp_path, "4.1.0.4").run("migrate_store", "--resume")

    assert result.returncode == 2
    assert "There is no run to resume" in result.stderr
