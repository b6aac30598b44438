"""``transfer_images``: bring the shop's files to OpenCart 4."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from migrator.files import KINDS, FilesError, Roots, TransferReport, VerifyReport, transfer, verify
from migrator.files.terminal import issue_line, progress_bar, stop_on_interrupt, verify_line
from migrator.management.base import ToolCommand
from migrator.stores import Store, StoreError
from migrator.units import human_size


class Command(ToolCommand):
    """Exit codes: 0 all files are in OpenCart 4 (and whole, with ``--verify``), 1 not, 2 wrong use or settings."""

    help = "Copies images, downloads and uploads from OpenCart 3 to OpenCart 4; equal files are skipped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "types", nargs="*", metavar="TYPE", help=f"only these: {', '.join(KINDS)}; default: all files"
        )
        parser.add_argument("--force", action="store_true", help="replace files that are different in OpenCart 4")
        parser.add_argument("--verify", action="store_true", help="look into every file afterwards")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be copied")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--no-progress", action="store_true", help="draw no progress bar")

    def handle(self, *_args: Any, **options: Any) -> None:
        on_issue = None if options["json"] else lambda issue: self.stdout.write(issue_line(issue))
        try:
            moved, checked = self._run(options, on_issue)
        except (StoreError, FilesError) as error:
            raise CommandError(str(error), returncode=2) from error
        if options["json"]:
            answer = {"transfer": moved.as_dict()} | ({"verification": checked.as_dict()} if checked else {})
            self.stdout.write(json.dumps(answer, indent=2, ensure_ascii=False))
        else:
            self._print(moved, checked)
        if not moved.ok or (checked is not None and not checked.ok):
            raise SystemExit(1)

    def _run(self, options: dict[str, Any], on_issue: Any) -> tuple[TransferReport, VerifyReport | None]:
        store = Store.open(settings.SOURCE_DATABASE_URL, "source")
        visible = not options["no_progress"] and not options["json"]
        types = options["types"]
        with (
            Roots.open("source", settings.SOURCE_IMAGE_URL, settings.SOURCE_STORAGE_URL) as source,
            Roots.open("target", settings.TARGET_IMAGE_URL, settings.TARGET_STORAGE_URL) as target,
            stop_on_interrupt() as should_stop,
        ):
            common: dict[str, Any] = {"should_stop": should_stop, "on_issue": on_issue}
            with progress_bar("Copying", visible=visible) as progress:
                moved = transfer(
                    store,
                    source,
                    target,
                    types,
                    force=options["force"],
                    dry_run=options["dry_run"],
                    progress=progress,
                    **common,
                )
            if not options["verify"] or moved.stopped:
                return moved, None
            with progress_bar("Verifying", visible=visible) as progress:
                checked = verify(store, target.with_same(source), types, origin=source, progress=progress, **common)
            return moved, checked

    def _print(self, moved: TransferReport, checked: VerifyReport | None) -> None:
        for note in moved.notes:
            self.stdout.write(note)
        if moved.stopped:
            self.stdout.write("Stopped; the same command goes on from here.")
        seconds = moved.seconds or 1e-9
        self.stdout.write(
            f"{moved.total_files} files ({human_size(moved.total_bytes)}): {moved.transferred} copied, "
            f"{moved.skipped} already there, {moved.conflicts} conflicts, {moved.errors} errors, "
            f"{moved.remaining} left; {moved.missing} missing in OpenCart 3, {moved.refused} refused; "
            f"{moved.seconds:.1f} s, {human_size(round(moved.transferred_bytes / seconds))}/s"
        )
        if moved.conflicts:
            self.stdout.write("Conflicts are different files in OpenCart 4; --force replaces them.")
        if checked is not None:
            self.stdout.write(verify_line(checked))
