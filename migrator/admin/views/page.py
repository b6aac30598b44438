"""What all pages have in common: the admin's frame, its login, a permission, and errors as sentences."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from migrator.engine.errors import EngineError
from migrator.errors import ActionError
from migrator.files import FilesError
from migrator.stores import StoreError

__all__ = ["PROBLEMS", "account_of", "download", "page", "restricted", "show_problems"]

View = Callable[..., HttpResponseBase]
PROBLEMS = (StoreError, EngineError, FilesError, ActionError)
"""Errors whose text is one sentence for people."""


def account_of(request: HttpRequest) -> User:
    """Return who asks; behind the admin's login it is always somebody."""
    return cast("User", request.user)


def page(request: HttpRequest, template: str, title: str, **context: Any) -> TemplateResponse:
    """Return a page in the admin's frame."""
    frame = admin.site.each_context(request)
    return TemplateResponse(request, f"admin/migrator/{template}", {**frame, "title": title, **context})


def restricted(permission: str) -> Callable[[View], View]:
    """Let only people of the staff with the permission see a view; others are asked to log in or refused."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *arguments: Any, **keywords: Any) -> HttpResponseBase:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *arguments, **keywords)

        @wraps(view)
        def framed(request: HttpRequest, *arguments: Any, **keywords: Any) -> HttpResponseBase:
            return admin.site.admin_view(checked)(request, *arguments, **keywords)

        return framed

    return decorate


def show_problems(view: View) -> View:
    """Turn an error that is a sentence into a message on the board."""

    @wraps(view)
    def shown(request: HttpRequest, *arguments: Any, **keywords: Any) -> HttpResponseBase:
        try:
            return view(request, *arguments, **keywords)
        except PROBLEMS as error:
            messages.error(request, str(error))
            return redirect("admin:index")

    return shown


def download(content: Any, name: str) -> JsonResponse:
    """Return a document as a JSON file."""
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2}, safe=False)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
