"""``manage.py show_mapping``: where every column of OpenCart 3 goes."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.management.base import CommandError, CommandParser
from rich.markup import escape
from rich.table import Table

from migrator.management.base import ToolCommand, console_of
from migrator.mapping import LINES, Fate, describe, tables


class Command(ToolCommand):
    """Print the map: every source column, where it goes in 4.0 and 4.1, and why some have no home."""

    help = (
        "Print where every column of OpenCart 3 goes in OpenCart 4.0 and 4.1, and why some have no home there. "
        "The text comes from the declarations that the migration itself runs on. Exit code 0."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("tables", nargs="*", metavar="TABLE", help="only these OpenCart 3 tables, without prefix")
        parser.add_argument("--markdown", action="store_true", help="print Markdown tables")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the tables asked for, or all."""
        known = tables()
        for name in options["tables"]:
            if name not in known:
                raise CommandError(f"There is no OpenCart 3 table “{name}”; write it without prefix", returncode=2)
        for name in options["tables"] or known:
            rows = self._rows(name)
            if rows and options["markdown"]:
                self._markdown(name, rows)
            elif rows:
                self._table(name, rows)

    def _rows(self, name: str) -> list[list[str]]:
        found = {
            line: {column: list(fates) for column, fates in groupby(describe(line, name), key=lambda fate: fate.column)}
            for line in LINES
        }
        return [
            [column, *("; ".join(_words(fate) for fate in found[line].get(column, [])) for line in LINES)]
            for column in found["4.0"]
        ]

    def _markdown(self, name: str, rows: list[list[str]]) -> None:
        self.stdout.write(f"### {name}\n\n| Column | {' | '.join(LINES)} |\n|---|---|---|")
        for row in rows:
            self.stdout.write("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |")
        self.stdout.write("")

    def _table(self, name: str, rows: list[list[str]]) -> None:
        shown = Table(title=name, title_justify="left", box=None, pad_edge=False, header_style="bold")
        for header in ("Column", *(f"OpenCart {line}" for line in LINES)):
            shown.add_column(header, overflow="fold")
        for row in rows:
            shown.add_row(*(escape(cell) for cell in row))
        console = console_of(self)
        console.print(shown)
        console.print()


def _words(fate: Fate) -> str:
    match fate.kind:
        case "same":
            return fate.target + (f" ({fate.text})" if fate.text else "")
        case "converted":
            return f"{fate.target}: {fate.text}" if fate.text not in ("", fate.column) else fate.target
        case _:
            return f"— {fate.text}"
