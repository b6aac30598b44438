"""What the commands share: errors in one sentence, exit codes, Ctrl-C that stops in good order."""

from __future__ import annotations

import logging
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
from migrator.stores import StoreError

__all__ = ["OK", "PROBLEM", "WRONG", "InterruptRecorder", "StoreCommand", "console_of"]

OK, PROBLEM, WRONG = 0, 1, 2


class StoreCommand(BaseCommand):
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


def console_of(command: BaseCommand) -> Console:
    """Return a console that writes where the command's results go; Django's own wrapper would add line ends."""
    return Console(file=getattr(command.stdout, "_out", None))


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
