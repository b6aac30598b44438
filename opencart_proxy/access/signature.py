"""The signature of 4.1 calls (store-api 3.6)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
from urllib.parse import unquote

from opencart_proxy.php import as_int
from opencart_proxy.wire.fields import encoded
from opencart_proxy.wire.request import Request

__all__ = ["REQUIRED", "WINDOW_SECONDS", "complete", "given_signature", "in_time", "is_signed_by"]

REQUIRED = ("route", "call", "username", "store_id", "language", "currency", "time", "signature")
WINDOW_SECONDS = 450

log = logging.getLogger(__name__)


def complete(request: Request) -> bool:
    """Whether all signed parameters are there, empty or not."""
    return all(isinstance(request.query.get(name), str) for name in REQUIRED)


def in_time(request: Request, now: float) -> bool:
    """Whether the request was signed within the window around ``now`` (Unix seconds)."""
    return abs(as_int(request.param("time")) - int(now)) <= WINDOW_SECONDS


def given_signature(request: Request) -> str:
    """Return the signature as sent; it is percent-decoded once more than other parameters."""
    return unquote(request.param("signature"))


def _signed_values(request: Request, username: str) -> dict[str, str]:
    body = encoded(request.body)
    return {
        "route": request.param("route"),
        "call": request.param("call"),
        "username": username,
        "host": request.host,
        "directory": request.directory,
        "store_id": str(as_int(request.param("store_id"))),
        "language": request.param("language"),
        "currency": request.param("currency"),
        "body": hashlib.md5(body.encode()).hexdigest(),  # noqa: S324 - OpenCart's own format
        "time": str(as_int(request.param("time"))),
    }


def is_signed_by(request: Request, username: str, key: str) -> bool:
    """Whether the request carries the signature of the user (named as in the database) with this key."""
    values = _signed_values(request, username)
    text = "".join(f"{value}\n" for value in values.values())
    expected = base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha1).digest())
    good = hmac.compare_digest(expected, given_signature(request).encode())
    if not good:
        log.debug("A signature of “%s” does not match these values: %s", username, values)
    return good
