"""``verify_images``: look whether every file in use is there and whole."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from migrator.files import KINDS, FilesError, Roots, VerifyReport, verify
from migrator.files.terminal import issue_line, progress_bar, stop_on_interrupt, verify_line
from migrator.management.base import ToolCommand
from migrator.stores import Store, StoreError


class Command(ToolCommand):
    """Exit codes: 0 every file in use is whole, 1 not, 2 wrong use or settings."""

    help = "Looks into every image, download and upload that the shop uses, in OpenCart 4 (or 3, with --source)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("types", nargs="*", metavar="TYPE", help=f"only these: {', '.join(KINDS)}; default: all")
        parser.add_argument("--source", action="store_true", help="look at the files of OpenCart 3, before a migration")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--no-progress", action="store_true", help="draw no progress bar")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            report = self._run(options)
        except (StoreError, FilesError) as error:
            raise CommandError(str(error), returncode=2) from error
        if options["json"]:
            self.stdout.write(json.dumps({"verification": report.as_dict()}, indent=2, ensure_ascii=False))
        else:
            for line in (*report.notes, verify_line(report)):
                self.stdout.write(line)
        if not report.ok:
            raise SystemExit(1)

    def _run(self, options: dict[str, Any]) -> VerifyReport:
        store = Store.open(settings.SOURCE_DATABASE_URL, "source")
        visible = not options["no_progress"] and not options["json"]
        with (
            Roots.open("source", settings.SOURCE_IMAGE_URL, settings.SOURCE_STORAGE_URL) as source,
            Roots.open("target", settings.TARGET_IMAGE_URL, settings.TARGET_STORAGE_URL) as target,
            stop_on_interrupt() as should_stop,
            progress_bar("Verifying", visible=visible) as progress,
        ):
            return verify(
                store,
                source if options["source"] else target,
                options["types"],
                origin=None if options["source"] else source,
                progress=progress,
                should_stop=should_stop,
                on_issue=None if options["json"] else lambda issue: self.stdout.write(issue_line(issue)),
            )
