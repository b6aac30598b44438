"""Keep webhook secrets unreadable in the database: encrypted with a key made of Django's ``SECRET_KEY``."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

__all__ = ["UnreadableSecretError", "seal", "unseal"]

PURPOSE = b"migrator.webhooks.sealing"


class UnreadableSecretError(Exception):
    """The secret was stored under another ``SECRET_KEY``."""


def seal(secret: str) -> str:
    """Return the secret encrypted, as text."""
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """Return the secret that was sealed; raise ``UnreadableSecretError`` when ``SECRET_KEY`` has changed since."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise UnreadableSecretError(
            "The webhook's secret cannot be read, because SECRET_KEY has changed; register the webhook again"
        ) from error


def _box() -> MultiFernet:
    keys = [str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(PURPOSE + key.encode()).digest())) for key in keys]
    )
