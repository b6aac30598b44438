"""Copying and verifying files from the board."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django_q.models import OrmQ
from pytest_django.fixtures import Settings

from migrator.admin import filework
from migrator.demo import build_files
from migrator.errors import ConflictError
from tests.shop import Shop

Session = Callable[[str], Client]


@pytest.fixture
def folders(shop: Shop, tmp_path: Path, settings: Settings) -> Path:
    """The demo shop's folders, and empty ones of OpenCart 4; returns the new image folder."""
    build_files(tmp_path / "source-files")
    settings.SOURCE_IMAGE_URL = str(tmp_path / "source-files/image")
    settings.SOURCE_STORAGE_URL = str(tmp_path / "source-files/storage")
    for name in ("image", "storage"):
        (tmp_path / "new" / name).mkdir(parents=True)
    settings.TARGET_IMAGE_URL, settings.TARGET_STORAGE_URL = str(tmp_path / "new/image"), str(tmp_path / "new/storage")
    return tmp_path / "new/image"


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_an_operator_has_the_files_copied(folders: Path, tmp_path: Path, session: Session) -> None:
    client = session("Operators")
    assert client.post("/admin/migration/files/", {"work": "transfer"}).status_code == 302
    assert filework.status("transfer")["state"] == "queued"
    assert LogEntry.objects.get().change_message == "Transfer: begin"
    assert OrmQ.objects.count() == 1
    filework.work("transfer")
    found = filework.status("transfer")
    assert (found["state"], found["by"], found["report"]["failed"]) == ("done", "operators", 0)
    assert files_in(folders) == files_in(tmp_path / "source-files/image")
    page = client.get("/admin/migration/files/").content.decode()
    assert f"{found['report']['transferred']}" in page and "Copied" in page


def test_verification_finds_what_is_missing(folders: Path, session: Session) -> None:
    filework.begin("verify", "somebody")
    filework.work("verify")
    found = filework.status("verify")
    assert found["state"] == "done"
    assert found["report"]["missing"] == found["report"]["total"] > 0
    page = session("Viewers").get("/admin/migration/files/").content.decode()
    assert f'<dd class="bad-text">{found["report"]["missing"]}</dd>' in page
    assert found["report"]["issues"][0]["file"] in page


def test_one_at_a_time(folders: Path) -> None:
    filework.begin("transfer", "somebody")
    with pytest.raises(ConflictError, match="under way already"):
        filework.begin("transfer", "somebody else")


def test_a_stopped_transfer_copies_nothing_more(folders: Path) -> None:
    filework.begin("transfer", "somebody")
    filework.request_stop("transfer")
    filework.work("transfer")
    assert filework.status("transfer")["state"] == "stopped"
    assert files_in(folders) == set()


def test_a_long_transfer_gives_its_place_free_and_goes_on(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filework.begin("transfer", "somebody")
    monkeypatch.setattr(filework, "AT_A_TIME_SECONDS", -1.0)
    filework.work("transfer")
    assert filework.status("transfer")["state"] == "running"
    assert OrmQ.objects.count() == 2


def test_a_missing_folder_is_a_sentence(folders: Path, settings: Settings) -> None:
    settings.TARGET_IMAGE_URL = "/nowhere/at/all"
    filework.begin("transfer", "somebody")
    filework.work("transfer")
    found = filework.status("transfer")
    assert found["state"] == "failed"
    assert "names a folder that does not exist: /nowhere/at/all" in found["error"]


def test_a_viewer_cannot_begin(folders: Path, session: Session) -> None:
    client = session("Viewers")
    assert client.post("/admin/migration/files/", {"work": "transfer"}).status_code == 403
    assert filework.status("transfer") == {"state": "none"}


def test_addresses_are_shown_without_their_passwords(shop: Shop, settings: Settings, session: Session) -> None:
    settings.SOURCE_IMAGE_URL = "sftp://shop:hush-hush@files.example.com/image"
    page = session("Viewers").get("/admin/migration/files/").content.decode()
    assert "files.example.com" in page and "hush-hush" not in page
