"""Show a transfer or a verification in a terminal, and let Ctrl-C stop it in good order."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from migrator.files.paths import shown
from migrator.files.reports import Issue, VerifyReport
from migrator.units import human_size

__all__ = ["issue_line", "progress_bar", "stop_on_interrupt", "verify_line"]


@contextmanager
def progress_bar(label: str, *, visible: bool) -> Iterator[Callable[[int, int, int], None]]:
    """Yield a ``progress`` callback that draws files, bytes a second and the time left.

    It goes to the error output, and only when that is a terminal.
    """
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=console,
        disable=not visible or not console.is_terminal,
        transient=True,
    ) as bars:
        task = bars.add_task(label, total=None, rate="")

        def progress(files: int, size_bytes: int, total: int) -> None:
            seconds = bars.tasks[0].elapsed or 0
            rate = f"{human_size(round(size_bytes / seconds))}/s" if seconds else ""
            bars.update(task, completed=files, total=total, rate=rate)

        yield progress


@contextmanager
def stop_on_interrupt() -> Iterator[Callable[[], bool]]:
    """Yield a ``should_stop`` callback that is true after the first Ctrl-C; the second one interrupts as usual."""
    stopped = False

    def note(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopped
        stopped = True
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: stopped
    finally:
        signal.signal(signal.SIGINT, before)


def issue_line(issue: Issue) -> str:
    """Return one line about a file: severity, where it is, what is wrong, who uses it."""
    users = ", ".join(f"{use.owner_key} {use.owner_id}" for use in issue.uses)
    return f"{issue.severity}: {issue.root}/{shown(issue.file)}: {issue.message}" + (f" ({users})" if users else "")


def verify_line(report: VerifyReport) -> str:
    """Return a verification in one line."""
    orphans = (
        "" if report.orphans is None else f", {report.orphans} used by nothing ({human_size(report.orphan_bytes)})"
    )
    return (
        f"{report.total} files in use: {report.valid} whole, {report.missing} missing, {report.corrupted} damaged, "
        f"{report.warnings} warnings{orphans}; {report.seconds:.1f} s"
    )
