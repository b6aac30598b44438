"""Images, downloads and uploads: bring them over and look whether they are whole."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from migrator.admin import filework
from migrator.admin.history import record
from migrator.admin.views.page import account_of, page, restricted
from migrator.errors import ActionError
from migrator.files import FilesError
from migrator.files.folders import FolderUrl

__all__ = ["files"]

FOLDERS = ("SOURCE_IMAGE_URL", "TARGET_IMAGE_URL", "SOURCE_STORAGE_URL", "TARGET_STORAGE_URL")


@require_http_methods(["GET", "POST"])
@restricted("migrator.view_run")
def files(request: HttpRequest) -> HttpResponse:
    """Show the folders and both works; a POST begins or stops one."""
    if request.method == "POST":
        return _act(request)
    works = {name: filework.status(name) for name in filework.WORKS}
    folders = [(name, _shown(name)) for name in FOLDERS]
    busy = any(work["state"] in {"queued", "running"} for work in works.values())
    return page(request, "files.html", "Images and files", works=works, folders=folders, busy=busy)


def _shown(name: str) -> str:
    """Return the address of a folder without its secrets, empty when it is not set or malformed."""
    try:
        return str(FolderUrl.parse(getattr(settings, name), name))
    except FilesError:
        return ""


def _act(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("migrator.transfer_files"):
        raise PermissionDenied
    name = next((work for work in filework.WORKS if work == request.POST.get("work")), filework.WORKS[0])
    stops = "stop" in request.POST
    try:
        filework.request_stop(name) if stops else filework.begin(name, request.user.get_username())
        record(account_of(request), "Images and files", f"{name.capitalize()}: {'stop' if stops else 'begin'}")
    except ActionError as error:
        messages.error(request, str(error))
    return redirect("board:files")
