"""Webhooks and their deliveries."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.serializers.common import AnswerSerializer, MessageSerializer, PaginationSerializer
from api.words import MomentField
from migrator.models import DeliveryStatus
from migrator.webhooks.events import EVENTS

__all__ = [
    "DeliveryAnswerSerializer",
    "DeliveryListAnswerSerializer",
    "RegisterSerializer",
    "WebhookAnswerSerializer",
    "WebhookListAnswerSerializer",
    "WebhookMessageSerializer",
]


class RegisterSerializer(serializers.Serializer[Any]):
    """Where to send which events; the secret signs them and is never shown again."""

    url = serializers.CharField(max_length=2000)
    events = serializers.ListField(child=serializers.ChoiceField(list(EVENTS)), min_length=1)
    secret = serializers.CharField(max_length=255, write_only=True, trim_whitespace=False)


class WebhookSerializer(serializers.Serializer[Any]):
    """An address that is told about events."""

    id = serializers.IntegerField()
    url = serializers.CharField()
    events = serializers.ListField(child=serializers.CharField())
    is_active = serializers.BooleanField()
    disabled_reason = serializers.CharField(allow_blank=True)
    failing_since = MomentField(allow_null=True)
    created_at = MomentField()


class WebhookAnswerSerializer(AnswerSerializer):
    """One webhook."""

    webhook = WebhookSerializer()


class WebhookMessageSerializer(MessageSerializer):
    """One webhook, and what was done."""

    webhook = WebhookSerializer()


class WebhookListAnswerSerializer(AnswerSerializer):
    """All webhooks."""

    webhooks = WebhookSerializer(many=True)


class DeliverySerializer(serializers.Serializer[Any]):
    """One message and its attempts."""

    id = serializers.IntegerField()
    message_id = serializers.CharField()
    event = serializers.CharField()
    status = serializers.ChoiceField(DeliveryStatus.choices)
    attempts = serializers.IntegerField()
    response_status = serializers.IntegerField(allow_null=True)
    error = serializers.CharField(allow_blank=True)
    created_at = MomentField()
    next_attempt_at = MomentField(allow_null=True)
    finished_at = MomentField(allow_null=True)


class DeliveryAnswerSerializer(AnswerSerializer):
    """One message."""

    delivery = DeliverySerializer()


class DeliveryPageSerializer(PaginationSerializer):
    """Where a page is in the list of messages."""

    total_deliveries = serializers.IntegerField()


class DeliveryListAnswerSerializer(AnswerSerializer):
    """The messages of a webhook, the newest first."""

    deliveries = DeliverySerializer(many=True)
    pagination = DeliveryPageSerializer()
