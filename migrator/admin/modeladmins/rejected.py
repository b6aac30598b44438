"""Rows that OpenCart 4 refused: why, in words, and a second try."""

from __future__ import annotations

import json
from typing import Any, TextIO, cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from migrator.admin.history import record
from migrator.admin.modeladmins.readonly import ReadOnlyAdmin
from migrator.admin.theme import action, display
from migrator.admin.views.page import PROBLEMS, account_of
from migrator.models import RejectedRow
from migrator.rejects import Retried, retry, to_csv

__all__ = ["RejectedRowAdmin"]


class ResolvedFilter(admin.SimpleListFilter):
    """Rows that are still refused (shown when nothing is chosen), those that a retry brought over, or all."""

    title = "state"
    parameter_name = "state"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        return [("resolved", "Brought over by a retry"), ("all", "All")]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        yield {**first, "display": "Still refused"}
        yield from others

    def queryset(self, _request: HttpRequest, queryset: QuerySet[RejectedRow]) -> QuerySet[RejectedRow]:
        if self.value() == "all":
            return queryset
        return queryset.filter(resolved_at__isnull=self.value() != "resolved")


@admin.register(RejectedRow)
class RejectedRowAdmin(ReadOnlyAdmin):
    """All rows that were refused; secrets in them are masked."""

    list_display = ("row", "step_id", "table", "error", "attempts", "created_at", "resolved_at")
    list_display_links = ("row",)
    list_filter = (ResolvedFilter, "step_id", "table")
    search_fields = ("key", "error", "table")
    fields = ("step_id", "table", "key", "error", "attempts", "created_at", "resolved_at", "run", "content")
    readonly_fields = ("content",)
    actions = ("retry_rows", "export_rows")

    @display(description="row", ordering="key")
    def row(self, rejected: RejectedRow) -> str:
        return f"{rejected.table} {rejected.key}"

    @display(description="content")
    def content(self, rejected: RejectedRow) -> str:
        text = json.dumps(rejected.data, ensure_ascii=False, indent=2)
        return format_html('<pre class="row-content">{}</pre>', text)

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("migrator.retry_rejectedrow")

    @action(description="Try again", permissions=["retry"])
    def retry_rows(self, request: HttpRequest, queryset: QuerySet[RejectedRow]) -> None:
        try:
            done = retry(list(queryset.filter(resolved_at=None).select_related("run")))
        except PROBLEMS as error:
            self.message_user(request, str(error), messages.ERROR)
            return
        for rejected in (*done.resolved, *done.still_rejected):
            record(account_of(request), rejected, "Retry")
        self._tell(request, done)

    def _tell(self, request: HttpRequest, done: Retried) -> None:
        if done.resolved:
            self.message_user(request, f"Brought over: {len(done.resolved)}.", messages.SUCCESS)
        if done.still_rejected:
            sentence = f"Still refused: {len(done.still_rejected)}. Each row says why."
            self.message_user(request, sentence, messages.WARNING)

    @action(description="Export as CSV")
    def export_rows(self, _request: HttpRequest, queryset: QuerySet[RejectedRow]) -> HttpResponse:
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="rejected-rows.csv"'
        to_csv(queryset.select_related("run"), cast("TextIO", response))
        return response
