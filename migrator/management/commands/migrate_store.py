"""``manage.py migrate_store``: run the migration here and now, or hand it to the background workers."""

from __future__ import annotations

import json
import time
from typing import Any

from django.core.management.base import CommandParser

from migrator.actions import ResumeRun, StartRun, latest_resumable, options_of
from migrator.engine.context import Options
from migrator.engine.errors import LivedInError, StoppedError
from migrator.engine.recorder import Outcome, Recorder
from migrator.execution import RunResult, execute
from migrator.management.base import OK, PROBLEM, WRONG, InterruptRecorder, StoreCommand, console_of
from migrator.models import Operation, Run
from migrator.summary import as_document, sentence
from migrator.terminal import TerminalRecorder, summary
from steps import STEPS


class Command(StoreCommand):
    """Migrate the OpenCart 3 store into the OpenCart 4 store, and verify every cell."""

    help = (
        "Migrate the OpenCart 3 store (SOURCE_DATABASE_URL) into the freshly installed OpenCart 4 store "
        "(TARGET_DATABASE_URL), step by step in the order of their dependencies, and verify every cell. "
        "Exit code: 0 all completed and verified, 1 not, 2 wrong use or configuration. Ctrl-C stops after the "
        "current chunk; --resume goes on there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("steps", nargs="*", metavar="STEP", help=f"only these steps: {', '.join(STEPS)}")
        parser.add_argument(
            "--batch-size",
            type=int,
            default=Options().batch_size,
            help="source rows in one transaction (default: %(default)s)",
        )
        parser.add_argument(
            "--stop-on-error", action="store_true", help="stop at the first row that the target refuses"
        )
        parser.add_argument("--skip-validation", action="store_true", help="do not compare the stores after each step")
        parser.add_argument("--include-images", action="store_true", help="also transfer images, downloads and uploads")
        parser.add_argument("--dry-run", action="store_true", help="the real run without its commits: nothing is kept")
        parser.add_argument("--resume", action="store_true", help="go on with the last run where it stopped")
        parser.add_argument(
            "--sync", action="store_true", help="bring over what was added, changed and deleted since the last run"
        )
        parser.add_argument(
            "--overwrite", action="store_true", help="with --sync: replace rows that were edited in OpenCart 4 since"
        )
        parser.add_argument(
            "--force", action="store_true", help="migrate into a store that already has orders or customers"
        )
        parser.add_argument("--queue", action="store_true", help="let the background workers do it, and return at once")
        parser.add_argument(
            "--path",
            choices=["auto", "server", "stream"],
            default="auto",
            help="how rows travel (default: inside the server where possible)",
        )
        parser.add_argument(
            "--no-passwords",
            action="store_true",
            help="do not add the salt columns that keep OpenCart 3 passwords valid",
        )
        parser.add_argument(
            "--activate-subscriptions",
            action="store_true",
            help="import active recurring orders as active instead of suspended",
        )
        parser.add_argument(
            "--json", action="store_true", help="print the result as JSON on standard output, and nothing else"
        )

    def work(self, **options: Any) -> int:
        """Record the run, execute or queue it, and show what became of it."""
        if options["overwrite"] and not options["sync"]:
            self.stderr.write("--overwrite goes with --sync only")
            return WRONG
        if options["queue"]:
            return self._queue(options)
        return self._execute(self._run(options), resume=options["resume"], as_json=options["json"])

    def _run(self, options: dict[str, Any]) -> Run:
        if options["resume"]:
            return ResumeRun(latest_resumable()).execute()
        operation = (
            Operation.SYNC if options["sync"] else Operation.DRY_RUN if options["dry_run"] else Operation.MIGRATE
        )
        chosen = Options(
            batch_size=options["batch_size"],
            path=options["path"],
            stop_on_error=options["stop_on_error"],
            skip_validation=options["skip_validation"],
            dry_run=options["dry_run"],
            force=options["force"],
            overwrite=options["overwrite"],
            keep_passwords=not options["no_passwords"],
            activate_subscriptions=options["activate_subscriptions"],
        )
        return StartRun(options["steps"], operation, chosen, include_images=options["include_images"]).execute()

    def _queue(self, options: dict[str, Any]) -> int:
        from migrator.broker import refuse_unreachable
        from migrator.tasks import enqueue

        # Before anything is on record: nobody would look after a run that is queued where no worker is.
        refuse_unreachable()
        run = self._run(options)
        enqueue(run, resume=options["resume"])
        self.stdout.write(f"Queued as {run.orchestration_id}; watch it in the admin")
        return OK

    def _execute(self, run: Run, *, resume: bool, as_json: bool) -> int:
        timer = _Timer()
        interrupt = InterruptRecorder()
        listeners: list[Recorder] = [timer, interrupt]
        started = time.monotonic()
        try:
            with interrupt.listening():
                if as_json:
                    result = execute(run, *listeners, resume=resume)
                else:
                    with TerminalRecorder() as terminal:
                        result = execute(run, terminal, *listeners, resume=resume)
        except StoppedError:
            self.stderr.write("Stopped after the last complete chunk; go on with: manage.py migrate_store --resume")
            return PROBLEM
        except LivedInError as error:
            self.stderr.write(str(error))
            return WRONG
        seconds = time.monotonic() - started
        if as_json:
            self.stdout.write(json.dumps(as_document(result, timer.seconds, seconds), ensure_ascii=False, indent=2))
        else:
            self._show(result, timer.seconds, seconds)
        skipped = options_of(run).skip_validation
        return OK if result.verified or (skipped and result.completed) else PROBLEM

    def _show(self, result: RunResult, steps: dict[str, float], seconds: float) -> None:
        console = console_of(self)
        console.print()
        console.print(summary(result.steps, steps))
        console.print()
        console.print(sentence(result, seconds), highlight=False, soft_wrap=True)


class _Timer(Recorder):
    """Measures how long each step takes."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._started = 0.0

    def step_started(self, step_id: str, totals: dict[str, int]) -> None:
        self._started = time.monotonic()

    def step_finished(self, step_id: str, outcome: Outcome, message: str) -> None:
        self.seconds[step_id] = time.monotonic() - self._started
