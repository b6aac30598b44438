"""A folder on this machine's disk."""

# A Path object for each of many small files would cost as much as copying it.
# ruff: noqa: PTH102, PTH104, PTH108, PTH112, PTH116, PTH120

from __future__ import annotations

import errno
import io
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from migrator.files.errors import ConflictError
from migrator.files.folders.base import Entry
from migrator.files.folders.tree import OUTSIDE, REMEMBERED_FOLDERS, Item, TreeFolder, temporary_in

__all__ = ["LocalFolder"]

READ_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
NEW_FILE_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class LocalFolder(TreeFolder):
    """A folder of the local file system (or of one that is mounted)."""

    workers = 4

    def __init__(self, root: Path) -> None:
        super().__init__()
        self.root = os.path.realpath(root)
        self.label = self.root
        self._made: set[str] = set()

    def _scan(self, folder: str) -> Iterator[Item]:
        with os.scandir(folder) as found:
            for entry in found:
                with suppress(FileNotFoundError):  # deleted since the folder was read
                    yield _as_item(entry.name, entry.stat(follow_symlinks=False))

    def _item(self, full: str, *, follow: bool) -> Item:
        return _as_item("", os.stat(full, follow_symlinks=follow))

    def _real(self, full: str) -> str:
        return os.path.realpath(full)

    def _remove(self, full: str) -> None:
        os.unlink(full)

    def open(self, path: str) -> io.FileIO:
        folder, name = self._parent(path)
        try:
            descriptor = os.open(f"{folder}/{name}" if folder else "", READ_FLAGS)
        except OSError:
            descriptor = os.open(self._readable(path), READ_FLAGS)
        return io.FileIO(descriptor)

    def write(self, path: str, chunks: Iterable[bytes], entry: Entry, *, replace: bool) -> None:
        parent, _, name = path.rpartition("/")
        folder = self._make(parent)
        final, temporary = f"{folder}/{name}", temporary_in(folder)
        descriptor = os.open(temporary, NEW_FILE_FLAGS, 0o644)
        try:
            try:
                for chunk in chunks:
                    _write_all(descriptor, chunk)
                if self._owner:
                    os.fchown(descriptor, *self._owner)
                os.utime(descriptor, ns=(entry.mtime_ns, entry.mtime_ns))
            finally:
                os.close(descriptor)
            if not replace and os.path.lexists(final):
                raise ConflictError
            os.rename(temporary, final)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise

    def _make(self, relative: str) -> str:
        """Return the real path of a folder inside the root, made with its parents where missing."""
        real = self._inside_cached(relative)
        if real is None:
            raise PermissionError(errno.EPERM, OUTSIDE)
        if real in self._made:
            return real
        missing = []
        folder = real
        while not os.path.isdir(folder):
            missing.append(folder)
            folder = os.path.dirname(folder)
        for folder in reversed(missing):
            try:
                os.mkdir(folder)
            except FileExistsError:  # made by another thread, or a file is in the way
                if not os.path.isdir(folder):
                    raise ConflictError from None
            else:
                if self._owner:
                    os.chown(folder, *self._owner)
        if len(self._made) >= REMEMBERED_FOLDERS:
            self._made.clear()
        self._made.add(real)
        return real

    @cached_property
    def _owner(self) -> tuple[int, int] | None:
        """Whose new files are when root copies: the web server's, as the folder itself is."""
        if os.geteuid() != 0:
            return None
        info = os.stat(self.root)
        return (info.st_uid, info.st_gid) if (info.st_uid, info.st_gid) != (0, os.getegid()) else None

    def free_bytes(self) -> int | None:
        return shutil.disk_usage(self.root).free


def _as_item(name: str, info: os.stat_result) -> Item:
    return Item(name, info.st_mode, info.st_size, info.st_mtime_ns)


def _write_all(descriptor: int, chunk: bytes) -> None:
    written = os.write(descriptor, chunk)
    while written < len(chunk):
        written += os.write(descriptor, memoryview(chunk)[written:])
