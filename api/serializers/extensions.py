"""Extension analysis."""

# Fields may be called as DRF's own attributes are: the metaclass takes them off the class.
# mypy: disable-error-code="assignment"
from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.serializers.common import AnswerSerializer

__all__ = ["AnalysisAnswerSerializer"]


class CategorySerializer(serializers.Serializer[Any]):
    """How many extensions of a type there are, by judgement."""

    label = serializers.CharField()
    total = serializers.IntegerField()
    compatible = serializers.IntegerField()
    replaced = serializers.IntegerField()
    missing = serializers.IntegerField()
    not_needed = serializers.IntegerField()


class ExtensionSerializer(serializers.Serializer[Any]):
    """One extension of the shop and what becomes of it."""

    code = serializers.CharField()
    type = serializers.CharField()
    name = serializers.CharField()
    oc3_installed = serializers.BooleanField()
    oc3_enabled = serializers.BooleanField()
    oc3_in_use = serializers.BooleanField()
    oc4_available = serializers.BooleanField()
    oc4_installed = serializers.BooleanField()
    oc4_files = serializers.BooleanField(allow_null=True)
    compatibility = serializers.ChoiceField(["compatible", "replaced", "missing", "not_needed"])
    replaced_by = serializers.CharField(allow_null=True)
    consequence = serializers.CharField()
    action = serializers.CharField()
    layouts = serializers.IntegerField()
    orders = serializers.IntegerField()
    last_order = serializers.CharField(allow_null=True)
    package = serializers.CharField(allow_null=True)
    details = serializers.JSONField()


class AnalysisSerializer(serializers.Serializer[Any]):
    """All extensions; the four counts add up to the total."""

    total_extensions = serializers.IntegerField()
    compatible = serializers.IntegerField()
    replaced = serializers.IntegerField()
    missing = serializers.IntegerField()
    not_needed = serializers.IntegerField()
    categories = serializers.DictField(child=CategorySerializer())
    extensions = ExtensionSerializer(many=True)


class AnalysisAnswerSerializer(AnswerSerializer):
    """The analysis of the installed extensions."""

    analysis = AnalysisSerializer()
