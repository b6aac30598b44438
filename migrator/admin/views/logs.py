"""The log as it grows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from migrator.admin.state import short_name
from migrator.admin.tail import tail as newest
from migrator.admin.views.page import page, restricted
from steps import STEPS

__all__ = ["logs", "tail"]


@require_GET
@restricted("migrator.view_logentry")
def logs(request: HttpRequest) -> HttpResponse:
    """Show the page that follows the log."""
    steps = [(step_id, short_name(step)) for step_id, step in STEPS.items()]
    return page(request, "logs.html", "Log", steps=steps)


@require_GET
@restricted("migrator.view_logentry")
def tail(request: HttpRequest) -> JsonResponse:
    """Return the lines behind the one that the page has last."""
    wanted = {name: request.GET[name] for name in ("level", "step_id", "after") if name in request.GET}
    return JsonResponse(newest(**wanted))
