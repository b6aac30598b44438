"""Folders of files on a disk, an SFTP server or in S3, all used in the same way."""

from __future__ import annotations

from pathlib import Path

from migrator.files.errors import FilesError
from migrator.files.folders.base import CHUNK_BYTES, Entry, Folder, Readable, Refused
from migrator.files.folders.local import LocalFolder
from migrator.files.folders.url import FolderUrl

__all__ = ["CHUNK_BYTES", "Entry", "Folder", "FolderUrl", "LocalFolder", "Readable", "Refused", "open_folder"]


def open_folder(url: str, variable: str) -> Folder:
    """Open the folder at ``url``, which must exist; ``variable`` names the URL in errors.

    Raises ``FilesError``, whose text never contains a password.
    """
    parsed = FolderUrl.parse(url, variable)
    match parsed.kind:
        case "file":
            if not Path(parsed.path).is_dir():
                raise FilesError(f"{variable} names a folder that does not exist: {parsed.path}", variable=variable)
            return LocalFolder(Path(parsed.path))
        case "sftp":
            from migrator.files.folders.sftp import SftpFolder

            return SftpFolder(parsed)
        case "s3":
            from migrator.files.folders.s3 import S3Folder

            return S3Folder(parsed)
