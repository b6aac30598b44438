"""A folder held open, so that the system finds each name in it without walking the whole path again."""

# A Path object for each of many small files would cost as much as copying it.
# ruff: noqa: PTH112

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import suppress

from migrator.files.errors import ConflictError
from migrator.files.folders.copy_program import FOLDER_FLAGS, NEW_FILE_MODE, READ_FLAGS, UNNAMED_FLAGS
from migrator.files.folders.tree import temporary_name

__all__ = ["Directory"]

NAMED_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
NO_UNNAMED_FILES = frozenset({errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT})
"""What a file system or kernel answers that has no files without a name."""


class Directory:
    """An open folder; it is closed when nobody holds it any more. Raises ``OSError`` when it cannot be opened."""

    __slots__ = ("_descriptor", "_unnamed")

    def __init__(self, real: str) -> None:
        self._descriptor = -1
        self._descriptor = os.open(real, FOLDER_FLAGS)
        self._unnamed = hasattr(os, "O_TMPFILE") and os.path.isdir("/proc/self/fd")

    def __del__(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)

    def open(self, name: str) -> int:
        """Return a descriptor for reading a file that is no link."""
        return os.open(name, READ_FLAGS, dir_fd=self._descriptor)

    def create(self, name: str, fill: Callable[[int], None], *, replace: bool) -> None:
        """Make a file that has its name only when ``fill`` has written it through the descriptor it is given.

        Without ``replace`` an existing file raises ``ConflictError`` and stays as it is. Nothing is left behind when
        ``fill`` raises.
        """
        unnamed = None if replace else self._open_unnamed()
        if unnamed is None:
            self._create_by_renaming(name, fill, replace=replace)
            return
        try:
            fill(unnamed)
            os.link(f"/proc/self/fd/{unnamed}", name, dst_dir_fd=self._descriptor, follow_symlinks=True)
        except FileExistsError:
            raise ConflictError from None
        finally:
            os.close(unnamed)

    def _open_unnamed(self) -> int | None:
        """Open a file without a name: faster than a temporary one, and gone by itself when this process is killed."""
        if self._unnamed:
            try:
                return os.open(".", UNNAMED_FLAGS, NEW_FILE_MODE, dir_fd=self._descriptor)
            except OSError as error:
                if error.errno not in NO_UNNAMED_FILES:
                    raise
                self._unnamed = False
        return None

    def _create_by_renaming(self, name: str, fill: Callable[[int], None], *, replace: bool) -> None:
        temporary = temporary_name()
        descriptor = os.open(temporary, NAMED_FLAGS, NEW_FILE_MODE, dir_fd=self._descriptor)
        try:
            try:
                fill(descriptor)
            finally:
                os.close(descriptor)
            if not replace and self._has(name):
                raise ConflictError
            os.rename(temporary, name, src_dir_fd=self._descriptor, dst_dir_fd=self._descriptor)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary, dir_fd=self._descriptor)
            raise

    def _has(self, name: str) -> bool:
        try:
            os.stat(name, dir_fd=self._descriptor, follow_symlinks=False)
        except FileNotFoundError:
            return False
        return True
