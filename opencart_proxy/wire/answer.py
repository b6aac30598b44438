"""What a call answers, and its HTTP response (store-api 2.4, 2.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse

from opencart_proxy.php import dumps

__all__ = ["CROSS_ORIGIN", "Answer", "respond"]

CROSS_ORIGIN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Max-Age": "1000",
    "Access-Control-Allow-Headers": (
        "X-Requested-With, Content-Type, Origin, Cache-Control, Pragma, Authorization, Accept, Accept-Encoding"
    ),
    "Access-Control-Allow-Methods": "PUT, POST, GET, OPTIONS, DELETE",
    "Cache-Control": "no-cache",
    "Pragma": "no-cache",
}
"""The headers that 4.x sends with every answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A JSON document with its status and headers; ``document`` is ``None`` for an answer without a body."""

    document: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def respond(answer: Answer) -> HttpResponse:
    """Return the HTTP response of ``answer``."""
    content = b"" if answer.document is None else dumps(answer.document).encode()
    response = HttpResponse(content, status=answer.status, content_type="application/json")
    response.headers["X-Content-Type-Options"] = "nosniff"
    for name, value in answer.headers.items():
        response.headers[name] = value
    return response
