"""Steps, and how far they are."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.serializers.common import AnswerSerializer
from api.words import MomentField
from migrator.models import StepStatus

__all__ = ["ProgressAnswerSerializer", "StepDetailAnswerSerializer", "StepListAnswerSerializer"]


class StepSerializer(serializers.Serializer[Any]):
    """One step of the migration."""

    step_id = serializers.CharField()
    name = serializers.CharField()
    category = serializers.CharField()
    status = serializers.ChoiceField(StepStatus.choices)
    source_count = serializers.IntegerField(help_text="Rows to bring over")
    target_count = serializers.IntegerField(help_text="Rows brought over")
    last_run = MomentField(allow_null=True)


class StepListAnswerSerializer(AnswerSerializer):
    """All steps in the order in which they can run."""

    steps = StepSerializer(many=True)


class StepProgressSerializer(serializers.Serializer[Any]):
    """Rows of the step's last run."""

    total = serializers.IntegerField()
    processed = serializers.IntegerField()
    success = serializers.IntegerField()
    failed = serializers.IntegerField()
    percentage = serializers.IntegerField(min_value=0, max_value=100)


class StepStatisticsSerializer(serializers.Serializer[Any]):
    """Counts of both stores."""

    source_count = serializers.IntegerField()
    target_count = serializers.IntegerField()
    validation_passed = serializers.BooleanField(help_text="Every cell was compared and is right")
    validated = serializers.BooleanField(help_text="Whether the step has been compared since its last run")


class StepTableSerializer(serializers.Serializer[Any]):
    """One target table of the step's last run."""

    table = serializers.CharField()
    total = serializers.IntegerField()
    processed = serializers.IntegerField()
    failed = serializers.IntegerField()
    seconds = serializers.FloatField()


class StepDetailSerializer(serializers.Serializer[Any]):
    """A step with its progress."""

    step_id = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    category = serializers.CharField()
    status = serializers.ChoiceField(StepStatus.choices)
    depends_on = serializers.ListField(child=serializers.CharField())
    last_run = MomentField(allow_null=True)
    progress = StepProgressSerializer()
    statistics = StepStatisticsSerializer()
    tables = StepTableSerializer(many=True)


class StepDetailAnswerSerializer(AnswerSerializer):
    """One step."""

    step = StepDetailSerializer()


class ProgressSerializer(serializers.Serializer[Any]):
    """How far a migration is and how long it will take."""

    current = serializers.IntegerField()
    total = serializers.IntegerField()
    percentage = serializers.IntegerField(min_value=0, max_value=100)
    records_per_second = serializers.IntegerField(help_text="Over the last seconds")
    estimated_time_remaining = serializers.CharField(help_text="In words")
    estimated_seconds_remaining = serializers.IntegerField(allow_null=True)


class ProgressStatisticsSerializer(serializers.Serializer[Any]):
    """What became of the rows."""

    success_count = serializers.IntegerField()
    error_count = serializers.IntegerField()
    skipped_count = serializers.IntegerField()


PROGRESS_STATUS = ("pending", "running", "stopping", "stopped", "completed", "failed")


class ProgressAnswerSerializer(AnswerSerializer):
    """The progress of a step."""

    status = serializers.ChoiceField(PROGRESS_STATUS)
    job_id = serializers.CharField(allow_null=True)
    orchestration_id = serializers.CharField(allow_null=True)
    message = serializers.CharField(allow_blank=True, help_text="Why it failed")
    progress = ProgressSerializer()
    statistics = ProgressStatisticsSerializer()
