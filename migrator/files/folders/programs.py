"""Small files are copied by programs of their own: Python's threads would leave all but one processor idle."""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from migrator.files.folders.base import Entry
from migrator.files.folders.copy_program import LENGTH_BYTES, Wanted

__all__ = ["CopyPrograms"]

PROGRAM = str(Path(__file__).with_name("copy_program.py"))


class CopyPrograms:
    """A program for each thread that asks, started when it first does; they end with this object."""

    def __init__(self) -> None:
        self._own = threading.local()
        self._all: list[_Program] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for program in self._all:
            program.end()

    def copy(
        self, source: str, target: str, owner: tuple[int, int] | None, wanted: Sequence[tuple[Entry, bool]]
    ) -> Sequence[bool]:
        """For each file ``wanted`` tell whether ``target`` has it now, whole and equal.

        ``source`` and ``target`` are real paths of two folders that hold the files; with each entry comes whether
        the target has such a name already, for then the two are compared. New files keep their time and are given to
        ``owner`` (user and group id). ``False`` means that nothing was done, or that the program died and nobody
        knows.
        """
        files: list[Wanted] = [
            (os.fsencode(entry.path.rpartition("/")[2]), entry.size, None if there else entry.mtime_ns)
            for entry, there in wanted
        ]
        answer = self._program().ask(
            marshal.dumps((os.fsencode(source), os.fsencode(target), owner, files)), len(files)
        )
        return [byte == 1 for byte in answer] if answer else [False] * len(files)

    def _program(self) -> _Program:
        program: _Program | None = getattr(self._own, "program", None)
        if program is None:
            program = self._own.program = _Program()
            self._all.append(program)
        return program


class _Program:
    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        # Where Python is inside of another program, its name is that one's, which says something or ends at once.
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this Python and a file of this package
                [sys.executable, "-I", "-S", PROGRAM],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                process_group=0,  # Ctrl-C is for the program that asks, which then stops in good order
            )
        except OSError:
            self._process = None

    def ask(self, request: bytes, files: int) -> bytes:
        """Return a byte for each of ``files``, nothing when the program cannot answer (any more)."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return b""
        try:
            process.stdin.write(len(request).to_bytes(LENGTH_BYTES, "little") + request)
            process.stdin.flush()
            answer = process.stdout.read(files)
        except OSError:
            answer = b""
        if len(answer) == files:
            return answer
        process.kill()
        self.end()
        return b""

    def end(self) -> None:
        """Let the program end, and wait for it."""
        if self._process is not None:
            process, self._process = self._process, None
            process.communicate()
