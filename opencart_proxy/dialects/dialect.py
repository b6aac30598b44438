"""What makes a dialect: its rules, how it lets callers in, and how it refuses them (store-api 1, 3.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from opencart_proxy import texts
from opencart_proxy.access.admission import Refused, by_signature, by_token
from opencart_proxy.call import Call
from opencart_proxy.database import Database
from opencart_proxy.dialects.login import too_many_failures
from opencart_proxy.rules import OC3, OC40, OC41, Rules
from opencart_proxy.wire.answer import CROSS_ORIGIN, Answer
from opencart_proxy.wire.request import Request

__all__ = ["OPENAPI", "OPENCART_3", "OPENCART_40", "OPENCART_41", "Dialect", "Handler", "Login", "Operation"]

Handler = Callable[[Call], Any]
"""Takes the admitted call; returns the answer's document, or an ``Answer`` with a status of its own."""

NO_PAGE = Answer({"error": texts.NO_PAGE}, 403)


@dataclass(frozen=True)
class Dialect:
    """A way of calling. ``refusal`` is the answer to a caller who is not let in."""

    name: str
    rules: Rules
    admit: Callable[[Database, Request], Call]
    refusal: Answer
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Operation:
    """One route of a dialect.

    ``refusal`` replaces the dialect's where a route refuses in a shape of its own; ``creates_order`` makes
    ``Idempotency-Key`` count.
    """

    dialect: Dialect
    handler: Handler
    refusal: Answer | None = None
    creates_order: bool = False

    def refuse(self, outcome: Refused) -> Answer:
        """Return the answer to a caller who was not let in."""
        return too_many_failures(outcome.seconds) if outcome.seconds else self.refusal or self.dialect.refusal


@dataclass(frozen=True)
class Login:
    """The route that starts a dialect's sessions; ``log_in`` needs no call."""

    dialect: Dialect
    log_in: Callable[[Database, Request], Answer]


OPENCART_3 = Dialect(
    "OpenCart 3",
    OC3,
    lambda database, request: by_token(database, request, OC3),
    Answer({"error": texts.NO_PERMISSION}),
)
OPENCART_40 = Dialect(
    "OpenCart 4.0",
    OC40,
    lambda database, request: by_token(database, request, OC40),
    Answer({"error": texts.NO_PERMISSION}, 403),
    CROSS_ORIGIN,
)
OPENCART_41 = Dialect("OpenCart 4.1", OC41, by_signature, NO_PAGE, CROSS_ORIGIN)
OPENAPI = Dialect(
    "OpenAPI",
    OC41,
    lambda database, request: by_token(database, request, OC41, anywhere=True),
    NO_PAGE,
    CROSS_ORIGIN,
)
