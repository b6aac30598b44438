"""Small files are copied by programs of their own; whatever becomes of these, every file arrives once and whole."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from migrator.files import Roots, transfer
from migrator.files.errors import ConflictError
from migrator.files.folders import CopyPrograms, Entry, LocalFolder, programs
from migrator.files.folders.directory import Directory
from tests.files.conftest import Shop

TEN = {f"image/catalog/{number}.jpg": f"content {number}".encode() for number in range(10)}


def put_ten(shop: Shop) -> None:
    for name, content in TEN.items():
        shop.put(name, content)


def arrived(shop: Shop) -> dict[str, bytes]:
    return {name: (shop.folder / "target" / name).read_bytes() for name in shop.names()}


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """What the programs say about each file they are asked for."""
    said: dict[str, bool] = {}
    copy = CopyPrograms.copy

    def listening(self: CopyPrograms, *request: Any) -> Any:
        answer = copy(self, *request)
        said.update(zip((entry.path for entry, _ in request[3]), answer, strict=True))
        return answer

    monkeypatch.setattr(CopyPrograms, "copy", listening)
    return said


def test_small_files_are_copied_and_compared_by_programs_and_large_ones_here(
    shop: Shop, answers: dict[str, bool]
) -> None:
    shop.put("image/catalog/small.jpg", b"x" * (1 << 18))
    shop.put("image/catalog/large.jpg", b"x" * ((1 << 18) + 1))
    shop.put("image/catalog/empty.jpg", b"")
    assert transfer(shop.store, shop.source, shop.target).transferred == 3
    assert answers == {"catalog/small.jpg": True, "catalog/empty.jpg": True}
    answers.clear()
    assert transfer(shop.store, shop.source, shop.target).skipped == 3
    assert answers == {"catalog/small.jpg": True, "catalog/empty.jpg": True}


def test_a_program_keeps_content_time_and_what_is_there_already(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    for folder in (source, target):
        folder.mkdir()
    (source / "a.jpg").write_bytes(b"12345")
    (source / "taken.jpg").write_bytes(b"mine")
    (source / "grown.jpg").write_bytes(b"longer than listed")
    (source / "shrunk.jpg").write_bytes(b"less")
    (source / "link.jpg").symlink_to("a.jpg")
    (target / "taken.jpg").write_bytes(b"yours")
    new = {"a.jpg": 5, "taken.jpg": 4, "grown.jpg": 6, "shrunk.jpg": 6, "link.jpg": 5}
    wanted = [(Entry(f"catalog/{name}", size, 1_500_000_000_123_456_789), False) for name, size in new.items()]
    with CopyPrograms() as copy_programs:
        assert list(copy_programs.copy(str(source), str(target), None, wanted)) == [True, False, False, False, False]
        assert not any(copy_programs.copy(str(source), str(tmp_path / "none"), None, wanted))
        assert not any(copy_programs.copy(str(tmp_path / "none"), str(target), None, wanted))
    assert {file.name: file.read_bytes() for file in target.iterdir()} == {"a.jpg": b"12345", "taken.jpg": b"yours"}
    assert (target / "a.jpg").stat().st_mtime_ns == 1_500_000_000_123_456_789


def test_a_program_compares_all_of_a_file_and_follows_no_link(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    there = {"equal": b"12345", "differs": b"12346", "shorter": b"1234", "longer": b"123456"}
    for folder in (source, target):
        folder.mkdir()
    for name, content in there.items():
        (source / name).write_bytes(b"12345")
        (target / name).write_bytes(content)
    (source / "grown").write_bytes(b"123456 here")
    (target / "grown").write_bytes(b"123456 and there")
    (source / "link").write_bytes(b"12345")
    (target / "link").symlink_to("equal")
    names = (*there, "grown", "link")
    with CopyPrograms() as copy_programs:
        answer = copy_programs.copy(str(source), str(target), None, [(Entry(name, 5, 0), True) for name in names])
    assert [name for name, equal in zip(names, answer, strict=True) if equal] == ["equal"]


def test_a_program_does_not_go_through_a_folder_that_became_a_link(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"12345")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "target").symlink_to("elsewhere")
    with CopyPrograms() as copy_programs:
        assert not any(
            copy_programs.copy(str(tmp_path), str(tmp_path / "target"), None, [(Entry("a.jpg", 5, 0), False)])
        )
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_files_that_root_copies_belong_to_the_owner_of_the_target(shop: Shop, answers: dict[str, bool]) -> None:
    shop.put("image/catalog/sub/a.jpg")
    os.chown(shop.folder / "target/image", 12345, 54321)
    transfer(shop.store, shop.source, shop.target)
    assert answers == {"catalog/sub/a.jpg": True}
    for name in ("sub", "sub/a.jpg"):
        info = (shop.folder / "target/image/catalog" / name).stat()
        assert (info.st_uid, info.st_gid) == (12345, 54321)


def test_programs_end_with_the_transfer(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            started.append(self)

    monkeypatch.setattr(programs.subprocess, "Popen", Noted)
    put_ten(shop)
    transfer(shop.store, shop.source, shop.target)
    assert [program.returncode for program in started] == [0]


def test_files_of_a_program_that_was_killed_are_looked_at_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program made the files and died before it said so."""
    ask = programs._Program.ask
    killed: list[bytes] = []

    def kill(self: Any, *request: Any) -> bytes:
        ask(self, *request)
        os.kill(self._process.pid, signal.SIGKILL)
        killed.append(ask(self, *request))
        return killed[-1]

    monkeypatch.setattr(programs._Program, "ask", kill)
    put_ten(shop)
    report = transfer(shop.store, shop.source, shop.target)
    assert killed == [b""]
    assert arrived(shop) == TEN
    assert (report.conflicts, report.errors, report.skipped + report.transferred) == (0, 0, 10)


