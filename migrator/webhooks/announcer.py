"""Turn what the engine tells into webhook events: the one place where events are born."""

from __future__ import annotations

from typing import Any

from migrator.engine.recorder import Outcome, Recorder
from migrator.models import Operation, Run, StepRun, ValidationReport
from migrator.webhooks.outbox import emit

__all__ = ["Announcer", "announce_report"]

ANNOUNCED = frozenset({Operation.MIGRATE, Operation.SYNC})


class Announcer(Recorder):
    """Announces the steps and the end of one run; dry runs, validations and resets bring nothing over and are silent.

    It has to hear of an event after the recorder that keeps the run's state, from which the figures are taken.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._silent = run.operation not in ANNOUNCED

    def step_started(self, step_id: str, totals: dict[str, int]) -> None:
        if not self._silent:
            emit(
                "migration.started",
                self._about_step(step_id) | {"status": "in_progress", "total": sum(totals.values())},
            )

    def step_finished(self, step_id: str, outcome: Outcome, message: str) -> None:
        if self._silent:
            return
        step = StepRun.objects.filter(run=self._run, step_id=step_id).first()
        processed, success, failed = (step.processed, step.success, step.failed) if step else (0, 0, 0)
        data = self._about_step(step_id) | {"status": outcome}
        if outcome == "completed":
            data["statistics"] = {"processed": processed, "success": success, "failed": failed}
        else:
            data["partial_progress"] = {"processed": processed, "success": success}
        if outcome == "failed":
            data["error"] = message
        emit(f"migration.{outcome}", data)

    def run_finished(self, outcome: Outcome, message: str) -> None:
        if self._silent or outcome == "stopped":
            return
        steps = StepRun.objects.filter(run=self._run)
        data: dict[str, Any] = self._about_run() | {
            "status": outcome,
            "steps": {step.step_id: step.status for step in steps},
        }
        if outcome == "failed":
            data["error"] = message
        emit(f"orchestration.{outcome}", data)

    def _about_run(self) -> dict[str, Any]:
        return {"orchestration_id": self._run.orchestration_id, "operation": str(self._run.operation)}

    def _about_step(self, step_id: str) -> dict[str, Any]:
        step = StepRun.objects.filter(run=self._run, step_id=step_id).first()
        return {"step_id": step_id, "job_id": step.job_id if step else ""} | self._about_run()


def announce_report(report: ValidationReport) -> None:
    """Announce a comparison that found differences."""
    if report.passed:
        return
    emit(
        "validation.failed",
        {
            "step_id": report.step_id,
            "orchestration_id": report.run.orchestration_id if report.run else "",
            "source_count": report.source_count,
            "target_count": report.target_count,
            "failed_checks": [check["name"] for check in report.checks if check["status"] == "failed"],
        },
    )
