"""A folder on this machine's disk."""

# A Path object for each of many small files would cost as much as copying it.
# ruff: noqa: PTH102, PTH108, PTH112, PTH116, PTH120

from __future__ import annotations

import errno
import io
import os
import shutil
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import groupby
from pathlib import Path

from migrator.files.errors import ConflictError
from migrator.files.folders.base import Entry
from migrator.files.folders.directory import Directory
from migrator.files.folders.programs import CopyPrograms
from migrator.files.folders.tree import OUTSIDE, Item, TreeFolder

__all__ = ["LocalFolder"]

OPEN_FOLDERS = 32
"""How many folders are held open, on either side."""


class LocalFolder(TreeFolder):
    """A folder of the local file system (or of one that is mounted)."""

    workers = 4

    def __init__(self, root: Path) -> None:
        super().__init__()
        self.root = os.path.realpath(root)
        self.label = self.root
        self._read_in = lru_cache(OPEN_FOLDERS)(self._open_to_read)
        self._write_in = lru_cache(OPEN_FOLDERS)(self._open_to_write)

    def _scan(self, folder: str) -> Iterator[Item]:
        with os.scandir(folder) as found:
            for entry in found:
                try:
                    info = entry.stat(follow_symlinks=False)
                except FileNotFoundError:  # deleted since the folder was read
                    continue
                yield _as_item(entry.name, info)

    def _item(self, full: str, *, follow: bool) -> Item:
        return _as_item("", os.stat(full, follow_symlinks=follow))

    def _real(self, full: str) -> str:
        return os.path.realpath(full)

    def _remove(self, full: str) -> None:
        os.unlink(full)

    def open(self, path: str) -> io.FileIO:
        parent, _, name = path.rpartition("/")
        try:
            descriptor = self._read_in(parent).open(name)
        except OSError:
            folder, _, name = self._readable(path).rpartition("/")
            descriptor = Directory(folder or "/").open(name)
        return io.FileIO(descriptor)

    def write(self, path: str, chunks: Iterable[bytes], entry: Entry, *, replace: bool) -> None:
        parent, _, name = path.rpartition("/")

        def fill(descriptor: int) -> None:
            for chunk in chunks:
                _write_all(descriptor, chunk)
            if self._owner:
                os.fchown(descriptor, *self._owner)
            os.utime(descriptor, ns=(entry.mtime_ns, entry.mtime_ns))

        self._write_in(parent).create(name, fill, replace=replace)

    def give_small(
        self, files: Iterable[tuple[Entry, bool]], to: LocalFolder, programs: CopyPrograms
    ) -> Iterator[bool]:
        """For each small file tell whether ``to`` has it now, whole and equal; where it has not, nothing was done.

        With each file comes whether ``to`` has something under its name already.
        """
        for parent, found in groupby(files, key=_parent):
            wanted = tuple(found)
            try:
                reading, writing = self._existing(parent), to._make(parent)
            except (OSError, ConflictError):
                yield from (False for _ in wanted)
            else:
                yield from programs.copy(reading, writing, to._owner, wanted)

    def _open_to_read(self, relative: str) -> Directory:
        return Directory(self._existing(relative))

    def _open_to_write(self, relative: str) -> Directory:
        return Directory(self._make(relative))

    def _existing(self, relative: str) -> str:
        """Return the real path of a folder inside the root."""
        real = self._inside_cached(relative)
        if real is None:
            raise PermissionError(errno.EPERM, OUTSIDE)
        return real

    def _make(self, relative: str) -> str:
        """Return the real path of a folder inside the root, made with its parents where missing."""
        real = self._existing(relative)
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
        return real

    @cached_property
    def _owner(self) -> tuple[int, int] | None:
        """Whose new files are when root copies: the web server's, as the folder itself is."""
        if os.geteuid() != 0:
            return None
        info = os.stat(self.root)
        return (info.st_uid, info.st_gid) if (info.st_uid, info.st_gid) != (0, os.getegid()) else None

    def close(self) -> None:
        self._read_in.cache_clear()
        self._write_in.cache_clear()

    def free_bytes(self) -> int | None:
        return shutil.disk_usage(self.root).free


def _parent(file: tuple[Entry, bool]) -> str:
    return file[0].path.rpartition("/")[0]


def _as_item(name: str, info: os.stat_result) -> Item:
    return Item(name, info.st_mode, info.st_size, info.st_mtime_ns)


def _write_all(descriptor: int, chunk: bytes) -> None:
    written = os.write(descriptor, chunk)
    while written < len(chunk):
        written += os.write(descriptor, memoryview(chunk)[written:])
