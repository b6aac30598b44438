"""The command that writes the demonstration stores, and the files of the shop."""

from __future__ import annotations

import html
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from migrator.demo import build_files, opencart3
from migrator.demo.files import MISSING
from migrator.demo.layouts import load
from migrator.stores import Store
from tests.stores import sqlite_store


def test_the_command_writes_both_stores_and_says_where(tmp_path: Path) -> None:
    out = StringIO()
    call_command("build_demo_stores", folder=tmp_path / "demo", target_release="4.1.0.4", stdout=out)
    said = dict(line.split("=", 1) for line in out.getvalue().splitlines())

    assert Store.open(said["SOURCE_DATABASE_URL"], "source").release.first == (3, 0, 3, 2)
    assert Store.open(said["TARGET_DATABASE_URL"], "target").release.first == (4, 1, 0, 4)
    assert Path(said["SOURCE_IMAGE_URL"].removeprefix("file://"), "catalog/demo/htc.jpg").is_file()
    assert Path(said["SOURCE_STORAGE_URL"].removeprefix("file://"), "upload/licence.txt.4d3c2b").is_file()


def test_the_command_replaces_what_an_earlier_run_wrote(tmp_path: Path) -> None:
    for _ in range(2):
        call_command("build_demo_stores", folder=tmp_path, source_release="3.0.0.0", stdout=StringIO())

    assert Store.open(f"sqlite:///{tmp_path}/source.sqlite3", "source").release.label == "3.0.0.0"


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(CommandError, match=r"file/demo cannot be written .*; choose another one with --folder"):
        call_command("build_demo_stores", folder=tmp_path / "file" / "demo")


def test_every_picture_that_the_shop_names_is_there_but_one(tmp_path: Path) -> None:
    build_files(tmp_path)
    named = {
        html.unescape(row["image"])
        for rows in opencart3.rows(load("3.0.3.9")).values()
        for row in rows
        if row.get("image", "") not in ("", None) and "/" in row["image"]
    }

    absent = {name for name in named if not (tmp_path / "image" / name).is_file()}
    assert absent == {MISSING}
    assert (tmp_path / "image/catalog/demo/category/Kaffee & Tee.jpg").is_file()
    with Image.open(tmp_path / "image/catalog/demo/manufacturer/htc.png") as picture:
        assert (picture.format, picture.size) == ("PNG", (64, 48))


def test_files_are_the_same_every_time(tmp_path: Path) -> None:
    def content(folder: Path) -> dict[str, bytes]:
        build_files(folder)
        return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}

    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_each_store_of_a_test_is_a_file_of_its_own(tmp_path: Path) -> None:
    one, two = sqlite_store(tmp_path, "3.0.3.9"), sqlite_store(tmp_path, "3.0.3.9")

    assert one != two
