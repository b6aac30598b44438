"""What the commands share: errors in one sentence, exit codes, an end in good order by Ctrl-C or ``| head``."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console

from migrator.engine.errors import EngineError
from migrator.engine.recorder import Recorder
from migrator.errors import ActionError
from migrator.misconfigured import WRONG
from migrator.stores import StoreError

__all__ = ["OK", "PROBLEM", "WRONG", "InterruptRecorder", "StoreCommand", "ToolCommand", "console_of"]

OK, PROBLEM = 0, 1
READER_GONE = 128 + 13
"""What a shell says of a program that was ended by SIGPIPE, which is number 13 everywhere."""


class ToolCommand(BaseCommand):
    """A command that ends without a word and with 141 when nobody reads its results any more (``… | head -1``)."""

    def run_from_argv(self, argv: list[str]) -> None:
        """Run the command with the arguments of the command line; ends the process when it fails."""
        try:
            try:
                super().run_from_argv(argv)
            finally:
                sys.stdout.flush()
        except BrokenPipeError:
            # Python would write the rest once more at its end, and complain.
            nowhere = os.open(os.devnull, os.O_WRONLY)
            for stream in (sys.stdout, sys.stderr):
                os.dup2(nowhere, stream.fileno())
            sys.exit(READER_GONE)


class StoreCommand(ToolCommand):
    """A command on the two stores: ``work`` returns the exit code; known errors become one sentence and exit 1 or 2."""

    # Django's own checks look at pages and models, for which a command would have to import them all.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Run ``work`` and end the process with its code."""
        if not options.get("json"):
            logging.getLogger("migrator").setLevel(logging.CRITICAL)
        try:
            code = self.work(**options)
        except (StoreError, ActionError) as error:
            self.stderr.write(str(error))
            code = WRONG
        except EngineError as error:
            self.stderr.write(str(error))
            code = PROBLEM
        if code:
            sys.exit(code)

    def work(self, **options: Any) -> int:
        """Do the command's work and return its exit code."""
        raise NotImplementedError


def console_of(command: BaseCommand, *, no_color: bool = False) -> Console:
    """Return a console that writes where the command's results go; Django's own wrapper would add line ends."""
    return _Console(file=getattr(command.stdout, "_out", None), no_color=no_color or None)


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the command; the library would end the process as if something had failed."""
        raise


class InterruptRecorder(Recorder):
    """Says stop after the first Ctrl-C or SIGTERM; a second one interrupts as usual."""

    def __init__(self) -> None:
        self.asked = False

    def should_stop(self) -> bool:
        return self.asked

    @contextmanager
    def listening(self) -> Iterator[InterruptRecorder]:
        """Yield itself while it listens for the signals."""

        def note(_number: int, _frame: FrameType | None) -> None:
            self.asked = True
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, before[number])

        before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield self
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
