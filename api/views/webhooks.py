"""Webhooks (seed 000, “Webhooks”)."""

from __future__ import annotations

from typing import ClassVar

from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from api.pagination import page_of
from api.responses import answer, body_of, query_of
from api.schema import described
from api.serializers.common import MessageSerializer, PageQuerySerializer
from api.serializers.webhooks import (
    DeliveryAnswerSerializer,
    DeliveryListAnswerSerializer,
    RegisterSerializer,
    WebhookAnswerSerializer,
    WebhookListAnswerSerializer,
    WebhookMessageSerializer,
)
from api.views.base import ApiViewSet, account
from migrator import webhooks
from migrator.errors import NotFoundError
from migrator.models import Webhook

__all__ = ["WebhookViewSet"]


class WebhookViewSet(ApiViewSet):
    """Addresses that are told about events; their secrets go in and never come out."""

    permissions: ClassVar = {
        "list": "migrator.view_webhook",
        "retrieve": "migrator.view_webhook",
        "deliveries": "migrator.view_webhookdelivery",
        "create": "migrator.add_webhook",
        "test": "migrator.change_webhook",
        "enable": "migrator.change_webhook",
        "disable": "migrator.change_webhook",
        "destroy": "migrator.delete_webhook",
    }
    forms: ClassVar = {"create": RegisterSerializer}

    @described("All webhooks", WebhookListAnswerSerializer, tag="Webhooks")
    def list(self, request: Request) -> Response:
        """List the webhooks, the newest first."""
        return answer(WebhookListAnswerSerializer, webhooks=Webhook.objects.all())

    @described("Register a webhook", WebhookMessageSerializer, tag="Webhooks", body=RegisterSerializer, status=201)
    def create(self, request: Request) -> Response:
        """Register an address for events; messages are signed with the secret."""
        given = body_of(request, RegisterSerializer)
        webhook = webhooks.register(given["url"], given["events"], given["secret"], account(request))
        return answer(
            WebhookMessageSerializer,
            http_status=status.HTTP_201_CREATED,
            message="Webhook registered",
            webhook=webhook,
        )

    @described("One webhook", WebhookAnswerSerializer, tag="Webhooks")
    def retrieve(self, request: Request, webhook_id: int) -> Response:
        """Show a webhook without its secret."""
        return answer(WebhookAnswerSerializer, webhook=_found(webhook_id))

    @described("Delete a webhook", MessageSerializer, tag="Webhooks")
    def destroy(self, request: Request, webhook_id: int) -> Response:
        """Delete a webhook with its deliveries."""
        _found(webhook_id).delete()
        return answer(MessageSerializer, message="Webhook deleted")

    @described("Send a test event", DeliveryAnswerSerializer, tag="Webhooks")
    def test(self, request: Request, webhook_id: int) -> Response:
        """Send a test event; the delivery tells what came of it."""
        return answer(DeliveryAnswerSerializer, delivery=webhooks.send_test(_found(webhook_id)))

    @described("Enable a webhook", WebhookMessageSerializer, tag="Webhooks")
    def enable(self, request: Request, webhook_id: int) -> Response:
        """Send events again."""
        webhook = _found(webhook_id)
        webhooks.enable(webhook)
        return answer(WebhookMessageSerializer, message="Webhook enabled", webhook=webhook)

    @described("Disable a webhook", WebhookMessageSerializer, tag="Webhooks")
    def disable(self, request: Request, webhook_id: int) -> Response:
        """Send no more events."""
        webhook = _found(webhook_id)
        webhooks.disable(webhook)
        return answer(WebhookMessageSerializer, message="Webhook disabled", webhook=webhook)

    @described("The deliveries of a webhook", DeliveryListAnswerSerializer, tag="Webhooks", query=PageQuerySerializer)
    def deliveries(self, request: Request, webhook_id: int) -> Response:
        """List the messages and what became of each, the newest first."""
        deliveries = _found(webhook_id).deliveries.all()
        found, pagination = page_of(deliveries, **query_of(request, PageQuerySerializer), total_name="total_deliveries")
        return answer(DeliveryListAnswerSerializer, deliveries=found, pagination=pagination)


def _found(webhook_id: int) -> Webhook:
    webhook = Webhook.objects.filter(pk=webhook_id).first()
    if webhook is None:
        raise NotFoundError(f"There is no webhook {webhook_id}")
    return webhook
