"""Validation results."""

# Fields may be called as DRF's own attributes are: the metaclass takes them off the class.
# mypy: disable-error-code="assignment"
from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.serializers.common import AnswerSerializer
from api.words import MomentField

__all__ = ["ReportAnswerSerializer", "ValidationAnswerSerializer"]

SEVERITIES = ("high", "medium", "low")
CHECK_STATUS = ("passed", "warning", "failed")


class FindingSerializer(serializers.Serializer[Any]):
    """One thing that is wrong, or worth a look."""

    type = serializers.CharField()
    message = serializers.CharField()
    severity = serializers.ChoiceField(SEVERITIES)
    table = serializers.CharField(required=False)
    key = serializers.CharField(required=False)
    column = serializers.CharField(required=False)
    expected = serializers.CharField(required=False, allow_blank=True)
    found = serializers.CharField(required=False, allow_blank=True)


class ValidationSerializer(serializers.Serializer[Any]):
    """The result of a validation; it has passed when there is no error."""

    passed = serializers.BooleanField()
    errors = FindingSerializer(many=True)
    warnings = FindingSerializer(many=True)
    source_count = serializers.IntegerField()
    target_count = serializers.IntegerField()


class ValidationAnswerSerializer(AnswerSerializer):
    """A validation that was made now."""

    validation = ValidationSerializer()


class CheckSerializer(serializers.Serializer[Any]):
    """One check of a report."""

    name = serializers.CharField()
    status = serializers.ChoiceField(CHECK_STATUS)
    source_count = serializers.IntegerField(required=False)
    target_count = serializers.IntegerField(required=False)
    details = serializers.CharField(required=False)


class TableCheckSerializer(serializers.Serializer[Any]):
    """The comparison of one table."""

    name = serializers.CharField()
    status = serializers.ChoiceField(CHECK_STATUS)
    source_count = serializers.IntegerField()
    target_count = serializers.IntegerField()
    differing_rows = serializers.IntegerField()


class ReportSerializer(serializers.Serializer[Any]):
    """The step's last validation."""

    step_id = serializers.CharField()
    validation_date = MomentField()
    overall_status = serializers.ChoiceField(CHECK_STATUS)
    checks = CheckSerializer(many=True)
    tables = TableCheckSerializer(many=True)
    errors = FindingSerializer(many=True)
    warnings = FindingSerializer(many=True)


class ReportAnswerSerializer(AnswerSerializer):
    """A validation report."""

    report = ReportSerializer()
