"""Images, downloads and uploads."""

# Fields may be called as DRF's own attributes are: the metaclass takes them off the class.
# mypy: disable-error-code="assignment"
from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.serializers.common import AnswerSerializer
from migrator.files import KINDS

__all__ = ["TransferAnswerSerializer", "TransferSerializer", "VerificationAnswerSerializer", "VerifySerializer"]


class VerifySerializer(serializers.Serializer[Any]):
    """Which type of files; without it all."""

    type = serializers.ChoiceField(list(KINDS), required=False)


class TransferSerializer(VerifySerializer):
    """Which files to transfer, and how."""

    force = serializers.BooleanField(default=False, help_text="Overwrite existing files that are different")
    validate = serializers.BooleanField(default=True, initial=True, help_text="Look into every file afterwards")


class FileIssueSerializer(serializers.Serializer[Any]):
    """What is wrong with one file; the id of the first thing that uses it stands beside it, as ``product_id`` …"""

    file = serializers.CharField()
    issue = serializers.CharField()
    type = serializers.CharField(allow_null=True)
    folder = serializers.CharField()
    reason = serializers.CharField()
    severity = serializers.CharField()
    used_by = serializers.ListField(child=serializers.DictField())

    def to_representation(self, instance: dict[str, object]) -> dict[str, object]:
        """Keep the key that names the user's id: it differs from type to type."""
        return {**super().to_representation(instance), **instance}


class VerificationSerializer(serializers.Serializer[Any]):
    """How many files in use are there and whole."""

    total = serializers.IntegerField()
    valid = serializers.IntegerField()
    missing = serializers.IntegerField()
    corrupted = serializers.IntegerField()
    issues = FileIssueSerializer(many=True)
    issue_count = serializers.IntegerField()
    warnings = serializers.IntegerField()
    reasons = serializers.DictField(child=serializers.IntegerField())
    types = serializers.DictField(child=serializers.DictField(child=serializers.IntegerField()))
    total_bytes = serializers.IntegerField()
    duration_seconds = serializers.FloatField()
    stopped = serializers.BooleanField()
    orphans = serializers.DictField(allow_null=True)
    notes = serializers.ListField(child=serializers.CharField())


class TransferResultSerializer(serializers.Serializer[Any]):
    """How many files were brought over."""

    total_files = serializers.IntegerField()
    transferred = serializers.IntegerField()
    skipped = serializers.IntegerField()
    failed = serializers.IntegerField()
    total_size = serializers.CharField()
    total_bytes = serializers.IntegerField()
    transferred_bytes = serializers.IntegerField()
    conflicts = serializers.IntegerField()
    errors = serializers.IntegerField()
    missing = serializers.IntegerField()
    refused = serializers.IntegerField()
    remaining = serializers.IntegerField()
    duration_seconds = serializers.FloatField()
    bytes_per_second = serializers.IntegerField()
    files_per_second = serializers.FloatField()
    stopped = serializers.BooleanField()
    dry_run = serializers.BooleanField()
    types = serializers.DictField(child=serializers.DictField(child=serializers.IntegerField()))
    issues = FileIssueSerializer(many=True)
    issue_count = serializers.IntegerField()
    notes = serializers.ListField(child=serializers.CharField())


class TransferAnswerSerializer(AnswerSerializer):
    """The result of a transfer, with that of the verification when one was asked for."""

    transfer = TransferResultSerializer()
    verification = VerificationSerializer(required=False)


class VerificationAnswerSerializer(AnswerSerializer):
    """The result of a verification."""

    verification = VerificationSerializer()
