"""Webhooks: where events are sent to, and what became of every message."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

__all__ = ["DeliveryStatus", "Webhook", "WebhookDelivery"]


class Webhook(models.Model):
    """An address that is told about events; its secret is stored encrypted and never shown."""

    url = models.CharField("URL", max_length=2000)
    events = models.JSONField(default=list, help_text="Names of the events, see docs/webhooks.md")
    sealed_secret = models.TextField(editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    is_active = models.BooleanField(default=True)
    disabled_reason = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.url


class DeliveryStatus(models.TextChoices):
    """Where a message stands: pending until it has arrived or all attempts are used up."""

    PENDING = "pending", "Pending"
    DELIVERED = "delivered", "Delivered"
    FAILED = "failed", "Failed"


class WebhookDelivery(models.Model):
    """One message for one webhook. ``attempts`` counts those begun; ``tries`` says what came of each."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    message_id = models.CharField(max_length=64, help_text="The webhook-id header: the same at every attempt")
    event = models.CharField(max_length=64)
    body = models.TextField()
    status = models.CharField(
        max_length=16, choices=DeliveryStatus.choices, default=DeliveryStatus.PENDING, db_index=True
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    response_status = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Of the last attempt")
    error = models.TextField(blank=True, help_text="What went wrong at the last attempt")
    tries = models.JSONField(default=list, help_text="For each attempt: at, status, error, seconds")
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        verbose_name_plural = "webhook deliveries"

    def __str__(self) -> str:
        return f"{self.event} {self.message_id}"
