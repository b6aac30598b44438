"""``analyze_extensions``: what the shop uses, and whether OpenCart 4 has it."""

from __future__ import annotations

import json
from contextlib import closing, nullcontext
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from migrator.extensions import Analysis, analyze, program_folder
from migrator.management.base import ToolCommand
from migrator.stores import Store, StoreError


class Command(ToolCommand):
    """Exit codes: 0 analysed, 2 wrong settings. The target may be missing; then OpenCart 4.1 is assumed."""

    help = "Lists the extensions of OpenCart 3, what becomes of each in OpenCart 4, and what to do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print everything as JSON")
        parser.add_argument("--all", action="store_true", help="list the compatible and unneeded ones too")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            analysis = self._analyze()
        except StoreError as error:
            raise CommandError(str(error), returncode=2) from error
        if options["json"]:
            self.stdout.write(json.dumps({"analysis": analysis.as_dict()}, indent=2, ensure_ascii=False))
        else:
            self._print(analysis, everything=options["all"])

    def _analyze(self) -> Analysis:
        source = Store.open(settings.SOURCE_DATABASE_URL, "source")
        target = Store.open(settings.TARGET_DATABASE_URL, "target") if settings.TARGET_DATABASE_URL else None
        program = program_folder(settings.TARGET_IMAGE_URL)
        with closing(program) if program is not None else nullcontext():
            return analyze(source, target, program=program)

    def _print(self, analysis: Analysis, *, everything: bool) -> None:
        shown = {"missing", "replaced"} | ({"compatible", "not_needed"} if everything else set())
        for kind, totals in analysis.categories.items():
            listed = [item for item in analysis.extensions if item.found.kind == kind and item.compatibility in shown]
            self.stdout.write(
                f"{totals['label']}: {totals['total']}, of them {totals['compatible']} compatible, "
                f"{totals['replaced']} replaced, {totals['missing']} missing, {totals['not_needed']} not needed"
            )
            for item in listed:
                self.stdout.write(f"  {item.compatibility}: {item.consequence}")
                if item.compatibility == "missing":
                    self.stdout.write(f"    {item.action}")
