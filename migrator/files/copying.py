"""Copy one file from a folder to another: skip an equal one, keep a different one, never leave half a file."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from migrator.files.errors import ConflictError, StoppedError
from migrator.files.folders import CHUNK_BYTES, Entry, Folder, Readable, Refused
from migrator.files.parallel import Stop

__all__ = ["Copier", "Meter", "same_content"]

ATTEMPTS = 3
RETRY_SECONDS = 1.0
TRANSIENT = (ConnectionError, TimeoutError)
DIFFERENT = "another file is already there"


@dataclass(slots=True)
class Meter:
    """Counts bytes as they are written, from all threads."""

    written_bytes: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, size: int) -> None:
        with self._lock:
            self.written_bytes += size


@dataclass(frozen=True, slots=True)
class Copier:
    """Copies files one at a time; usable from several threads.

    ``force`` replaces different files, ``dry_run`` writes nothing and takes a file of equal size for equal.
    """

    force: bool
    dry_run: bool
    stop: Stop
    meter: Meter

    def copy(self, source: Folder, target: Folder, entry: Entry, there: Entry | Refused | None) -> tuple[str, str]:
        """Bring ``entry`` over and return (status, message).

        Statuses: ``transferred``, ``skipped``, ``conflict``, ``error``, and ``planned`` in a dry run. ``there`` is
        what the target has. Raises ``StoppedError`` when the work was stopped in the middle of this file, and
        ``OSError`` when the target takes no more files at all.
        """
        if isinstance(there, Refused):
            return "conflict", there.reason
        if there is not None:
            if self._equal(source, target, entry, there):
                return "skipped", ""
            if not self.force:
                return "conflict", DIFFERENT
        if self.dry_run:
            return "planned", ""
        try:
            self._attempt(lambda: self._write(source, target, entry))
        except ConflictError:
            # It came there since the target was listed: from another transfer, or from a program that died.
            there = target.stat(entry.path)
            equal = isinstance(there, Entry) and self._equal(source, target, entry, there)
            return ("skipped", "") if equal else ("conflict", DIFFERENT)
        return "transferred", ""

    def _equal(self, source: Folder, target: Folder, entry: Entry, there: Entry) -> bool:
        return there.size == entry.size and bool(
            self.dry_run or self._attempt(lambda: same_content(source, target, entry, there, self.stop))
        )

    def _write(self, source: Folder, target: Folder, entry: Entry) -> None:
        with source.open(entry.path) as file:
            kept = source.with_kept_time(entry)
            target.write(entry.path, self._chunks(file, entry.size), kept, replace=self.force)

    def _chunks(self, file: Readable, size: int) -> Iterator[bytes]:
        done = 0
        while done < size:
            if self.stop.is_set:
                raise StoppedError
            # No more than is left: a buffer of full size for each small file would cost more than the file.
            chunk = file.read(min(CHUNK_BYTES, size - done))
            if not chunk:
                break
            done += len(chunk)
            self.meter.add(len(chunk))
            yield chunk
        if done != size:
            raise OSError(f"the file changed while it was read ({done} bytes instead of {size})")

    def _attempt(self, action: Callable[[], bool | None]) -> bool | None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return action()
            except TRANSIENT:
                if attempt == ATTEMPTS or self.stop.wait(RETRY_SECONDS * attempt):
                    raise
        raise AssertionError("unreachable")


def same_content(source: Folder, target: Folder, entry: Entry, there: Entry, stop: Stop) -> bool:
    """Whether two files of equal size are equal, by the MD5 that a storage knows, else by reading both.

    Only an equal MD5 is trusted: what S3 gives for an encrypted object looks like one and is none.
    """
    if entry.md5 and entry.md5 == there.md5:
        return True
    known = there.md5 or entry.md5
    if known and not (entry.md5 and there.md5):
        folder, item = (source, entry) if there.md5 else (target, there)
        if _md5(folder, item, stop) == known:
            return True
    with source.open(entry.path) as one, target.open(there.path) as other:
        left = entry.size
        while left > 0:
            if stop.is_set:
                raise StoppedError
            size = min(CHUNK_BYTES, left)
            if _exactly(one, size) != _exactly(other, size):
                return False
            left -= size
    return True


def _md5(folder: Folder, entry: Entry, stop: Stop) -> str:
    digest = hashlib.md5(usedforsecurity=False)
    with folder.open(entry.path) as file:
        while chunk := file.read(CHUNK_BYTES):
            if stop.is_set:
                raise StoppedError
            digest.update(chunk)
    return digest.hexdigest()


def _exactly(file: Readable, size: int) -> bytes:
    """Return ``size`` bytes, less only at the end: a read may give fewer than were asked for."""
    data = file.read(size)
    while data and len(data) < size:
        more = file.read(size - len(data))
        if not more:
            break
        data += more
    return data
