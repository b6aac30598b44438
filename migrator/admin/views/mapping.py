"""Where each table and column of OpenCart 3 goes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from migrator.admin.mapsearch import search
from migrator.admin.views.page import page, restricted
from migrator.mapping import LINES, tables

__all__ = ["mapping"]


@require_GET
@restricted("migrator.view_run")
def mapping(request: HttpRequest) -> HttpResponse:
    """Show what a search for a table or column finds; without one, the names of all tables."""
    query = request.GET.get("q", "").strip()
    found = search(query) if query else []
    return page(
        request, "mapping.html", "Where data goes", query=query, found=found, lines=list(LINES), tables=tables()
    )
