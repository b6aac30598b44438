"""The board itself: its page is the admin's index (``dashboard``), its life is one JSON document."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from migrator.admin.facts import forget_facts, is_configured
from migrator.admin.firstvisit import variables
from migrator.admin.operations import OPERATIONS, perform
from migrator.admin.state import board_state
from migrator.admin.views.page import account_of, restricted
from migrator.errors import ActionError
from migrator.stores import StoreError

__all__ = ["act", "dashboard", "look_again", "state"]


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add the board to the context of the admin's index."""
    context["title"] = "Migration"
    if not request.user.has_perm("migrator.view_run"):
        return context
    if not is_configured():
        return context | {"variables": variables()}
    try:
        context["state"] = board_state(account_of(request))
    except StoreError as error:
        context["problem"] = str(error)
    addresses = {"state": reverse("board:state"), "act": reverse("board:act")}
    operations = [(button, button.choices(account_of(request))) for button in OPERATIONS.values()]
    return context | {"operations": operations, "addresses": addresses}


@require_GET
@restricted("migrator.view_run")
def state(request: HttpRequest) -> JsonResponse:
    """Return the state of the board."""
    try:
        return JsonResponse(board_state(account_of(request)))
    except StoreError as error:
        return JsonResponse({"message": str(error)}, status=409)


@require_POST
@restricted("migrator.view_run")
def act(request: HttpRequest) -> JsonResponse:
    """Carry out the operation of a button and return the state that it led to."""
    try:
        chosen = request.POST
        perform(chosen.get("operation", ""), chosen.get("step_id", ""), chosen, account_of(request))
        return JsonResponse(board_state(account_of(request)))
    except ActionError as error:
        return JsonResponse({"code": error.code, "message": error.message}, status=error.http_status)
    except StoreError as error:
        return JsonResponse({"message": str(error)}, status=409)


@require_POST
@restricted("migrator.view_run")
def look_again(request: HttpRequest) -> HttpResponse:
    """Look at the stores anew and show the board."""
    forget_facts()
    return redirect("admin:index")
