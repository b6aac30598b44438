"""The recorder of one turn: the database's, which also says when the turn is over, and hears nothing once overtaken."""

from __future__ import annotations

import time

from migrator.engine.recorder import Outcome
from migrator.models import StepRun
from migrator.recorder import DatabaseRecorder
from migrator.tasks.claims import Claim, Heartbeat
from migrator.tasks.results import unpack
from migrator.webhooks.announcer import Announcer

__all__ = ["TurnRecorder"]


class TurnRecorder(DatabaseRecorder):
    """Records one turn at a unit; ``seconds`` is how long it lasts before it makes room for others."""

    def __init__(self, claim: Claim, heartbeat: Heartbeat, seconds: float) -> None:
        super().__init__(claim.run)
        self._claim = claim
        self._heartbeat = heartbeat
        self._end = time.monotonic() + seconds
        self._announcer = Announcer(claim.run)

    def should_pause(self) -> bool:
        return time.monotonic() >= self._end

    def should_stop(self) -> bool:
        return self._heartbeat.lost or super().should_stop()

    def run_started(self, run_id: str, steps: list[str], path: str) -> None:
        super().run_started(run_id, steps, path)
        self._announcer.run_started(run_id, steps, path)

    def run_finished(self, outcome: Outcome, message: str) -> None:
        super().run_finished(outcome, message)
        self._announcer.run_finished(outcome, message)

    def step_started(self, step_id: str, totals: dict[str, int]) -> None:
        """A later turn goes on with the step: it began when the first did, and was announced then."""
        record = StepRun.objects.get(run=self.run, step_id=step_id)
        super().step_started(step_id, totals)
        for check in unpack(step_id, self._claim.unit.result).checks:
            self._steps[step_id].tables[check.table].check = check
        if self._claim.is_first:
            self._announcer.step_started(step_id, totals)
        elif record.started_at is not None:
            StepRun.objects.filter(pk=record.pk).update(started_at=record.started_at)

    def step_finished(self, step_id: str, outcome: Outcome, message: str) -> None:
        if self._claim.holds():
            super().step_finished(step_id, outcome, message)
            self._announcer.step_finished(step_id, outcome, message)

    def step_paused(self, step_id: str) -> None:
        if self._claim.holds():
            super().step_paused(step_id)
