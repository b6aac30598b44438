"""Starting, stopping and resetting."""

# Fields may be called as DRF's own attributes are: the metaclass takes them off the class.
# mypy: disable-error-code="assignment"
from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.serializers.common import AnswerSerializer, MessageSerializer, PaginationSerializer, StepListField
from api.words import MomentField
from migrator.actions import MAX_BATCH, MIN_BATCH
from migrator.engine.context import Options
from migrator.models import Operation, RunStatus, Trigger

__all__ = [
    "MigrateSerializer",
    "OrchestrateSerializer",
    "OrchestrationAnswerSerializer",
    "OrchestrationListAnswerSerializer",
    "OrchestrationStartedSerializer",
    "OrchestrationStoppedSerializer",
    "RemarkListAnswerSerializer",
    "ResetAnswerSerializer",
    "StartedSerializer",
    "StoppedSerializer",
    "SyncSerializer",
]

DEFAULTS = Options()


class OptionsSerializer(serializers.Serializer[Any]):
    """How to migrate, beyond the size of a batch."""

    include_images = serializers.BooleanField(default=False, help_text="Transfer images, downloads and uploads too")
    path = serializers.ChoiceField(
        ["auto", "server", "stream"],
        default=DEFAULTS.path,
        initial=DEFAULTS.path,
        help_text="How rows travel: inside the database server where both stores are on it, or through the tool",
    )
    keep_passwords = serializers.BooleanField(
        default=DEFAULTS.keep_passwords,
        initial=DEFAULTS.keep_passwords,
        help_text="Add the column that keeps OpenCart 3 passwords valid",
    )
    activate_subscriptions = serializers.BooleanField(
        default=DEFAULTS.activate_subscriptions, help_text="Import active recurring orders as active"
    )
    force = serializers.BooleanField(
        default=DEFAULTS.force, help_text="Migrate into a store that already has orders or customers of its own"
    )
    dry_run = serializers.BooleanField(default=False, help_text="The real run without its commits: nothing is kept")


class RunSerializer(serializers.Serializer[Any]):
    """What every run can be told."""

    batch_size = serializers.IntegerField(
        min_value=MIN_BATCH,
        max_value=MAX_BATCH,
        default=DEFAULTS.batch_size,
        initial=DEFAULTS.batch_size,
        help_text="Source rows in a transaction",
    )
    skip_validation = serializers.BooleanField(default=False, help_text="Do not compare the stores afterwards")
    options = OptionsSerializer(required=False)


class MigrateSerializer(RunSerializer):
    """How to migrate one step."""

    stop_on_error = serializers.BooleanField(default=False, help_text="Stop at the first row that is refused")


class OrchestrateSerializer(MigrateSerializer):
    """Which steps to migrate, and how; without ``steps`` all."""

    steps = StepListField(required=False)


class SyncSerializer(serializers.Serializer[Any]):
    """Which steps to bring up to date; without ``steps`` all."""

    steps = StepListField(required=False)
    overwrite = serializers.BooleanField(
        default=False, help_text="Replace rows that were edited in OpenCart 4 since they were brought over"
    )


class StartedSerializer(MessageSerializer):
    """A migration was started."""

    job_id = serializers.CharField()
    orchestration_id = serializers.CharField()
    status = serializers.CharField()


class FinalStatisticsSerializer(serializers.Serializer[Any]):
    """Rows of the stopped step."""

    processed = serializers.IntegerField()
    success = serializers.IntegerField()
    failed = serializers.IntegerField()


class StoppedSerializer(MessageSerializer):
    """A migration was stopped, or stops after the rows at hand."""

    status = serializers.ChoiceField(RunStatus.choices)
    orchestration_id = serializers.CharField()
    final_statistics = FinalStatisticsSerializer()


class ResetAnswerSerializer(MessageSerializer):
    """The target's tables are as they were before the first run."""

    step_id = serializers.CharField()
    new_status = serializers.CharField()
    steps = serializers.ListField(
        child=serializers.CharField(), help_text="All steps that were reset: those that depend on this one, too"
    )


class OrchestrationStartedSerializer(AnswerSerializer):
    """Several steps were started."""

    orchestration_id = serializers.CharField()
    status = serializers.CharField()
    current_step = serializers.CharField()
    total_steps = serializers.IntegerField()


class StepsDoneSerializer(serializers.Serializer[Any]):
    """Steps done of steps in all."""

    current = serializers.IntegerField()
    total = serializers.IntegerField()
    percentage = serializers.IntegerField(min_value=0, max_value=100)


class OrchestrationSerializer(serializers.Serializer[Any]):
    """A run of one or more steps."""

    id = serializers.CharField()
    operation = serializers.ChoiceField(Operation.choices)
    status = serializers.ChoiceField(RunStatus.choices)
    message = serializers.CharField(allow_blank=True)
    trigger = serializers.ChoiceField(Trigger.choices)
    started_by = serializers.CharField(allow_null=True)
    created_at = MomentField()
    started_at = MomentField(allow_null=True)
    finished_at = MomentField(allow_null=True)
    current_step = serializers.CharField(allow_null=True)
    completed_steps = serializers.ListField(child=serializers.CharField())
    remaining_steps = serializers.ListField(child=serializers.CharField())
    failed_steps = serializers.ListField(child=serializers.CharField())
    progress = StepsDoneSerializer()
    rejected_rows = serializers.IntegerField(help_text="Rows that the target refused and no retry brought over")


class OrchestrationAnswerSerializer(AnswerSerializer):
    """One run."""

    orchestration = OrchestrationSerializer()


class OrchestrationStoppedSerializer(MessageSerializer):
    """The run after it was asked to stop."""

    orchestration = OrchestrationSerializer()


class OrchestrationPageSerializer(PaginationSerializer):
    """Where a page is in the list of runs."""

    total_orchestrations = serializers.IntegerField()


class OrchestrationListAnswerSerializer(AnswerSerializer):
    """Runs, the newest first."""

    orchestrations = OrchestrationSerializer(many=True)
    pagination = OrchestrationPageSerializer()


class RemarkSerializer(serializers.Serializer[Any]):
    """Something the shop owner should know: dropped, renamed, without a home."""

    kind = serializers.CharField()
    table = serializers.CharField()
    key = serializers.CharField(allow_blank=True)
    message = serializers.CharField()
    data = serializers.DictField()


class RemarkPageSerializer(PaginationSerializer):
    """Where a page is in the list of remarks."""

    total_remarks = serializers.IntegerField()


class RemarkListAnswerSerializer(AnswerSerializer):
    """The remarks of a run."""

    remarks = RemarkSerializer(many=True)
    pagination = RemarkPageSerializer()
