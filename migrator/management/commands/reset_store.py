"""``manage.py reset_store``: put the target back as it was before the first write."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from migrator.actions import StartRun
from migrator.execution import reset
from migrator.management.base import OK, PROBLEM, StoreCommand
from migrator.models import Operation
from steps import STEPS


class Command(StoreCommand):
    """Put the target's tables back as they were before the migration."""

    help = (
        "Put the target's tables back, byte for byte, as they were before the first write: of the steps named and of "
        "all that depend on them, or of all. Can be repeated when it was interrupted. Exit code 0."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("steps", nargs="*", metavar="STEP", help=f"only these steps: {', '.join(STEPS)}")
        parser.add_argument("--noinput", action="store_true", help="do not ask")

    def work(self, **options: Any) -> int:
        """Ask, then put the tables back."""
        if not options["noinput"] and not self._agreed(options["steps"]):
            self.stderr.write("Nothing was changed")
            return PROBLEM
        run = StartRun(options["steps"], Operation.RESET).execute()
        reset(run, self.stdout.write)
        self.stdout.write("The target is as it was before the migration.")
        return OK

    def _agreed(self, steps: list[str]) -> bool:
        what = ", ".join(steps) or "all steps"
        return input(f"Put the OpenCart 4 tables of {what} back as they were before the migration? Type yes: ") == "yes"
