"""``manage.py validate_store``: compare the two stores cell by cell, without writing to either."""

from __future__ import annotations

import json
import time
from typing import Any

from django.core.management.base import CommandParser

from migrator.actions import StartRun
from migrator.engine.recorder import Recorder
from migrator.execution import validate
from migrator.management.base import OK, PROBLEM, StoreCommand, console_of
from migrator.models import Operation
from migrator.summary import as_document, sentence
from migrator.terminal import summary
from steps import STEPS


class Command(StoreCommand):
    """Compare every migrated row with the source."""

    help = (
        "Compare the target with the source: row counts, a checksum of every column of every row (differences are "
        "shown cell by cell), and the rules that OpenCart 4 relies on. Exit code: 0 passed, 1 failed, 2 wrong use."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("steps", nargs="*", metavar="STEP", help=f"only these steps: {', '.join(STEPS)}")
        parser.add_argument("--json", action="store_true", help="print the result as JSON on standard output")

    def work(self, **options: Any) -> int:
        """Record the validation, run it, and show its result."""
        run = StartRun(options["steps"], Operation.VALIDATE).execute()
        started = time.monotonic()
        result = validate(run, Recorder())
        seconds = time.monotonic() - started
        if options["json"]:
            self.stdout.write(json.dumps(as_document(result, {}, seconds), ensure_ascii=False, indent=2))
        else:
            console = console_of(self)
            console.print(summary(result.steps, {}))
            console.print()
            console.print(sentence(result, seconds), highlight=False, soft_wrap=True)
        return OK if result.verified else PROBLEM
