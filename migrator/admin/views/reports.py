"""The proof that every cell arrived, and what the shop owner should know about the rest."""

from __future__ import annotations

from datetime import datetime

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from migrator.admin.documents import find_file, last_report
from migrator.admin.proofs import last_validation
from migrator.admin.views.page import download, page, restricted, show_problems
from migrator.errors import NotFoundError

__all__ = ["report", "report_download", "validation", "validation_download"]


@require_GET
@restricted("migrator.view_validationreport")
@show_problems
def validation(request: HttpRequest) -> HttpResponse:
    """Show the last comparison of every step."""
    found = last_validation()
    checked_at = datetime.fromisoformat(found["checked_at"]) if found["checked_at"] else None
    return page(request, "validation.html", "Validation", found=found, checked_at=checked_at)


@require_GET
@restricted("migrator.view_validationreport")
@show_problems
def validation_download(_request: HttpRequest, kind: str) -> HttpResponse:
    """Return the last comparison as a JSON file or as a page that needs nothing else."""
    found = last_validation()
    if kind == "json":
        return download(found, "validation.json")
    if kind != "html":
        raise Http404("The validation report comes as html and json")
    response = HttpResponse(render_to_string("admin/migrator/validation_file.html", {"found": found}))
    response["Content-Disposition"] = 'attachment; filename="validation.html"'
    return response


@require_GET
@restricted("migrator.view_run")
@show_problems
def report(request: HttpRequest) -> HttpResponse:
    """Show the report of a run (the last one that has one): remarks, what stayed behind, redirects."""
    found = last_report(request.GET.get("run", ""))
    remarks: dict[str, list[dict[str, str]]] = {}
    for remark in found.content["remarks"] if found else ():
        remarks.setdefault(remark["kind"].replace("_", " ").capitalize(), []).append(remark)
    return page(request, "report.html", "Migration report", found=found, remarks=remarks)


@require_GET
@restricted("migrator.view_run")
def report_download(_request: HttpRequest, run: str, name: str) -> HttpResponseBase:
    """Return a file of a report."""
    try:
        path = find_file(run, name)
    except NotFoundError as error:
        raise Http404(str(error)) from error
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)
