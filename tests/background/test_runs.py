"""Whole runs by a real cluster: they end as they do in the foreground."""

from __future__ import annotations

from migrator.models import Run, RunStatus, StepStatus, ValidationReport
from migrator.report.write import folder_of
from steps import STEPS
from tests.background.conftest import Tool, finished, start


def test_a_complete_run_with_two_workers(tool: Tool) -> None:
    run = start()
    tool.workers(2)
    finished(run, tool)
    assert (run.status, run.message) == (RunStatus.COMPLETED, "")
    assert set(run.step_runs.values_list("status", "verified")) == {(StepStatus.COMPLETED, True)}
    assert set(ValidationReport.objects.filter(passed=True).values_list("step_id", flat=True)) == set(STEPS)
    assert (folder_of(run) / "report.json").exists()
