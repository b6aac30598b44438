"""A transfer brings the files over, whole, once, and only inside the target."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from migrator.files import FilesError, Issue, Roots, transfer
from migrator.files.folders import Folder, LocalFolder
from migrator.files.folders.tree import Item
from tests.files.conftest import Shop
from tests.patience import PATIENCE_SECONDS


def test_the_demonstration_shop_arrives_byte_for_byte_and_with_its_times(demo_shop: Shop) -> None:
    old = demo_shop.put("image/catalog/old.jpg")
    os.utime(old, ns=(0, 1_500_000_000_123_456_789))
    issues: list[Issue] = []
    report = transfer(demo_shop.store, demo_shop.source, demo_shop.target, on_issue=issues.append)

    expected = [name for name in demo_shop.names("source") if name.startswith(("image/catalog/", "storage/"))]
    assert len(expected) > 20
    assert set(expected) <= set(demo_shop.names())
    for name in expected:
        assert (demo_shop.folder / "target" / name).read_bytes() == (demo_shop.folder / "source" / name).read_bytes()
    assert (demo_shop.folder / "target/image/catalog/old.jpg").stat().st_mtime_ns == 1_500_000_000_123_456_789
    assert report.ok
    assert report.transferred == report.total_files == len(demo_shop.names())
    assert [(issue.file, issue.reason) for issue in issues if issue.reason == "missing"] == [
        ("catalog/demo/missing.jpg", "missing")
    ]
    assert report.as_dict()["types"]["downloads"] == {"transferred": report.by_type["downloads"]["transferred"]}


def test_a_type_brings_only_its_own_files(shop: Shop) -> None:
    for name in ("p", "c", "unused"):
        shop.put(f"image/catalog/{name}.jpg")
    shop.name_files(
        product=[{"product_id": 1, "image": "catalog/p.jpg"}], category=[{"category_id": 2, "image": "catalog/c.jpg"}]
    )
    report = transfer(shop.store, shop.source, shop.target, ["products"])
    assert shop.names() == ["image/catalog/p.jpg"]
    assert (report.total_files, report.transferred) == (1, 1)


def test_the_answer_has_the_keys_and_values_of_the_api(shop: Shop) -> None:
    shop.put("image/catalog/a.jpg", b"12345")
    answer = transfer(shop.store, shop.source, shop.target).as_dict()
    assert {key: answer[key] for key in ("total_files", "transferred", "skipped", "failed", "total_size")} == {
        "total_files": 1,
        "transferred": 1,
        "skipped": 0,
        "failed": 0,
        "total_size": "5 B",
    }


def test_odd_names_arrive_under_the_same_names(shop: Shop) -> None:
    names = ["My Photo (1).JPG", "Äpfel & Öl.png", "100%.gif", "a%20b.jpg", "日本.webp", "'quote\".jpg", "-dash.jpg"]
    for name in names:
        shop.put(f"image/catalog/Süße Früchte/{name}", name.encode())
    report = transfer(shop.store, shop.source, shop.target)
    assert report.transferred == len(names)
    for name in names:
        assert (shop.folder / f"target/image/catalog/Süße Früchte/{name}").read_bytes() == name.encode()


def test_names_that_are_no_utf8_arrive(shop: Shop) -> None:
    folder = os.fsencode(shop.folder / "source/image/catalog")
    with open(folder + b"/M\xfcller.jpg", "wb") as file:  # noqa: PTH123 - a Path holds text only
        file.write(b"x")
    assert transfer(shop.store, shop.source, shop.target).transferred == 1
    assert [os.fsencode(file.name) for file in (shop.folder / "target/image/catalog").iterdir()] == [b"M\xfcller.jpg"]


def test_entities_and_url_escapes_of_the_database_find_their_file(shop: Shop) -> None:
    shop.put("image/catalog/salt & pepper.jpg")
    shop.put("image/catalog/a b.jpg")
    shop.put("image/catalog/c%20d.jpg")
    shop.name_files(
        product=[{"product_id": 1, "image": "catalog/salt &amp; pepper.jpg"}],
        category=[{"category_id": 2, "image": "catalog/a%20b.jpg"}],
        manufacturer=[{"manufacturer_id": 3, "image": "catalog/c%20d.jpg"}],
    )
    report = transfer(shop.store, shop.source, shop.target, ["products", "categories", "manufacturers"])
    assert shop.names() == ["image/catalog/a b.jpg", "image/catalog/c%20d.jpg", "image/catalog/salt & pepper.jpg"]
    assert report.missing == 0


def test_a_missing_file_says_when_only_the_spelling_differs(shop: Shop) -> None:
    shop.put("image/catalog/Photo.JPG")
    shop.name_files(product=[{"product_id": 7, "image": "catalog/photo.jpg"}])
    report = transfer(shop.store, shop.source, shop.target)
    (issue,) = report.issues
    assert issue.message == ("File not found in OpenCart 3; a file with another spelling is there: catalog/Photo.JPG")
    assert issue.as_dict()["product_id"] == 7


def test_thumbnails_programs_and_names_outside_are_not_copied(shop: Shop) -> None:
    shop.put("image/cache/catalog/a-100x100.jpg")
    shop.put("image/catalog/shell.php")
    shop.put("secret.txt")
    shop.name_files(product=[{"product_id": 1, "image": "../secret.txt"}])
    report = transfer(shop.store, shop.source, shop.target)
    assert shop.names() == []
    assert sorted(issue.file for issue in report.issues) == ["../secret.txt", "catalog/shell.php"]
    assert {issue.reason for issue in report.issues} == {"refused"}
    assert report.ok


def test_links_are_followed_inside_and_refused_outside(shop: Shop) -> None:
    outside = shop.put("outside/secret.jpg")
    shop.put("image/catalog/real/a.jpg", b"a")
    catalog = shop.folder / "source/image/catalog"
    (catalog / "linked").symlink_to("real")
    (catalog / "file.jpg").symlink_to("real/a.jpg")
    (catalog / "out.jpg").symlink_to(outside)
    (catalog / "outdir").symlink_to(outside.parent)
    (catalog / "real/loop").symlink_to("..")
    (catalog / "dangling.jpg").symlink_to("nowhere.jpg")
    report = transfer(shop.store, shop.source, shop.target)
    assert shop.names() == ["image/catalog/file.jpg", "image/catalog/linked/a.jpg", "image/catalog/real/a.jpg"]
    assert not (shop.folder / "target/image/catalog/file.jpg").is_symlink()
    assert sorted(issue.file for issue in report.issues) == ["catalog/out.jpg", "catalog/outdir"]


def test_a_link_in_the_target_is_never_written_through(shop: Shop) -> None:
    shop.put("image/catalog/sub/a.jpg", b"new")
    shop.put("image/catalog/b.jpg", b"new")
    victim = shop.put("victim/a.jpg", b"old", side="elsewhere")
    (shop.folder / "target/image/catalog/sub").symlink_to(victim.parent)
    (shop.folder / "target/image/catalog/b.jpg").symlink_to(victim)
    report = transfer(shop.store, shop.source, shop.target, force=True)
    assert victim.read_bytes() == b"old"
    assert (report.conflicts + report.errors, report.transferred) == (2, 0)


def test_a_second_run_copies_nothing(shop: Shop) -> None:
    shop.put("image/catalog/a.jpg")
    transfer(shop.store, shop.source, shop.target)
    before = (shop.folder / "target/image/catalog/a.jpg").stat()
    report = transfer(shop.store, shop.source, shop.target)
    assert (report.transferred, report.skipped) == (0, 1)
    assert (shop.folder / "target/image/catalog/a.jpg").stat().st_ino == before.st_ino


@pytest.mark.parametrize("there", [b"CONTENT", b"another size", b"content and more"])
def test_a_different_file_is_a_conflict_and_stays_without_force(shop: Shop, there: bytes) -> None:
    shop.put("image/catalog/a.jpg", b"content")
    mine = shop.put("image/catalog/a.jpg", there, side="target")
    report = transfer(shop.store, shop.source, shop.target)
    assert mine.read_bytes() == there
    assert (report.conflicts, report.failed, report.ok) == (1, 1, False)
    assert [(issue.file, issue.reason) for issue in report.issues] == [("catalog/a.jpg", "conflict")]
    assert transfer(shop.store, shop.source, shop.target, force=True).transferred == 1
    assert mine.read_bytes() == b"content"


def test_a_dry_run_writes_nothing(shop: Shop) -> None:
    shop.put("image/catalog/a.jpg")
    report = transfer(shop.store, shop.source, shop.target, dry_run=True)
    assert shop.names() == []
    assert (report.total_files, report.remaining) == (1, 1)


class Interrupted(LocalFolder):
    """A folder from which files are read until something happens in the middle of one."""

    def __init__(self, root: Path, happening: BaseException | Callable[[], object]) -> None:
        super().__init__(root)
        self.happening = happening

    @contextmanager
    def open(self, path: str) -> Iterator[Any]:  # type: ignore[override]
        with super().open(path) as file:
            yield Half(file, self.happening)


class Half:
    def __init__(self, file: io.FileIO, happening: BaseException | Callable[[], object]) -> None:
        self.file = file
        self.happening = happening

    def read(self, size: int = -1) -> bytes:
        if self.file.tell():
            if isinstance(self.happening, BaseException):
                raise self.happening
            self.happening()
        return self.file.read(5)


def test_a_file_that_breaks_off_leaves_nothing_behind_and_the_rest_arrives(shop: Shop) -> None:
    shop.put("image/catalog/a.jpg", b"0123456789")
    shop.put("image/catalog/b.jpg", b"0123")
    source = Roots(Interrupted(shop.folder / "source/image", OSError(5, "Input/output error")))
    report = transfer(shop.store, source, shop.target)
    assert shop.names() == ["image/catalog/b.jpg"]
    assert [issue.message for issue in report.issues] == ["Not copied: Input/output error"]
    assert (report.errors, report.transferred) == (1, 1)


def test_a_stop_in_the_middle_of_a_file_leaves_nothing_and_the_next_run_goes_on(shop: Shop) -> None:
    shop.put("image/catalog/a.jpg", bytes(range(256)) * 4000)
    reading, asked = threading.Event(), threading.Event()

    def happening() -> None:
        reading.set()
        assert asked.wait(PATIENCE_SECONDS)

    def should_stop() -> bool:
        if reading.is_set():
            asked.set()
        return reading.is_set()

    source = Roots(Interrupted(shop.folder / "source/image", happening))
    report = transfer(shop.store, source, shop.target, should_stop=should_stop)
    assert report.stopped
    assert not report.ok
    assert (report.transferred, report.remaining) == (0, 1)
    assert shop.names() == []
    assert transfer(shop.store, shop.source, shop.target).transferred == 1


def test_a_file_that_shrinks_while_it_is_read_is_an_error(shop: Shop) -> None:
    file = shop.put("image/catalog/a.jpg", b"0123456789")

    class Shrinking(LocalFolder):
        def open(self, path: str) -> io.FileIO:
            os.truncate(file, 4)
            return super().open(path)

    report = transfer(shop.store, Roots(Shrinking(shop.folder / "source/image")), shop.target)
    assert [issue.message for issue in report.issues] == [
        "Not copied: the file changed while it was read (4 bytes instead of 10)"
    ]
    assert shop.names() == []


def test_leftovers_of_a_killed_transfer_are_removed_when_they_are_old(shop: Shop) -> None:
    shop.put("image/catalog/a.jpg")
    old = shop.put("image/catalog/.ocm-0011223344556677.part", side="target")
    os.utime(old, (0, 0))
    shop.put("image/catalog/.ocm-8899aabbccddeeff.part", side="target")
    transfer(shop.store, shop.source, shop.target)
    assert shop.names() == ["image/catalog/.ocm-8899aabbccddeeff.part", "image/catalog/a.jpg"]


def test_a_full_target_stops_everything_with_a_sentence(shop: Shop) -> None:
    shop.put("image/catalog/a.jpg")

    class Full(LocalFolder):
        def write(self, *_args: object, **_options: object) -> None:
            raise OSError(28, "No space left on device")

    with pytest.raises(FilesError, match="The target takes no more files: No space left on device"):
        transfer(shop.store, shop.source, Roots(Full(shop.folder / "target/image")))


def test_a_listener_that_fails_is_not_taken_for_a_full_target(shop: Shop) -> None:
    """As when nobody reads the lines of the command any more."""
    shop.put("image/catalog/a.jpg", b"mine")
    shop.put("image/catalog/a.jpg", b"yours", side="target")

    def listener(_issue: Issue) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    with pytest.raises(BrokenPipeError):
        transfer(shop.store, shop.source, shop.target, on_issue=listener)


def test_a_target_with_too_little_room_is_refused_before_anything_is_copied(shop: Shop) -> None:
    shop.put("image/catalog/a.jpg", b"12345")

    class Small(LocalFolder):
        def free_bytes(self) -> int:
            return 4

    with pytest.raises(FilesError, match="has 4 B free, and 5 B are to be copied"):
        transfer(shop.store, shop.source, Roots(Small(shop.folder / "target/image")))
    assert shop.names() == []


def test_one_folder_for_both_sides_is_refused(shop: Shop) -> None:
    with pytest.raises(FilesError, match="SOURCE_IMAGE_URL and TARGET_IMAGE_URL name the same folder"):
        transfer(shop.store, shop.source, shop.source)


def test_an_unknown_type_and_a_type_without_its_folder_are_refused(shop: Shop) -> None:
    with pytest.raises(FilesError, match="There is no type of files “pictures”"):
        transfer(shop.store, shop.source, shop.target, ["pictures"])
    images: Folder | None = shop.source.image
    with pytest.raises(FilesError, match="The storage folder is not configured"):
        transfer(shop.store, Roots(images), shop.target, ["downloads"])


def test_progress_counts_files_and_bytes_up_to_the_end(shop: Shop) -> None:
    for number in range(3):
        shop.put(f"image/catalog/{number}.jpg", b"12345")
    seen: list[tuple[int, int, int]] = []
    transfer(shop.store, shop.source, shop.target, progress=lambda *counts: seen.append(counts))
    assert seen[-1] == (3, 15, 3)
    assert seen == sorted(seen)


def test_a_broken_connection_is_tried_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("migrator.files.copying.RETRY_SECONDS", 0)
    shop.put("image/catalog/a.jpg")
    failures = [ConnectionResetError(104, "the connection broke"), TimeoutError()]

    class Shaky(LocalFolder):
        def open(self, path: str) -> io.FileIO:
            if failures:
                raise failures.pop()
            return super().open(path)

    assert transfer(shop.store, Roots(Shaky(shop.folder / "source/image")), shop.target).transferred == 1


def test_a_folder_that_cannot_be_read_is_an_error(shop: Shop) -> None:
    shop.put("image/catalog/closed/a.jpg")
    shop.put("image/catalog/b.jpg")

    class Closed(LocalFolder):
        def _scan(self, folder: str) -> Iterator[Item]:
            if folder.endswith("closed"):
                raise PermissionError(13, "Permission denied")
            return super()._scan(folder)

    report = transfer(shop.store, Roots(Closed(shop.folder / "source/image")), shop.target)
    assert [issue.message for issue in report.issues] == ["The folder cannot be read: Permission denied"]
    assert (report.total_files, report.transferred, report.failed, report.ok) == (2, 1, 1, False)
