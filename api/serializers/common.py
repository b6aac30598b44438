"""What the answers share."""

# Fields may be called as DRF's own attributes are: the metaclass takes them off the class.
# mypy: disable-error-code="assignment"
from __future__ import annotations

from typing import Any

from rest_framework import serializers

__all__ = [
    "AnswerSerializer",
    "ErrorSerializer",
    "MessageSerializer",
    "PageQuerySerializer",
    "PaginationSerializer",
    "StepListField",
]

HIGHEST_PAGE = 1_000_000
HIGHEST_LIMIT = 1000


class AnswerSerializer(serializers.Serializer[Any]):
    """The envelope of every answer."""

    success = serializers.BooleanField()


class MessageSerializer(AnswerSerializer):
    """An answer that only says what was done."""

    message = serializers.CharField()


class ErrorBodySerializer(serializers.Serializer[Any]):
    """What went wrong."""

    code = serializers.CharField(help_text="A word for machines")
    message = serializers.CharField(help_text="A sentence for people")
    details = serializers.CharField(help_text="What else helps", allow_blank=True)
    context = serializers.DictField(required=False, help_text="The details for machines: field → messages")
    step_id = serializers.CharField(required=False)


class ErrorSerializer(AnswerSerializer):
    """The standard error format."""

    error = ErrorBodySerializer()


class PaginationSerializer(serializers.Serializer[Any]):
    """Where a page is in its list."""

    current_page = serializers.IntegerField()
    total_pages = serializers.IntegerField()
    limit = serializers.IntegerField()


class PageQuerySerializer(serializers.Serializer[Any]):
    """Which page of a list."""

    page = serializers.IntegerField(min_value=1, max_value=HIGHEST_PAGE, default=1)
    limit = serializers.IntegerField(min_value=1, max_value=HIGHEST_LIMIT, default=100)


class StepListField(serializers.ListField):
    """step_ids; whether there are such steps is checked when the run starts."""

    child = serializers.CharField(max_length=64)
