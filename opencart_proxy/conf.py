"""The store API's settings: ``django.conf.settings`` first, then the environment, then the documented default.

Every variable is described in docs/store-api.md.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from django.conf import settings

__all__ = [
    "allow_free_shipping",
    "extra_payment_methods",
    "failures_per_minute",
    "forwarded_for_oc3",
    "image_folder",
    "max_body_bytes",
    "max_fields",
    "mount",
    "reject_replay",
    "store_url",
    "target_database_url",
    "trusted_proxies",
    "writers",
]


def _value(name: str, default: str = "") -> Any:
    found = getattr(settings, name, None)
    return os.environ.get(name, default) if found is None else found


def _flag(name: str) -> bool:
    return str(_value(name)).strip().lower() in {"1", "true", "yes", "on"}


def _names(name: str) -> tuple[str, ...]:
    found = _value(name)
    parts = found.split(",") if isinstance(found, str) else found
    return tuple(str(part).strip() for part in parts if str(part).strip())


def target_database_url() -> str:
    """``TARGET_DATABASE_URL``: the OpenCart 4 database."""
    return str(_value("TARGET_DATABASE_URL"))


def mount() -> str:
    """``STORE_API_PATH``: where the OpenAPI paths live, without slashes around it (``store-api``)."""
    return str(_value("STORE_API_PATH", "store-api")).strip("/")


def store_url() -> str:
    """``STORE_URL``: the default store's catalogue address; empty: the address of the request."""
    return str(_value("STORE_URL"))


def trusted_proxies() -> tuple[str, ...]:
    """``TRUSTED_PROXIES``: addresses or networks whose forwarding headers are believed."""
    return _names("TRUSTED_PROXIES")


def writers() -> frozenset[str]:
    """``STORE_API_WRITERS``: API users (lower case) that may write products and customers; none by default."""
    return frozenset(name.lower() for name in _names("STORE_API_WRITERS"))


def forwarded_for_oc3() -> bool:
    """``STORE_API_OC3_FORWARDED``: OpenCart 3 calls, too, look behind a trusted proxy; off by default."""
    return _flag("STORE_API_OC3_FORWARDED")


def reject_replay() -> bool:
    """``STORE_API_REJECT_REPLAY``: a signature is accepted once; off by default."""
    return _flag("STORE_API_REJECT_REPLAY")


def allow_free_shipping() -> bool:
    """``STORE_API_ALLOW_FREE_SHIPPING``: 4.1 calls may choose a method that costs nothing; off by default."""
    return _flag("STORE_API_ALLOW_FREE_SHIPPING")


def failures_per_minute() -> int:
    """``STORE_API_FAILURES_PER_MINUTE``: failed logins and signatures before 429; 30 by default."""
    return int(_value("STORE_API_FAILURES_PER_MINUTE", "30"))


def max_body_bytes() -> int:
    """``STORE_API_MAX_BODY_BYTES``: longest body that is read; 2 MiB by default."""
    return int(_value("STORE_API_MAX_BODY_BYTES", str(2 * 1024 * 1024)))


def max_fields() -> int:
    """``STORE_API_MAX_FIELDS``: most fields in one query or body; 10 000 by default."""
    return int(_value("STORE_API_MAX_FIELDS", "10000"))


def image_folder() -> str:
    """``STORE_API_IMAGE_FOLDER``: the shop's ``image`` folder; empty: every image path counts as existing."""
    return str(_value("STORE_API_IMAGE_FOLDER"))


def extra_payment_methods() -> Mapping[str, str]:
    """``STORE_API_EXTRA_PAYMENT``: other extensions' payment methods, ``code=Title,code=Title``."""
    found = _value("STORE_API_EXTRA_PAYMENT")
    if isinstance(found, Mapping):
        return {str(code): str(title) for code, title in found.items()}
    pairs = (entry.partition("=") for entry in _names("STORE_API_EXTRA_PAYMENT"))
    return {code.strip(): title.strip() for code, _, title in pairs}
