"""The log."""

# Fields may be called as DRF's own attributes are: the metaclass takes them off the class.
# mypy: disable-error-code="assignment"
from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.serializers.common import AnswerSerializer, PageQuerySerializer, PaginationSerializer
from api.words import MomentField

__all__ = ["LogListAnswerSerializer", "LogQuerySerializer"]

LEVELS = ("debug", "info", "warning", "error")


class LogQuerySerializer(PageQuerySerializer):
    """Which lines of the log."""

    level = serializers.ChoiceField(LEVELS, required=False, help_text="Only lines of this level")
    step = serializers.CharField(max_length=64, required=False, help_text="Only lines about this step")
    orchestration_id = serializers.CharField(max_length=64, required=False, help_text="Only lines of this run")
    search = serializers.CharField(max_length=200, required=False, help_text="Only messages that contain this")
    since = serializers.DateTimeField(required=False, help_text="Only lines from this moment (UTC) on")
    until = serializers.DateTimeField(required=False, help_text="Only lines before this moment (UTC)")


class LogSerializer(serializers.Serializer[Any]):
    """One line."""

    timestamp = MomentField()
    level = serializers.CharField()
    message = serializers.CharField()
    context = serializers.DictField(help_text="run, step, table, key, error …")


class LogPageSerializer(PaginationSerializer):
    """Where a page is in the log."""

    total_logs = serializers.IntegerField()


class LogListAnswerSerializer(AnswerSerializer):
    """Lines of the log, the newest first."""

    logs = LogSerializer(many=True)
    pagination = LogPageSerializer()