@pytest.mark.parametrize("python", ["/nowhere/python", "/bin/echo", "/bin/true"])
def test_without_a_program_that_answers_files_are_copied_here(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, python: str
) -> None:
    """Inside of a web server, ``sys.executable`` may be that server."""
    monkeypatch.setattr(programs.sys, "executable", python)
    put_ten(shop)
    assert transfer(shop.store, shop.source, shop.target).transferred == 10
    assert arrived(shop) == TEN


def test_an_equal_file_that_came_there_meanwhile_is_no_conflict(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs.sys, "executable", "/nowhere/python")
    shop.put("image/catalog/equal.jpg", b"12345")
    shop.put("image/catalog/other.jpg", b"12345")

    class Busy(LocalFolder):
        def write(self, path: str, *arguments: Any, **options: Any) -> None:
            shop.put(f"image/{path}", b"12345" if path == "catalog/equal.jpg" else b"54321", side="target")
            super().write(path, *arguments, **options)

    report = transfer(shop.store, shop.source, Roots(Busy(shop.folder / "target/image")))
    assert (report.skipped, report.conflicts, report.transferred) == (1, 1, 0)
    assert (shop.folder / "target/image/catalog/other.jpg").read_bytes() == b"54321"


@pytest.mark.parametrize("there", [None, b"theirs"])
def test_a_file_system_without_unnamed_files_gets_temporary_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bytes | None
) -> None:
    monkeypatch.setattr(Directory, "_open_unnamed", lambda _self: None)
    if there is not None:
        (tmp_path / "a.jpg").write_bytes(there)
    seen: list[list[str]] = []

    def fill(descriptor: int) -> None:
        seen.append([file.name for file in tmp_path.iterdir() if file.name != "a.jpg"])
        os.write(descriptor, b"mine")

    folder = Directory(str(tmp_path))
    if there is None:
        folder.create("a.jpg", fill, replace=False)
    else:
        with pytest.raises(ConflictError):
            folder.create("a.jpg", fill, replace=False)
    assert seen[0][0].startswith(".ocm-")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a.jpg": there or b"mine"}
