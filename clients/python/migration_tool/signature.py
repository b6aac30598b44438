"""Make sure that a webhook message comes from the migration tool (Standard Webhooks 1.0)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Mapping

__all__ = ["is_signed"]

PREFIX = "whsec_"
TOLERANCE_SECONDS = 300


def is_signed(body: bytes, headers: Mapping[str, str], secret: str) -> bool:
    """Return whether ``body`` was signed with ``secret`` in the last five minutes."""
    given = {name.lower(): value for name, value in headers.items()}
    message_id, sent_at = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    if not sent_at.isdigit() or abs(time.time() - int(sent_at)) > TOLERANCE_SECONDS:
        return False
    digest = hmac.new(_key(secret), f"{message_id}.{sent_at}.".encode() + body, hashlib.sha256).digest()
    expected = "v1," + base64.b64encode(digest).decode()
    return any(hmac.compare_digest(expected, one) for one in given.get("webhook-signature", "").split())


def _key(secret: str) -> bytes:
    if not secret.startswith(PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("The secret after whsec_ is not base64") from error
