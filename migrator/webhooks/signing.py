"""Sign messages by Standard Webhooks 1.0 (standardwebhooks.com)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets

__all__ = ["key_of", "new_secret", "signature"]

PREFIX = "whsec_"
SECRET_BYTES = 32


def new_secret() -> str:
    """Return a new secret in the standard's form."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def key_of(secret: str) -> bytes:
    """Return the bytes to sign with: what ``whsec_`` stands before is Base64, anything else is taken as it is (UTF-8).

    Raises ``ValueError`` when it is not Base64, or nothing.
    """
    try:
        key = (
            base64.b64decode(secret.removeprefix(PREFIX), validate=True)
            if secret.startswith(PREFIX)
            else secret.encode()
        )
    except binascii.Error as error:
        raise ValueError("A secret that begins with whsec_ must go on in Base64") from error
    if not key:
        raise ValueError("A webhook needs a secret")
    return key


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Return the ``webhook-signature`` header; ``timestamp`` is in seconds since 1970."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key_of(secret), signed, hashlib.sha256).digest()).decode()
