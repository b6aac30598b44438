"""Steps and their migrations (seed 000, “Migration Steps API” and “Migration Operations”)."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from api import runs
from api.progress import Standing, find_step, percentage, progress_of, standing_of, standings
from api.responses import answer, body_of
from api.schema import described
from api.serializers.migration import MigrateSerializer, ResetAnswerSerializer, StartedSerializer, StoppedSerializer
from api.serializers.steps import (
    ProgressAnswerSerializer,
    StepDetailAnswerSerializer,
    StepListAnswerSerializer,
)
from api.views.base import ApiViewSet, account
from migrator import execution
from migrator.actions import StopStep
from migrator.models import Operation, RunStatus, StepRun, StepStatus

__all__ = ["StepViewSet"]


class StepViewSet(ApiViewSet):
    """The steps of the migration, one by one."""

    permissions: ClassVar = {
        "list": "migrator.view_run",
        "retrieve": "migrator.view_run",
        "progress": "migrator.view_run",
        "migrate": "migrator.run_migration",
        "stop": "migrator.stop_migration",
        "reset": "migrator.reset_migration",
    }
    forms: ClassVar = {"migrate": MigrateSerializer}

    @described("All steps with their status", StepListAnswerSerializer, tag="Steps")
    def list(self, request: Request) -> Response:
        """List all steps in the order in which they can run."""
        return answer(StepListAnswerSerializer, steps=[_listed(standing) for standing in standings()])

    @described("One step", StepDetailAnswerSerializer, tag="Steps")
    def retrieve(self, request: Request, step_id: str) -> Response:
        """Show a step with its progress and counts."""
        return answer(StepDetailAnswerSerializer, step=_detailed(standing_of(step_id)))

    @described("Start the migration of a step", StartedSerializer, tag="Migration", body=MigrateSerializer)
    def migrate(self, request: Request, step_id: str) -> Response:
        """Start the step in the background and answer at once; the steps it depends on must be completed."""
        find_step(step_id)
        run = runs.migrate(account(request), [step_id], body_of(request, MigrateSerializer))
        return answer(
            StartedSerializer,
            message="Migration started successfully",
            job_id=run.step_runs.get(step_id=step_id).job_id,
            orchestration_id=run.orchestration_id,
            status=RunStatus.RUNNING,
        )

    @described("The progress of a step", ProgressAnswerSerializer, tag="Migration")
    def progress(self, request: Request, step_id: str) -> Response:
        """Tell how far the step's last migration is, how fast, and how long it will take."""
        return answer(ProgressAnswerSerializer, **progress_of(standing_of(step_id)))

    @described("Stop the migration of a step", StoppedSerializer, tag="Migration")
    def stop(self, request: Request, step_id: str) -> Response:
        """Stop the run that is at the step; what is copied stays, and the run can be resumed."""
        run = runs.stop(StopStep(step_id).check())
        row = StepRun.objects.get(run=run, step_id=step_id)
        ended = run.status != RunStatus.STOPPING
        return answer(
            StoppedSerializer,
            message="Migration stopped" if ended else "Migration is stopping after the rows at hand",
            status=run.status,
            orchestration_id=run.orchestration_id,
            final_statistics={"processed": row.processed, "success": row.success, "failed": row.failed},
        )

    @described("Reset a step", ResetAnswerSerializer, tag="Migration")
    def reset(self, request: Request, step_id: str) -> Response:
        """Put the target's original tables back: of the step, and of the steps that depend on it."""
        find_step(step_id)
        done = execution.reset(runs.record(account(request), step_id, Operation.RESET))
        return answer(
            ResetAnswerSerializer,
            message="Migration step reset successfully",
            step_id=step_id,
            new_status=StepStatus.PENDING,
            steps=done,
        )


def _listed(standing: Standing) -> dict[str, Any]:
    step, state = standing.step, standing.state
    return {
        "step_id": step.step_id,
        "name": step.name,
        "category": step.category,
        "status": standing.status,
        "source_count": state.source_count,
        "target_count": standing.target_count,
        "last_run": state.last_run,
    }


def _detailed(standing: Standing) -> dict[str, Any]:
    step, state = standing.step, standing.state
    row = standing.step_run or StepRun(total=state.source_count)
    return {
        **_listed(standing),
        "description": step.description,
        "depends_on": list(step.depends_on),
        "progress": {
            "total": row.total,
            "processed": row.processed,
            "success": row.success,
            "failed": row.failed,
            "percentage": percentage(row, standing.status),
        },
        "statistics": {
            "source_count": state.source_count,
            "target_count": standing.target_count,
            "validation_passed": bool(state.verified),
            "validated": state.verified is not None,
        },
        "tables": [
            {
                "table": table.table,
                "total": table.total,
                "processed": table.rows + table.rejected,
                "failed": table.rejected,
                "seconds": table.seconds,
            }
            for table in (row.tables.all() if row.pk else ())
        ],
    }
