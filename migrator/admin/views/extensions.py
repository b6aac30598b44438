"""What becomes of the shop's extensions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from migrator.admin.views.page import download as as_download
from migrator.admin.views.page import page, restricted, show_problems
from migrator.extensions import Analysis, analyze
from migrator.workspace import open_context

__all__ = ["download", "extensions"]

WORDS = (
    ("missing", "To be replaced", "In use, and OpenCart 4 does not have them."),
    ("replaced", "Renamed", "OpenCart 4 does the same under another name."),
    ("compatible", "Compatible", "OpenCart 4 has them."),
    ("not_needed", "Not needed", "Nothing is lost without them."),
)


@require_GET
@restricted("migrator.view_run")
@show_problems
def extensions(request: HttpRequest) -> HttpResponse:
    """Show every extension, those that need work first."""
    found = _analysis()
    groups = [
        {
            "word": word,
            "title": title,
            "meaning": meaning,
            "extensions": [item.as_dict() for item in found.extensions if item.compatibility == word],
        }
        for word, title, meaning in WORDS
    ]
    return page(request, "extensions.html", "Extensions", groups=groups, total=len(found.extensions))


@require_GET
@restricted("migrator.view_run")
@show_problems
def download(_request: HttpRequest) -> HttpResponse:
    """Return the analysis as a JSON file."""
    return as_download(_analysis().as_dict(), "extensions.json")


def _analysis() -> Analysis:
    with open_context() as context:
        return analyze(context.source, context.target)
