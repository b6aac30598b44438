"""Folders of files on a disk, an SFTP server or in S3, all used in the same way."""

from __future__ import annotations

from pathlib import Path

from migrator.files.errors import FilesError
from migrator.files.folders.base import CHUNK_BYTES, Entry, Folder, Readable, Refused
from migrator.files.folders.local import LocalFolder
from migrator.files.folders.programs import CopyPrograms
from migrator.files.folders.url import FolderUrl

__all__ = [
    "CHUNK_BYTES",
    "CopyPrograms",
    "Entry",
    "Folder",
    "FolderUrl",
    "LocalFolder",
    "Readable",
    "Refused",
    "open_folder",
    "open_url",
]


def open_folder(url: str, variable: str) -> Folder:
    """Open the folder at ``url``, which must exist; ``variable`` names the URL in errors.

    Raises ``FilesError``, whose text never contains a password.
    """
    return open_url(FolderUrl.parse(url, variable))


def open_url(url: FolderUrl) -> Folder:
    """Open the folder at a URL that is parsed already; errors as for ``open_folder``."""
    match url.kind:
        case "file":
            if not Path(url.path).is_dir():
                raise FilesError(
                    f"{url.variable} names a folder that does not exist: {url.path}", variable=url.variable
                )
            return LocalFolder(Path(url.path))
        # The libraries of the network folders take a while to load, and few shops need them.
        case "sftp":
            from migrator.files.folders.sftp import SftpFolder

            return SftpFolder(url)
        case "s3":
            from migrator.files.folders.s3 import S3Folder

            return S3Folder(url)
