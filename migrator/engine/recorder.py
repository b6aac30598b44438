"""Where the engine tells what it does; the base class forgets everything."""

from __future__ import annotations

from array import array
from typing import Any, Literal

from migrator.engine.copy import ChunkResult, Rejected
from migrator.engine.sync import Record, TableSync
from migrator.engine.tablemap import Range
from migrator.engine.verify import TableCheck

__all__ = ["Level", "Outcome", "Recorder"]

Level = Literal["debug", "info", "warning", "error"]
Outcome = Literal["completed", "failed", "stopped"]


class Recorder:
    """Hears of every event of a run and remembers what a resume needs.

    Subclasses keep the state (the project's own database) or show it (a terminal). Every method may be called from
    the thread that works; none may take long.
    """

    def run_started(self, run_id: str, steps: list[str], path: str) -> None:
        """The run begins; ``path`` is how rows travel."""

    def run_finished(self, outcome: Outcome, message: str) -> None:
        """The run is over."""

    def step_started(self, step_id: str, totals: dict[str, int]) -> None:
        """A step begins; ``totals`` are the source rows of each of its target tables."""

    def step_finished(self, step_id: str, outcome: Outcome, message: str) -> None:
        """A step is over; ``message`` says why it failed."""

    def chunk_copied(self, step_id: str, table: str, position: int, result: ChunkResult) -> None:
        """A chunk of a table's part is in the target."""

    def table_copied(self, step_id: str, table: str) -> None:
        """All chunks of a table are in the target."""

    def chunk_checked(self, step_id: str, table: str, position: int, chunk: Range, checksums: array[int]) -> None:
        """A chunk was compared; ``checksums`` are those of the target's rows."""

    def table_checked(self, step_id: str, check: TableCheck) -> None:
        """A table was compared."""

    def done(self, step_id: str, table: str, position: int) -> Range | None:
        """Return the range up to which a part is copied already (open at the end: completely), None when not at all."""

    def records(self, table: str) -> list[Record]:
        """Return the checksums on record for a target table, in the order of parts and chunks."""
        return []

    def interrupted(self, step_id: str) -> bool:
        """Whether the run before this one did not come to the end of the step, so that nobody uses what it wrote."""
        return False

    def step_forgotten(self, step_id: str) -> None:
        """Nothing of the step is in the target: what is on record of it is about another one."""

    def table_synced(self, step_id: str, result: TableSync) -> None:
        """A table was brought up to date."""

    def rejected(self, step_id: str) -> list[Rejected]:
        """Return the rows that were refused in this step and not retried with success."""
        return []

    def should_stop(self) -> bool:
        """Whether somebody asked the run to stop."""
        return False

    def should_pause(self) -> bool:
        """Whether the step should end here for now; another turn, in any process, goes on with it."""
        return False

    def step_paused(self, step_id: str) -> None:
        """A step has ended for now: what a resume needs has to be kept."""

    def log(self, level: Level, message: str, **context: Any) -> None:
        """Say something for the log."""
