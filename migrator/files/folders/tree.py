"""What a disk and an SFTP server have in common: folders in folders, symbolic links, temporary names."""

from __future__ import annotations

import errno
import itertools
import secrets
import stat
import time
from abc import abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple

from migrator.files.folders.base import Entry, Folder, Refused
from migrator.files.paths import is_cache

__all__ = ["Item", "TreeFolder"]

OUTSIDE = "a symbolic link leads out of the folder"
REMEMBERED_FOLDERS = 4096
TEMPORARY_PREFIX = ".ocm-"
TEMPORARY_SUFFIX = ".part"
THIS_PROCESS = secrets.token_hex(8)
NUMBERS = itertools.count()
LEFTOVER_SECONDS = 3600
"""A temporary file untouched for this long belongs to a transfer that was killed."""


class Item(NamedTuple):
    """One name in a folder, with what ``lstat`` says of it."""

    name: str
    mode: int
    size: int
    mtime_ns: int

    def entry(self, path: str) -> Entry:
        return Entry(path, self.size, self.mtime_ns)


class TreeFolder(Folder):
    """A folder below the real path ``root``. Nothing outside of it is read or written, whatever links are inside.

    Subclasses give the few operations of their storage; they take full paths and raise ``OSError``.
    """

    root: str

    def __init__(self) -> None:
        # Resolving links costs more than copying a small file, and a folder holds many of them.
        self._inside_cached = lru_cache(REMEMBERED_FOLDERS)(self._inside)

    @abstractmethod
    def _scan(self, folder: str) -> Iterable[Item]:
        """Yield what is in a folder, without following links."""

    @abstractmethod
    def _item(self, full: str, *, follow: bool) -> Item:
        """Return what ``stat`` (``follow``) or ``lstat`` says."""

    @abstractmethod
    def _real(self, full: str) -> str:
        """Return the path with links resolved; parts that do not exist stay as they are."""

    @abstractmethod
    def _remove(self, full: str) -> None:
        """Delete a file."""

    # -- reading ------------------------------------------------------------------------------

    def walk(self, under: str = "") -> Iterator[Entry | Refused]:
        top = self._inside(under)
        if top is None:
            yield Refused(under, OUTSIDE)
        else:
            yield from self._walk(top, under, through_link=False)

    def _walk(self, folder: str, relative: str, *, through_link: bool) -> Iterator[Entry | Refused]:
        folders: list[tuple[str, str, bool]] = []
        try:
            for item in self._scan(folder):
                path = f"{relative}/{item.name}" if relative else item.name
                full = f"{folder}/{item.name}"
                if stat.S_ISREG(item.mode):
                    if is_temporary(item.name):
                        self._sweep(full, item)
                    else:
                        yield item.entry(path)
                elif stat.S_ISDIR(item.mode):
                    if not is_cache(f"{path}/"):
                        folders.append((full, path, through_link))
                elif stat.S_ISLNK(item.mode):
                    real = self._inside(path)
                    found = self.stat(path)
                    if found is not None:
                        yield found
                    elif real is not None and not through_link and not f"{folder}/".startswith(f"{real}/"):
                        # One link deep is enough for every real layout, and cannot run in circles.
                        folders.append((real, path, True))
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as error:
            yield Refused(relative, f"the folder cannot be read: {error.strerror or error}", unreadable=True)
        for full, path, linked in sorted(folders):
            yield from self._walk(full, path, through_link=linked)

    def _sweep(self, full: str, item: Item) -> None:
        if time.time() - item.mtime_ns / 1e9 > LEFTOVER_SECONDS:
            with suppress(OSError):
                self._remove(full)

    def stat(self, path: str) -> Entry | Refused | None:
        folder, name = self._parent(path)
        if folder is None:
            return Refused(path, OUTSIDE)
        try:
            item = self._item(f"{folder}/{name}", follow=False)
            if stat.S_ISLNK(item.mode):
                real = self._inside(path)
                if real is None:
                    return Refused(path, OUTSIDE)
                item = self._item(real, follow=True)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            return Refused(path, f"the file cannot be read: {error.strerror or error}", unreadable=True)
        return item.entry(path) if stat.S_ISREG(item.mode) else None

    def _readable(self, path: str) -> str:
        """Return the real path of a file to be opened."""
        folder, name = self._parent(path)
        full = f"{folder}/{name}"
        if folder is not None and stat.S_ISLNK(self._item(full, follow=False).mode):
            folder = full = self._inside(path) or ""
        if not folder:
            raise PermissionError(errno.EPERM, OUTSIDE)
        return full

    def ignores_case(self) -> bool:
        """Whether a name that is there is also there in other letters; nothing is written to find out."""
        parent, _, own_name = self.root.rpartition("/")
        try:
            inside = {item.name for item in self._scan(self.root)}
        except OSError:
            return False
        for folder, names in ((self.root, inside), (parent, {own_name})):
            for name in names:
                if name.swapcase() != name and name.swapcase() not in names:
                    return self._is_there(f"{folder}/{name.swapcase()}")
        return False

    def _is_there(self, full: str) -> bool:
        try:
            self._item(full, follow=False)
        except OSError:
            return False
        return True

    # -- staying inside -----------------------------------------------------------------------

    def _inside(self, relative: str) -> str | None:
        """Return the path with all links resolved, ``None`` when that is not below the root."""
        real = self._real(f"{self.root}/{relative}") if relative else self.root
        return real if real == self.root or real.startswith(self.root.rstrip("/") + "/") else None

    def _parent(self, path: str) -> tuple[str | None, str]:
        parent, _, name = path.rpartition("/")
        return self._inside_cached(parent), name


def is_temporary(name: str) -> bool:
    """Whether a file name is one under which a transfer writes."""
    return name.startswith(TEMPORARY_PREFIX) and name.endswith(TEMPORARY_SUFFIX)


def temporary_name() -> str:
    """Return a new name for a file that is not complete yet."""
    return f"{TEMPORARY_PREFIX}{THIS_PROCESS}-{next(NUMBERS)}{TEMPORARY_SUFFIX}"
