"""A target that takes names in capitals and in small letters for one file loses none silently."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from migrator.files import Roots, transfer
from migrator.files.folders import LocalFolder
from migrator.files.folders.tree import Item
from tests.files.conftest import Shop

TWINS = {"catalog/A.jpg": b"one", "catalog/a.jpg": b"two", "catalog/b.jpg": b"three"}


class IgnoringCase(LocalFolder):
    """A folder as macOS and Windows have it: names are kept as they were first written, and found in any letters."""

    def _there(self, full: str) -> str:
        found = Path(self.root)
        for part in full.removeprefix(self.root).strip("/").split("/"):
            names = [item.name for item in found.iterdir()] if found.is_dir() else []
            found /= next((name for name in names if name.casefold() == part.casefold()), part)
        return str(found)

    def _item(self, full: str, *, follow: bool) -> Item:
        return super()._item(self._there(full), follow=follow)

    def _real(self, full: str) -> str:
        return super()._real(self._there(full))

    def open(self, path: str) -> io.FileIO:
        return super().open(self._there(f"{self.root}/{path}").removeprefix(f"{self.root}/"))

    def write(self, path: str, chunks: Iterable[bytes], *arguments: Any, **options: Any) -> None:
        there = self._there(f"{self.root}/{path}").removeprefix(f"{self.root}/")
        super().write(there, chunks, *arguments, **options)


def ignoring_case(shop: Shop) -> Roots:
    return Roots(IgnoringCase(shop.folder / "target/image"))


@pytest.mark.parametrize("kinds", [(), ("products", "categories")])
@pytest.mark.parametrize("force", [False, True])
def test_the_second_of_two_names_is_a_conflict_in_every_run(shop: Shop, kinds: tuple[str, ...], *, force: bool) -> None:
    for name, content in TWINS.items():
        shop.put(f"image/{name}", content)
    shop.name_files(
        product=[{"product_id": 1, "image": "catalog/A.jpg"}, {"product_id": 2, "image": "catalog/a.jpg"}],
        category=[{"category_id": 3, "image": "catalog/b.jpg"}],
    )
    for transferred, skipped in ((2, 0), (0, 2)):
        report = transfer(shop.store, shop.source, ignoring_case(shop), kinds, force=force)
        assert (report.transferred, report.skipped, report.conflicts, report.remaining) == (transferred, skipped, 1, 0)
        (issue,) = report.issues
        assert (issue.file, issue.reason, issue.severity) == ("catalog/a.jpg", "conflict", "error")
        assert issue.message == "OpenCart 4's folder takes it for the same file as catalog/A.jpg"
        assert not report.ok
        assert shop.names() == ["image/catalog/A.jpg", "image/catalog/b.jpg"]
        assert (shop.folder / "target/image/catalog/A.jpg").read_bytes() == b"one"


def test_folders_and_umlauts_are_compared_alike(shop: Shop) -> None:
    for name in ("Öl/x.jpg", "öl/X.jpg", "öl/y.jpg"):
        shop.put(f"image/catalog/{name}", name.encode())
    report = transfer(shop.store, shop.source, ignoring_case(shop))
    (issue,) = report.issues
    assert issue.file == "catalog/öl/X.jpg"
    assert issue.message.endswith("takes it for the same file as catalog/Öl/x.jpg")
    assert shop.names() == ["image/catalog/Öl/x.jpg", "image/catalog/Öl/y.jpg"]


def test_where_case_counts_both_arrive(shop: Shop) -> None:
    for name, content in TWINS.items():
        shop.put(f"image/{name}", content)
    assert transfer(shop.store, shop.source, shop.target).transferred == 3
    assert {name: (shop.folder / "target/image" / name).read_bytes() for name in TWINS} == TWINS


@pytest.mark.parametrize("names", [["catalog"], ["Catalog", "cATALOG", "b"], [], ["1", "2"]])
def test_a_folder_is_asked_without_writing_into_it(tmp_path: Path, names: list[str]) -> None:
    top = tmp_path / "image"
    for name in names:
        (top / name).mkdir(parents=True)
    top.mkdir(exist_ok=True)
    before = sorted(top.iterdir())
    assert not LocalFolder(top).ignores_case()
    assert sorted(top.iterdir()) == before


def test_a_folder_that_does_not_answer_is_taken_for_a_usual_one(tmp_path: Path) -> None:
    """What it does not do is reported when files are written."""

    class Closed(LocalFolder):
        def _scan(self, folder: str) -> Iterator[Item]:
            raise PermissionError(13, "Permission denied")

    assert not Closed(tmp_path).ignores_case()


def test_an_empty_folder_is_asked_by_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "image").mkdir()
    (tmp_path / "IMAGE").symlink_to("image")
    assert LocalFolder(tmp_path / "image").ignores_case()
