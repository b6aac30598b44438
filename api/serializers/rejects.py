"""Rows that the target refused."""

# Fields may be called as DRF's own attributes are: the metaclass takes them off the class.
# mypy: disable-error-code="assignment"
from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.serializers.common import AnswerSerializer, PageQuerySerializer, PaginationSerializer
from api.words import MomentField

__all__ = [
    "RejectFilterSerializer",
    "RejectListAnswerSerializer",
    "RejectQuerySerializer",
    "RetryAnswerSerializer",
    "RetrySerializer",
]


class RejectFilterSerializer(serializers.Serializer[Any]):
    """Which refused rows."""

    step = serializers.CharField(max_length=64, required=False)
    table = serializers.CharField(max_length=64, required=False)
    resolved = serializers.BooleanField(default=False, help_text="Those that a retry brought over, instead")


class RejectQuerySerializer(PageQuerySerializer, RejectFilterSerializer):
    """Which refused rows, page by page."""


class RejectSerializer(serializers.Serializer[Any]):
    """One refused row; its secrets are masked."""

    id = serializers.IntegerField()
    orchestration_id = serializers.CharField()
    step_id = serializers.CharField()
    table = serializers.CharField()
    key = serializers.CharField()
    error = serializers.CharField()
    attempts = serializers.IntegerField()
    created_at = MomentField()
    resolved_at = MomentField(allow_null=True)
    data = serializers.DictField()


class RejectPageSerializer(PaginationSerializer):
    """Where a page is in the list of refused rows."""

    total_rows = serializers.IntegerField()


class RejectListAnswerSerializer(AnswerSerializer):
    """Refused rows, in the order in which they were refused."""

    rows = RejectSerializer(many=True)
    pagination = RejectPageSerializer()


class RetrySerializer(serializers.Serializer[Any]):
    """Which refused rows to try again; without a choice all that are unresolved."""

    step = serializers.CharField(max_length=64, required=False)
    table = serializers.CharField(max_length=64, required=False)


class RetryAnswerSerializer(AnswerSerializer):
    """What became of the rows."""

    resolved = serializers.IntegerField(help_text="Rows brought over now")
    still_rejected = serializers.IntegerField()
    rows = RejectSerializer(many=True)
