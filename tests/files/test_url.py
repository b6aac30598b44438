"""URLs of folders are understood, and their secrets are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.files import FilesError
from migrator.files.folders import FolderUrl, LocalFolder, open_folder


@pytest.mark.parametrize(
    ("text", "kind", "path", "shown"),
    [
        ("/var/www/image", "file", "/var/www/image", "/var/www/image"),
        ("file:///var/my%20shop/image", "file", "/var/my shop/image", "/var/my shop/image"),
        ("sftp://me:p%40ss@host:2222/srv/my%20shop", "sftp", "/srv/my shop", "sftp://me@host:2222/srv/my shop"),
        ("s3://key:s3cr%2Ft@My-Bucket/shop/image/", "s3", "My-Bucket/shop/image", "s3://My-Bucket/shop/image"),
    ],
)
def test_urls_are_read_and_shown_without_secrets(text: str, kind: str, path: str, shown: str) -> None:
    url = FolderUrl.parse(text, "SOURCE_IMAGE_URL")
    assert (url.kind, url.path, str(url)) == (kind, path, shown)
    assert "p@ss" not in repr(url)
    assert "s3cr/t" not in repr(url)


def test_passwords_are_decoded() -> None:
    assert FolderUrl.parse("sftp://me:p%40ss@host/srv", "X").password == "p@ss"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (" ", "is not set"),
        ("ftp://host/x", "begins with “ftp://”, which is not known here"),
        ("file://var/x", "names no absolute path after file://"),
        ("sftp:///x", "names no host"),
        ("s3:///x", "names no bucket"),
        ("sftp://host:port/x", "has a malformed host or port"),
        ("sftp://host/x?password=canary", "has an unknown option “password”"),
    ],
)
def test_bad_urls_have_their_sentence(text: str, reason: str) -> None:
    with pytest.raises(FilesError) as error:
        FolderUrl.parse(text, "SOURCE_IMAGE_URL")
    assert str(error.value).startswith(f"SOURCE_IMAGE_URL {reason};")
    assert "canary" not in str(error.value)
    assert error.value.variable == "SOURCE_IMAGE_URL"


def test_a_local_folder_has_to_exist(tmp_path: Path) -> None:
    assert isinstance(open_folder(str(tmp_path), "X"), LocalFolder)
    with pytest.raises(FilesError, match="X names a folder that does not exist"):
        open_folder(str(tmp_path / "none"), "X")
