"""Webhooks and what became of their messages. A secret is taken and never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from migrator.admin.history import record
from migrator.admin.modeladmins.readonly import ReadOnlyAdmin
from migrator.admin.theme import CheckboxSelectMultiple, ModelAdmin, PasswordInput, TextInput, action, display
from migrator.admin.views.page import account_of
from migrator.errors import ActionError, RequestInvalidError
from migrator.models import DeliveryStatus, Webhook, WebhookDelivery
from migrator.webhooks import EVENTS, disable, enable, register, send_test

if TYPE_CHECKING:
    from typing import TypeAlias

    ModelForm: TypeAlias = forms.ModelForm[Webhook]
else:
    from django.forms import ModelForm

__all__ = ["WebhookAdmin", "WebhookDeliveryAdmin"]

DELIVERY_COLOURS = {
    DeliveryStatus.PENDING: "info",
    DeliveryStatus.DELIVERED: "success",
    DeliveryStatus.FAILED: "danger",
}


class WebhookForm(ModelForm):
    """A new webhook; the checks are those of ``register``, which makes it."""

    url = forms.CharField(label="URL", widget=TextInput(), help_text="https://…, reachable from this server")
    events = forms.MultipleChoiceField(
        choices=[(event, event) for event in EVENTS], widget=CheckboxSelectMultiple(), help_text="What it is told about"
    )
    secret = forms.CharField(
        widget=PasswordInput(),
        help_text="The receiver checks the signature of every message with it. It is kept encrypted and not shown again.",
    )

    class Meta:
        model = Webhook
        fields = ("url", "events")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                self.instance = register(cleaned["url"], cleaned["events"], cleaned["secret"])
            except RequestInvalidError as error:
                field = error.details.get("field") if isinstance(error.details, dict) else None
                self.add_error(field if field in self.fields else None, error.message)
        return cleaned


@admin.register(Webhook)
class WebhookAdmin(ModelAdmin):
    """All webhooks; one that is there can be tested, disabled, enabled and deleted, and not be changed."""

    form = WebhookForm
    list_display = ("url", "told_about", "state", "messages_sent", "user", "created_at")
    list_filter = ("is_active",)
    actions = ("test", "enable", "disable")
    add_fieldsets = ((None, {"fields": ("url", "events", "secret")}),)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "url",
                    "told_about",
                    "is_active",
                    "disabled_reason",
                    "messages_sent",
                    "user",
                    "created_at",
                )
            },
        ),
    )
    readonly_fields = ("told_about", "messages_sent")

    def get_fieldsets(self, request: HttpRequest, obj: Webhook | None = None) -> Any:
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    def has_change_permission(self, _request: HttpRequest, _obj: Webhook | None = None) -> bool:
        return False

    def has_operate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("migrator.change_webhook")

    def save_model(self, request: HttpRequest, obj: Webhook, _form: Any, _change: Any) -> None:
        obj.user = account_of(request)
        obj.save(update_fields=["user"])

    @display(description="events")
    def told_about(self, webhook: Webhook) -> str:
        return ", ".join(webhook.events)

    @display(description="state", label={"active": "success", "disabled": "danger"})
    def state(self, webhook: Webhook) -> tuple[str, str]:
        if webhook.is_active:
            return "active", "active"
        return "disabled", f"disabled: {webhook.disabled_reason}"

    @display(description="messages")
    def messages_sent(self, webhook: Webhook) -> str:
        address = reverse("admin:migrator_webhookdelivery_changelist")
        return format_html('<a class="text-link" href="{}?webhook__id__exact={}">show</a>', address, webhook.pk)

    @action(description="Send a test", permissions=["operate"])
    def test(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> None:
        for webhook in queryset:
            try:
                delivery = send_test(webhook)
            except ActionError as error:
                self.message_user(request, f"{webhook}: {error.message}", messages.ERROR)
                continue
            record(account_of(request), webhook, "Sent a test")
            self._tell(request, delivery)

    def _tell(self, request: HttpRequest, delivery: WebhookDelivery) -> None:
        if delivery.status == DeliveryStatus.DELIVERED:
            sentence = f"{delivery.webhook}: the test arrived (answer {delivery.response_status})."
            self.message_user(request, sentence, messages.SUCCESS)
        else:
            self.message_user(request, f"{delivery.webhook}: the test did not arrive: {delivery.error}", messages.ERROR)

    @action(description="Enable", permissions=["operate"])
    def enable(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> None:
        for webhook in queryset:
            try:
                enable(webhook)
            except ActionError as error:
                self.message_user(request, f"{webhook}: {error.message}", messages.ERROR)
                continue
            record(account_of(request), webhook, "Enabled")

    @action(description="Disable", permissions=["operate"])
    def disable(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> None:
        for webhook in queryset:
            disable(webhook)
            record(account_of(request), webhook, "Disabled")


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ReadOnlyAdmin):
    """All messages, the newest first."""

    list_display = ("event", "webhook", "state", "attempts", "response_status", "created_at", "finished_at")
    list_filter = ("status", "event", "webhook")
    list_select_related = ("webhook",)
    fields = (
        "webhook",
        "event",
        "message_id",
        "status",
        "attempts",
        "next_attempt_at",
        "response_status",
        "error",
        "created_at",
        "finished_at",
        "sent",
    )
    readonly_fields = ("sent",)

    @display(description="status", ordering="status", label=DELIVERY_COLOURS)
    def state(self, delivery: WebhookDelivery) -> tuple[str, str]:
        return delivery.status, delivery.get_status_display()

    @display(description="message")
    def sent(self, delivery: WebhookDelivery) -> str:
        return format_html('<pre class="row-content">{}</pre>', delivery.body)
