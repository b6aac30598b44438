"""What can go wrong, before anything is written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from migrator.admin import preflights
from migrator.admin.views.page import download as as_download
from migrator.admin.views.page import page, restricted, show_problems

__all__ = ["download", "preflight"]

SEVERITIES = (
    ("blocking", "Blocking", "The migration cannot start before this is settled."),
    ("warning", "Warnings", "The migration runs; look at each of these before or afterwards."),
    ("info", "Good to know", "Nothing has to be done."),
)


@require_http_methods(["GET", "POST"])
@restricted("migrator.view_run")
@show_problems
def preflight(request: HttpRequest) -> HttpResponse:
    """Show the findings of the last preflight; a POST makes a new one."""
    if request.method == "POST":
        preflights.new_preflight()
        return redirect("board:preflight")
    found = preflights.last_preflight()
    return page(
        request,
        "preflight.html",
        "Preflight",
        found=found,
        checked_at=datetime.fromisoformat(found["checked_at"]) if found else None,
        groups=_groups(found) if found else [],
    )


def _groups(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "severity": severity,
            "title": title,
            "meaning": meaning,
            "findings": [finding for finding in found["findings"] if finding["severity"] == severity],
        }
        for severity, title, meaning in SEVERITIES
    ]


@require_GET
@restricted("migrator.view_run")
@show_problems
def download(_request: HttpRequest) -> HttpResponse:
    """Return the last preflight as a JSON file."""
    found = preflights.last_preflight()
    if found is None:
        raise Http404("There was no preflight yet")
    return as_download(found, "preflight.json")
