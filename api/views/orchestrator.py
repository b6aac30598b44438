"""Runs of several steps (seed 000, “Orchestration API”)."""

from __future__ import annotations

from typing import ClassVar

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request
from rest_framework.response import Response

from api import runs
from api.archive import report_archive
from api.pagination import page_of
from api.responses import answer, body_of, query_of
from api.schema import described
from api.serializers.common import PageQuerySerializer
from api.serializers.migration import (
    OrchestrateSerializer,
    OrchestrationAnswerSerializer,
    OrchestrationListAnswerSerializer,
    OrchestrationStartedSerializer,
    OrchestrationStoppedSerializer,
    RemarkListAnswerSerializer,
    SyncSerializer,
)
from api.views.base import ApiViewSet, account
from migrator.models import Run, RunStatus

__all__ = ["OrchestratorViewSet"]


class OrchestratorViewSet(ApiViewSet):
    """Start, watch, stop, resume and sync runs of several steps."""

    permissions: ClassVar = {
        "list": "migrator.view_run",
        "status": "migrator.view_run",
        "start": "migrator.run_migration",
        "sync": "migrator.run_migration",
        "resume": "migrator.run_migration",
        "stop": "migrator.stop_migration",
        "remarks": "migrator.view_remark",
        "report": "migrator.view_run",
    }
    forms: ClassVar = {"start": OrchestrateSerializer, "sync": SyncSerializer}

    @described("All runs", OrchestrationListAnswerSerializer, tag="Orchestration", query=PageQuerySerializer)
    def list(self, request: Request) -> Response:
        """List the runs of the configured stores, the newest first."""
        found, pagination = page_of(
            runs.runs_of_stores(), **query_of(request, PageQuerySerializer), total_name="total_orchestrations"
        )
        described_runs = [runs.described_run(run) for run in found]
        return answer(OrchestrationListAnswerSerializer, orchestrations=described_runs, pagination=pagination)

    @described("Start several steps", OrchestrationStartedSerializer, tag="Orchestration", body=OrchestrateSerializer)
    def start(self, request: Request) -> Response:
        """Start the steps (all without ``steps``) in the order of their dependencies, in the background."""
        wanted = body_of(request, OrchestrateSerializer)
        return _started(runs.migrate(account(request), wanted.get("steps", []), wanted))

    @described("Bring over what changed", OrchestrationStartedSerializer, tag="Orchestration", body=SyncSerializer)
    def sync(self, request: Request) -> Response:
        """Bring over what was added, changed and deleted in OpenCart 3 since the last run, in the background."""
        wanted = body_of(request, SyncSerializer)
        return _started(runs.sync(account(request), wanted.get("steps", []), overwrite=wanted["overwrite"]))

    @described("The status of a run", OrchestrationAnswerSerializer, tag="Orchestration")
    def status(self, request: Request, orchestration_id: str) -> Response:
        """Tell which steps are done, at work and left."""
        run = runs.find_run(orchestration_id)
        return answer(OrchestrationAnswerSerializer, orchestration=runs.described_run(run))

    @described("Stop a run", OrchestrationStoppedSerializer, tag="Orchestration")
    def stop(self, request: Request, orchestration_id: str) -> Response:
        """Stop after the rows at hand; the run can be resumed."""
        run = runs.stop(runs.find_run(orchestration_id))
        message = "Orchestration is stopping" if run.status == RunStatus.STOPPING else "Orchestration stopped"
        described_run = runs.described_run(runs.find_run(orchestration_id))
        return answer(OrchestrationStoppedSerializer, message=message, orchestration=described_run)

    @described("Resume a run", OrchestrationStartedSerializer, tag="Orchestration")
    def resume(self, request: Request, orchestration_id: str) -> Response:
        """Let a stopped or failed run go on where it was, in the background."""
        return _started(runs.resume(runs.find_run(orchestration_id)))

    @described(
        "What the shop owner should know", RemarkListAnswerSerializer, tag="Orchestration", query=PageQuerySerializer
    )
    def remarks(self, request: Request, orchestration_id: str) -> Response:
        """List what was dropped, renamed or has no home in OpenCart 4, and why."""
        remarks = runs.find_run(orchestration_id).remarks.all()
        found, pagination = page_of(remarks, **query_of(request, PageQuerySerializer), total_name="total_remarks")
        return answer(RemarkListAnswerSerializer, remarks=found, pagination=pagination)

    @described("The migration report", None, tag="Orchestration", more={(200, "application/zip"): OpenApiTypes.BINARY})
    def report(self, request: Request, orchestration_id: str) -> FileResponse:
        """Download the report with the data that has no home and the redirect maps, as a ZIP file."""
        run = runs.find_run(orchestration_id)
        return FileResponse(report_archive(run), as_attachment=True, filename=f"{run.orchestration_id}.zip")


def _started(run: Run) -> Response:
    return answer(
        OrchestrationStartedSerializer,
        orchestration_id=run.orchestration_id,
        status=RunStatus.RUNNING,
        current_step=runs.described_run(run)["current_step"] or run.steps[0],
        total_steps=len(run.steps),
    )
