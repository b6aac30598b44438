"""One call: the request, the session, and what is fixed at its start (store-api 4.3, 5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from opencart_proxy.database import Database, Row
from opencart_proxy.money import Currencies
from opencart_proxy.rules import Rules
from opencart_proxy.session import Session
from opencart_proxy.shop.cart import Cart
from opencart_proxy.shop.geography import Geography
from opencart_proxy.shop.settings import Settings
from opencart_proxy.tax import Tax
from opencart_proxy.wire.request import Request

__all__ = ["Call", "Event"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something to be told to others once the call is committed: ``order.created``, ``order.status_changed``."""

    name: str
    data: dict[str, Any]


@dataclass
class Call:
    """Everything a handler works with.

    ``currency``, ``group_id`` and ``tax`` are those of the session as the previous call left it; ``customer`` is
    the logged-in customer's row. ``credit_computed``, ``points_booked`` (points or credit),
    ``rewards_booked`` and ``alert_sent`` are remembered because
    the releases' wording of later texts depends on them (store-api 16.7). ``kept`` tells whether the session
    outlives the call.
    """

    request: Request
    rules: Rules
    db: Database
    settings: Settings
    session: Session
    store_id: int
    store_name: str
    store_url: str
    language: Row
    languages: dict[str, Row]
    currency: str
    currencies: Currencies
    group_id: int
    customer: Row | None
    tax: Tax
    api_id: int
    username: str
    ip: str
    now: datetime
    kept: bool = True
    credit_computed: bool = False
    points_booked: bool = False
    rewards_booked: bool = False
    alert_sent: bool = False
    events: list[Event] = field(default_factory=list)

    @property
    def data(self) -> dict[str, Any]:
        """The session's data."""
        return self.session.data

    @property
    def customer_id(self) -> int:
        """The logged-in customer, or 0."""
        return int(self.customer["customer_id"]) if self.customer else 0

    @property
    def language_id(self) -> int:
        return int(self.language["language_id"])

    @property
    def stamp(self) -> str:
        """Now, in the store's time zone, as the database writes it."""
        return self.now.strftime("%Y-%m-%d %H:%M:%S")

    @cached_property
    def geography(self) -> Geography:
        return Geography(self.db, self.language_id)

    @cached_property
    def cart(self) -> Cart:
        return Cart(self)

    @cached_property
    def extensions(self) -> dict[str, list[Row]]:
        """The rows of ``extension`` by type, in the order of their ids."""
        found: dict[str, list[Row]] = {}
        for row in self.db.rows("extension", "extension_id", type=["total", "shipping", "payment", "fraud"]):
            found.setdefault(row["type"], []).append(row)
        return found

    def installed(self, kind: str) -> list[str]:
        """Return the codes of the extensions of a type that are switched on, in the order of their ids."""
        rows = self.extensions.get(kind, [])
        return [row["code"] for row in rows if self.settings.flag(f"{kind}_{row['code']}_status")]

    def announce(self, name: str, data: dict[str, Any]) -> None:
        """Leave an event to be told once the call is committed."""
        self.events.append(Event(name, data))

    def money(self, amount: Any, currency: str | None = None) -> str:
        """Return an amount as text in the session's currency, or in ``currency``."""
        return self.currencies.format(amount, currency or self.currency)
