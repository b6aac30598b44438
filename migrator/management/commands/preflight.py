"""``preflight``: find everything that can go wrong before a row is written."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from migrator.engine.context import Context
from migrator.management.base import ToolCommand, console_of
from migrator.preflight import Preflight, run_preflight
from migrator.preflight.report import show
from migrator.stores import Store, StoreError, refuse_same_database
from steps import STEPS


class Command(ToolCommand):
    """Exit codes: 0 the migration can start, 1 something is in its way, 2 a store cannot be used as configured."""

    help = "Checks both stores before a migration: what would be in the way, be lost or change. Writes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            preflight = self._run()
        except StoreError as error:
            raise CommandError(str(error), returncode=2) from error
        if options["json"]:
            self.stdout.write(json.dumps(preflight.as_dict(), indent=2, ensure_ascii=False))
        else:
            show(preflight, console_of(self, no_color=options["no_color"]))
        if preflight.blocking:
            raise SystemExit(1)

    def _run(self) -> Preflight:
        source = Store.open(settings.SOURCE_DATABASE_URL, "source")
        target = Store.open(settings.TARGET_DATABASE_URL, "target")
        refuse_same_database(source, target)
        return run_preflight(Context(source, target), list(STEPS.values()))
