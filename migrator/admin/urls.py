"""The pages of the migration board, beside the admin's own."""

from __future__ import annotations

from django.urls import path

from migrator.admin.views import board, extensions, files, logs, mapping, preflight, reports

app_name = "board"

urlpatterns = [
    path("state.json", board.state, name="state"),
    path("act/", board.act, name="act"),
    path("look-again/", board.look_again, name="look_again"),
    path("preflight/", preflight.preflight, name="preflight"),
    path("preflight/preflight.json", preflight.download, name="preflight_json"),
    path("validation/", reports.validation, name="validation"),
    path("validation/validation.<slug:kind>", reports.validation_download, name="validation_download"),
    path("report/", reports.report, name="report"),
    path("report/<slug:run>/<path:name>", reports.report_download, name="report_download"),
    path("mapping/", mapping.mapping, name="mapping"),
    path("files/", files.files, name="files"),
    path("extensions/", extensions.extensions, name="extensions"),
    path("extensions/extensions.json", extensions.download, name="extensions_json"),
    path("log/", logs.logs, name="logs"),
    path("log/tail.json", logs.tail, name="tail"),
]
