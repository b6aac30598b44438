"""A program of its own that copies and compares small files; ``programs`` starts and asks it.

It imports nothing of the project, because it has to be there at once.
"""

from __future__ import annotations

import marshal
import os
import sys

__all__ = ["FOLDER_FLAGS", "LENGTH_BYTES", "NEW_FILE_MODE", "READ_FLAGS", "UNNAMED_FLAGS", "Wanted"]

LENGTH_BYTES = 4
"""Each request is marshalled, and its length comes before it in so many bytes, the least one first."""
FOLDER_FLAGS = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
READ_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)
UNNAMED_FLAGS = os.O_WRONLY | getattr(os, "O_TMPFILE", 0)
NEW_FILE_MODE = 0o644

Wanted = tuple[bytes, int, "int | None"]
"""Name, size in bytes, and time of change in nanoseconds; ``None`` instead of the time: only compare."""


def answer(source: bytes, target: bytes, owner: tuple[int, int] | None, wanted: list[Wanted]) -> bytes:
    """Return a byte for each file ``wanted`` of the folder ``source``: 1 when ``target`` has it, whole and equal.

    New files are given to ``owner``. 0 means that something is not as expected; then nothing was done.
    """
    try:
        reading = os.open(source, FOLDER_FLAGS)
    except OSError:
        return bytes(len(wanted))
    try:
        writing = os.open(target, FOLDER_FLAGS)
    except OSError:
        os.close(reading)
        return bytes(len(wanted))
    try:
        return bytes(_have(reading, writing, owner, *file) for file in wanted)
    finally:
        os.close(reading)
        os.close(writing)


def _have(
    reading: int, writing: int, owner: tuple[int, int] | None, name: bytes, size: int, mtime_ns: int | None
) -> bool:
    try:
        if mtime_ns is None:
            return _content(reading, name, size) == _content(writing, name, size)
        _create(reading, writing, owner, name, size, mtime_ns)
    except OSError:
        return False
    return True


def _content(folder: int, name: bytes, size: int) -> bytes:
    """Return the content of a file that is no link. Raises ``OSError`` when it does not have ``size`` bytes."""
    descriptor = os.open(name, READ_FLAGS, dir_fd=folder)
    try:
        content = os.read(descriptor, size + 1)
    finally:
        os.close(descriptor)
    if len(content) != size:
        raise OSError
    return content


def _create(reading: int, writing: int, owner: tuple[int, int] | None, name: bytes, size: int, mtime_ns: int) -> None:
    """Write a file without a name, which vanishes with this program, and name it when it is whole."""
    descriptor = os.open(b".", UNNAMED_FLAGS, NEW_FILE_MODE, dir_fd=writing)
    try:
        if os.write(descriptor, _content(reading, name, size)) != size:
            raise OSError
        if owner is not None:
            os.fchown(descriptor, *owner)
        os.utime(descriptor, ns=(mtime_ns, mtime_ns))
        os.link(b"/proc/self/fd/%d" % descriptor, name, dst_dir_fd=writing, follow_symlinks=True)
    finally:
        os.close(descriptor)


def _serve() -> None:
    """Answer requests until the input ends, which is when the program that asks ends, in whatever way."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while len(length := requests.read(LENGTH_BYTES)) == LENGTH_BYTES:
        answers.write(answer(*marshal.loads(requests.read(int.from_bytes(length, "little")))))  # noqa: S302 - own parent
        answers.flush()


if __name__ == "__main__":
    _serve()
