"""What can go wrong, and where everything goes."""

# Fields may be called as DRF's own attributes are: the metaclass takes them off the class.
# mypy: disable-error-code="assignment"
from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.serializers.common import AnswerSerializer, StepListField
from migrator.mapping import LINES
from migrator.preflight.finding import SEVERITIES

__all__ = [
    "MappingAnswerSerializer",
    "MappingQuerySerializer",
    "PreflightAnswerSerializer",
    "PreflightQuerySerializer",
]


class PreflightQuerySerializer(serializers.Serializer[Any]):
    """Which steps are to be migrated; without ``steps`` all."""

    steps = StepListField(required=False)


class PreflightFindingSerializer(serializers.Serializer[Any]):
    """One fact that the shop owner should know before the migration."""

    check = serializers.CharField()
    severity = serializers.ChoiceField(list(SEVERITIES))
    message = serializers.CharField()
    count = serializers.IntegerField()
    rows = serializers.ListField(child=serializers.DictField())
    advice = serializers.CharField(allow_blank=True)
    table = serializers.CharField(allow_blank=True)


class PreflightSerializer(serializers.Serializer[Any]):
    """All findings, and what the migration will take."""

    blocking = serializers.BooleanField()
    summary = serializers.DictField(child=serializers.IntegerField())
    source = serializers.CharField()
    target = serializers.CharField()
    path = serializers.CharField(allow_blank=True)
    rows = serializers.IntegerField()
    size_bytes = serializers.IntegerField()
    needed_bytes = serializers.IntegerField()
    estimate_seconds = serializers.IntegerField()
    findings = PreflightFindingSerializer(many=True)


class PreflightAnswerSerializer(AnswerSerializer):
    """What can go wrong, found before a row is written."""

    preflight = PreflightSerializer()


class MappingQuerySerializer(serializers.Serializer[Any]):
    """Which table, for which line of OpenCart 4."""

    line = serializers.ChoiceField(list(LINES), default="4.1")
    table = serializers.CharField(max_length=64, required=False, help_text="An OpenCart 3 table; without it all")


class FateSerializer(serializers.Serializer[Any]):
    """What becomes of one OpenCart 3 column."""

    step_id = serializers.CharField()
    table = serializers.CharField()
    column = serializers.CharField()
    kind = serializers.CharField(help_text="same, converted, dropped or left")
    target = serializers.CharField(allow_blank=True, help_text="table.column, empty without a home")
    text = serializers.CharField(allow_blank=True, help_text="How it is converted, or why it has no home")


class MappingAnswerSerializer(AnswerSerializer):
    """Where every column goes."""

    line = serializers.CharField()
    columns = FateSerializer(many=True)
