"""What every kind of folder can do; paths are relative, with ``/``, as ``migrator.files.paths.clean`` gives them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import NamedTuple, Protocol

__all__ = ["CHUNK_BYTES", "Entry", "Folder", "Readable", "Refused"]

CHUNK_BYTES = 1 << 18


class Entry(NamedTuple):
    """A file: its path, size in bytes, time of change in nanoseconds, and its MD5 where the storage knows it."""

    path: str
    size: int
    mtime_ns: int
    md5: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Something in a folder that is not followed on purpose, or that is ``unreadable``, and why."""

    path: str
    reason: str
    unreadable: bool = False


class Readable(Protocol):
    """The part of a binary file that copying needs."""

    def read(self, size: int = -1, /) -> bytes: ...


class Folder(ABC):
    """A folder of files somewhere, named ``label`` (without secrets) in messages.

    All methods may be called from several threads. Errors of the storage come as ``OSError``; a folder that
    cannot be reached at all raises ``FilesError`` when it is opened.
    """

    label: str
    workers: int
    """How many threads reading or writing at once are worthwhile."""

    @abstractmethod
    def walk(self, under: str = "") -> Iterator[Entry | Refused]:
        """Yield every file below ``under``, folder by folder; nothing when there is no such folder.

        A symbolic link is followed when it stays inside this folder, and is ``Refused`` otherwise. Thumbnails
        (``cache/``) and temporary files of transfers are left out.
        """

    @abstractmethod
    def stat(self, path: str) -> Entry | Refused | None:
        """Return the file at ``path``, ``None`` when there is none."""

    @abstractmethod
    def open(self, path: str) -> AbstractContextManager[Readable]:
        """Open a file for reading from its beginning."""

    @abstractmethod
    def write(self, path: str, chunks: Iterable[bytes], entry: Entry, *, replace: bool) -> None:
        """Create the file at ``path`` with the time of ``entry`` where the storage can keep it.

        The file appears under its name only when it is complete. Without ``replace`` an existing file raises
        ``ConflictError`` and stays as it is. When ``chunks`` raises, nothing is left behind.
        """

    def with_kept_time(self, entry: Entry) -> Entry:
        """Return a file that ``walk`` gave, with the time that it is to keep, which may take a request of its own."""
        return entry

    def ignores_case(self) -> bool:
        """Whether names that differ only in upper and lower case are one file here, as on macOS, Windows and SMB."""
        return False

    def free_bytes(self) -> int | None:
        """How much fits in, when the storage can say."""
        return None

    def close(self) -> None:  # noqa: B027 - most folders hold nothing open
        """Give up connections."""
