"""The system and its health."""

# Fields may be called as DRF's own attributes are: the metaclass takes them off the class.
# mypy: disable-error-code="assignment"
from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.serializers.common import AnswerSerializer

__all__ = ["HealthAnswerSerializer", "SystemAnswerSerializer"]

OK_OR_ERROR = ("ok", "error")


class DatabaseSerializer(serializers.Serializer[Any]):
    """One of the two stores."""

    connected = serializers.BooleanField()
    database = serializers.CharField(allow_blank=True)
    tables = serializers.IntegerField()
    release = serializers.CharField(allow_blank=True, help_text="The OpenCart release")
    server = serializers.CharField(allow_blank=True, help_text="The database server and its version")
    problem = serializers.CharField(allow_blank=True, help_text="Why it cannot be used")


class DatabasesSerializer(serializers.Serializer[Any]):
    """Both stores."""

    source = DatabaseSerializer()
    target = DatabaseSerializer()


class SystemSerializer(serializers.Serializer[Any]):
    """The installation."""

    version = serializers.CharField()
    php_version = serializers.CharField(allow_blank=True, help_text="Always empty: nothing here runs PHP")
    python_version = serializers.CharField()
    mysql_version = serializers.CharField(allow_blank=True, help_text="Of the target's server; empty for SQLite")
    memory_limit = serializers.CharField(help_text="Memory of this machine, as 512M")
    max_execution_time = serializers.IntegerField(help_text="In seconds; 0: migrations may take any time")
    databases = DatabasesSerializer()


class SystemAnswerSerializer(AnswerSerializer):
    """What runs where."""

    system = SystemSerializer()


class HealthChecksSerializer(serializers.Serializer[Any]):
    """What was checked."""

    database_source = serializers.ChoiceField(OK_OR_ERROR)
    database_target = serializers.ChoiceField(OK_OR_ERROR)
    filesystem = serializers.ChoiceField(OK_OR_ERROR)
    memory = serializers.ChoiceField(OK_OR_ERROR)


class HealthAnswerSerializer(AnswerSerializer):
    """Whether everything works; the status is 503 when it does not."""

    status = serializers.ChoiceField(["healthy", "unhealthy"])
    checks = HealthChecksSerializer()
