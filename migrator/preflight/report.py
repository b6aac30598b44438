"""A preflight for people: the findings by severity, in colour on a terminal and plain elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.markup import escape

from migrator.preflight.finding import SEVERITIES, Finding, Preflight, Severity

__all__ = ["show"]

HEADINGS: Mapping[Severity, tuple[str, str]] = {
    "blocking": ("Blocking", "bold red"),
    "warning": ("Warnings", "bold yellow"),
    "info": ("Good to know", "bold cyan"),
}
SHOWN_ROWS = 5
SHOWN_CHARACTERS = 160


def show(preflight: Preflight, console: Console) -> None:
    """Print the findings, the gravest first, and the verdict."""
    for severity in SEVERITIES:
        found = preflight.of(severity)
        if found:
            heading, style = HEADINGS[severity]
            console.print(f"[{style}]{heading}[/]", highlight=False)
            for one in found:
                _show_finding(one, console)
            console.print()
    counted = {severity: len(preflight.of(severity)) for severity in SEVERITIES}
    if preflight.blocking:
        verdict = "[bold red]The migration cannot start.[/]"
    else:
        verdict = "[bold green]The migration can start.[/]"
    numbers = f"{counted['blocking']} blocking, {counted['warning']} warnings, {counted['info']} remarks."
    console.print(f"{verdict} {numbers}", highlight=False)


def _show_finding(found: Finding, console: Console) -> None:
    count = f" [dim]({found.count:,})[/]" if found.count > 1 else ""
    console.print(f"  • {escape(found.message)}{count}", highlight=False, soft_wrap=True)
    for row in found.rows[:SHOWN_ROWS]:
        console.print(f"      [dim]{escape(_row(row))}[/]", highlight=False, soft_wrap=True)
    hidden = found.count - len(found.rows[:SHOWN_ROWS])
    if found.rows and hidden > 0 and found.check != "size":
        console.print(f"      [dim]… and {hidden:,} more; --json shows the first twenty[/]", highlight=False)
    if found.advice:
        console.print(f"    → {escape(found.advice)}", highlight=False, soft_wrap=True)


def _row(row: Mapping[str, Any]) -> str:
    """Return a row in one line: the step's own sentence, or the columns."""
    note = row.get("note")
    text = str(note) if note else ", ".join(f"{name}: {value}" for name, value in row.items())
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"
