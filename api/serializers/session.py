"""Signing in and out."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.serializers.common import AnswerSerializer

__all__ = ["LoginAnswerSerializer", "LoginSerializer"]


class LoginSerializer(serializers.Serializer[Any]):
    """Name and password of a staff account."""

    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=1024, trim_whitespace=False, style={"input_type": "password"})


class UserSerializer(serializers.Serializer[Any]):
    """The account that signed in."""

    id = serializers.IntegerField()
    username = serializers.CharField()


class LoginAnswerSerializer(AnswerSerializer):
    """The session; send its id as cookie ``sessionid`` or ``PHPSESSID``."""

    user = UserSerializer()
    session_id = serializers.CharField()
    expires_in_seconds = serializers.IntegerField()
