"""Measure a whole migration beside what a user would compare it with, in one run on a MariaDB of its own.

    python -m benchmarks.run [--rows 100000 1000000] [--rounds 3] [--release 4.1.0.4]

For each size a shop is generated, and these are timed in turn, the best round of each counting: ``mariadb-dump |
mariadb`` into InnoDB tables and a bare INSERT … SELECT of the same tables, and ``manage.py migrate_store`` with full
verification, start-up and report included, on one server; then dump and migration across two servers. Memory is that
of the migrating process. Every migration begins with a fresh OpenCart 4.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measure import Measured, command
from benchmarks.peers import bare_copy, dump_and_load
from benchmarks.shop import build_shop
from migrator.demo import build_store
from tests.mariadb import Server, running

ROOT = Path(__file__).resolve().parent.parent
DEMO_RELEASE = "3.0.3.9"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the result: what was measured, over how many rows, and beside which peer."""

    what: str
    rows: int
    measured: Measured
    peer: Measured | None = None

    def cells(self) -> list[str]:
        used = self.measured
        return [
            self.what,
            f"{self.rows:,}",
            f"{used.seconds:.2f}",
            f"{used.seconds / self.rows * 1e6:.1f}",
            f"{used.seconds / self.peer.seconds:.2f}" if self.peer else "–",
            f"{used.cpu:.2f}" if used.cpu else "–",
            f"{used.megabytes:.0f}" if used.megabytes else "–",
        ]


HEADINGS = ["", "rows", "seconds", "µs a row", "× dump", "own CPU s", "peak MB"]


def migrate(source: str, server: Server, release: str) -> Measured:
    """Migrate the store at ``source`` into a fresh OpenCart 4 on ``server``."""
    target = build_store(server.create("target"), release)
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "SOURCE_DATABASE_URL": source,
            "TARGET_DATABASE_URL": target,
            "DATABASE_URL": f"sqlite:///{folder}/state.sqlite3",
            "VAR_DIR": folder,
        }
        manage = [sys.executable, str(ROOT / "manage.py")]
        command([*manage, "migrate", "--verbosity", "0"], environment)
        measured = command([*manage, "migrate_store", "--json"], environment)
    server.run("DROP DATABASE target")
    return measured


def best(rounds: int, *measures: Callable[[], Measured]) -> list[Measured]:
    """Take all measures in turn, so often, and return the fastest of each."""
    taken = []
    for number in range(1, rounds + 1):
        taken.append([measure() for measure in measures])
        found = "; ".join(f"{one.seconds:.2f} s {one.megabytes:.0f} MB".removesuffix(" 0 MB") for one in taken[-1])
        print(f"round {number} of {rounds}: {found}", file=sys.stderr, flush=True)
    return [min(found, key=lambda one: one.seconds) for found in zip(*taken, strict=True)]


def measure(one: Server, two: Server, rows: int, rounds: int, release: str) -> list[Line]:
    """Measure everything on a shop of about ``rows`` rows."""
    source = one.create("shop")
    made = build_shop(source, rows)
    dump, bare, inside, across_dump, across = best(
        rounds,
        lambda: dump_and_load(one, "shop", one),
        lambda: bare_copy(one, "shop"),
        lambda: migrate(source, one, release),
        lambda: dump_and_load(one, "shop", two),
        lambda: migrate(source, two, release),
    )
    one.run("DROP DATABASE shop")
    return [
        Line("one server: mariadb-dump | mariadb", made, dump, dump),
        Line("one server: bare INSERT … SELECT", made, bare, dump),
        Line("one server: migration and verification", made, inside, dump),
        Line("two servers: mariadb-dump | mariadb", made, across_dump, across_dump),
        Line("two servers: migration and verification", made, across, across_dump),
    ]


def demo(server: Server, rounds: int, release: str) -> Line:
    """Measure the demonstration store, where little but start-up counts."""
    source = build_store(server.create("shop"), DEMO_RELEASE)
    [found] = best(rounds, lambda: migrate(source, server, release))
    return Line("demonstration store", 1000, found)


def plain(lines: list[Line]) -> str:
    """Return the result as aligned text."""
    table = [HEADINGS, *(line.cells() for line in lines)]
    widths = [max(len(row[i]) for row in table) for i in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in table
    )


def markdown(lines: list[Line]) -> str:
    """Return the result as a Markdown table."""
    cells = ([cell.replace("|", r"\|") for cell in line.cells()] for line in lines)
    rows = [HEADINGS, ["---", *["--:"] * (len(HEADINGS) - 1)], *cells]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--release", default="4.1.0.4", help="the OpenCart 4 to migrate into")
    options = parser.parse_args()
    with running() as one, running() as two:
        lines = [demo(one, options.rounds, options.release)]
        for rows in options.rows:
            lines += measure(one, two, rows, options.rounds, options.release)
    print(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print(plain(lines), markdown(lines), sep="\n\n")


if __name__ == "__main__":
    main()
