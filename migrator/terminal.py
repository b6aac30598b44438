"""Show a run in a terminal: bars that move on a real one, plain lines anywhere else, nothing for machines."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, Task, TextColumn
from rich.table import Table
from rich.text import Text

from migrator.engine.copy import ChunkResult
from migrator.engine.recorder import Level, Outcome, Recorder
from migrator.engine.runner import StepResult
from migrator.engine.verify import TableCheck
from migrator.preflight import WAYS
from steps import STEPS

__all__ = ["TerminalRecorder", "duration", "summary", "title"]

LINE_SECONDS = 5.0


class _Speed(ProgressColumn):
    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f} rows/s" if speed else "", style="progress.data.speed", justify="right")


class _Left(ProgressColumn):
    def render(self, task: Task) -> Text:
        if task.finished:
            return Text(duration(task.finished_time or 0))
        left = task.time_remaining
        return Text(f"{duration(left)} left" if left is not None else "", style="progress.remaining")


class TerminalRecorder(Recorder):
    """Draws on standard error, so that standard output stays for results. Use it as a context manager."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(stderr=True)
        self.live = self.console.is_terminal
        self.bars = Progress(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description:<15}"),
            BarColumn(bar_width=30),
            TextColumn("{task.completed:>10,.0f} of {task.total:,.0f}"),
            _Speed(),
            _Left(),
            TextColumn("{task.fields[note]}", style="dim"),
            console=self.console,
            disable=not self.live,
        )
        self._task: Any = None
        self._rows = 0
        self._said = 0.0
        self._told = False

    def __enter__(self) -> TerminalRecorder:
        self.bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bars.stop()

    def _say(self, text: str) -> None:
        if not self.live:
            self.console.print(text, highlight=False, soft_wrap=True)

    def run_started(self, run_id: str, steps: list[str], path: str) -> None:
        ways = {"server": "inside the database server", "stream": "through this program"}
        if path in ways and not self._told:
            self.console.print(f"Rows travel {ways[path]}.", style="dim", highlight=False)

    def step_started(self, step_id: str, totals: dict[str, int]) -> None:
        self._rows, self._said = 0, time.monotonic()
        self._total = sum(totals.values())
        self._task = self.bars.add_task(title(step_id), total=self._total, note="")
        self._say(f"{title(step_id)}: {self._total:,} rows in {len(totals)} tables")

    def chunk_copied(self, step_id: str, table: str, position: int, result: ChunkResult) -> None:
        self._rows += result.rows
        self.bars.update(self._task, completed=min(self._rows, self._total), note=table)
        if time.monotonic() - self._said > LINE_SECONDS:
            self._said = time.monotonic()
            self._say(f"  {table}: {self._rows:,} of {self._total:,} rows")

    def table_checked(self, step_id: str, check: TableCheck) -> None:
        self.bars.update(self._task, note=f"verifying {check.table}")

    def step_finished(self, step_id: str, outcome: Outcome, message: str) -> None:
        if self._task is None:
            return
        if outcome == "completed":
            self.bars.update(self._task, total=max(self._rows, 1), completed=max(self._rows, 1), note="")
        else:
            self.bars.update(self._task, note=message or outcome)
        self._say(f"  {outcome}: {self._rows:,} rows{f', {message}' if message else ''}")

    def log(self, level: Level, message: str, **context: Any) -> None:
        """Say how rows travel and why; errors are in the log and in the summary."""
        if context.get("check") in WAYS:
            self._told = True
            self.console.print(message, style="dim", highlight=False)


def title(step_id: str) -> str:
    """Return the name of a step without the word that all share."""
    return STEPS[step_id].name.removesuffix(" Migration")


def duration(seconds: float) -> str:
    """Return a length of time in words: ``0.4 s``, ``2 min 5 s``, ``1 h 3 min``."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return f"{rest} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


def summary(results: list[StepResult], seconds: dict[str, float]) -> Table:
    """Return the table of what every step brought."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Step")
    for name in ("Tables", "Source", "Target", "Refused", "Differing", "Time"):
        table.add_column(name, justify="right")
    table.add_column("")
    for result in results:
        differing = sum(check.differing_rows for check in result.checks)
        table.add_row(
            title(result.step_id),
            str(len(result.checks)),
            f"{sum(check.source_count for check in result.checks):,}",
            f"{sum(check.target_count for check in result.checks):,}",
            f"{result.rejected:,}",
            f"{differing:,}",
            duration(seconds.get(result.step_id, 0)),
            Text("verified", style="green") if result.verified and result.checks else Text("not verified", style="red"),
        )
    return table
