"""The last comparison of every step, as the validation page and its downloads show it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from migrator.admin.state import short_name
from migrator.models import ValidationReport
from migrator.workspace import pair_id
from steps import STEPS

__all__ = ["last_validation"]


def last_validation() -> dict[str, Any]:
    """Return the newest report of every step, in the order of the steps, and what they say together.

    ``passed`` is None when nothing was compared yet; ``missing`` are the steps that never were.
    """
    newest: dict[str, ValidationReport] = {}
    for report in ValidationReport.objects.filter(pair=pair_id(), step_id__in=STEPS).select_related("run"):
        newest.setdefault(report.step_id, report)
    steps = [_step(newest[step_id]) for step_id in STEPS if step_id in newest]
    return {
        "passed": all(step["passed"] for step in steps) if steps else None,
        "checked_at": max((step["checked_at"] for step in steps), default=None),
        "rows": sum(step["target_count"] for step in steps),
        "tables": sum(len(step["checks"]) for step in steps),
        "failed_checks": sum(check["status"] != "passed" for step in steps for check in step["checks"]),
        "missing": [short_name(step) for step_id, step in STEPS.items() if step_id not in newest],
        "steps": steps,
    }


def _step(report: ValidationReport) -> dict[str, Any]:
    checked_at: datetime = report.created_at
    return {
        "step_id": report.step_id,
        "name": short_name(STEPS[report.step_id]),
        "passed": report.passed,
        "checked_at": checked_at.isoformat(timespec="seconds"),
        "orchestration_id": report.run.orchestration_id if report.run else None,
        "source_count": report.source_count,
        "target_count": report.target_count,
        "checks": report.checks,
        "differences": report.differences,
    }
