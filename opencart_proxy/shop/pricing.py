"""What a piece costs: discounts, specials and plans (store-api 6.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from opencart_proxy.database import Database, Row

__all__ = ["Offer", "Offers", "in_date"]

HUNDRED = Decimal(100)
ZERO_DATE = "0000-00-00"


def in_date(row: Row, now: datetime) -> bool:
    """Whether ``now`` lies within a row's ``date_start`` and ``date_end``, both at midnight, zero dates open."""
    moment = now.strftime("%Y-%m-%d %H:%M:%S")
    start, end = row["date_start"], row["date_end"]
    return (start in {None, ZERO_DATE} or f"{start} 00:00:00" < moment) and (
        end in {None, ZERO_DATE} or f"{end} 00:00:00" > moment
    )


@dataclass(frozen=True, slots=True)
class Offer:
    """A row of ``product_discount`` or ``product_special``; ``kind`` is ``F`` a price, ``P`` percent off,
    ``S`` an amount off."""

    product_id: int
    quantity: int
    priority: int
    price: Decimal
    kind: str
    special: bool

    def apply(self, price: Decimal, options: Decimal = Decimal(0)) -> Decimal:
        """Return what is left of ``price``; a fixed price gets ``options`` on top."""
        if self.kind == "P":
            return price - price * self.price / HUNDRED
        return price - self.price if self.kind == "S" else self.price + options


@dataclass
class Offers:
    """The offers in date of some products for one customer group."""

    discounts: dict[int, list[Offer]] = field(default_factory=dict)
    specials: dict[int, list[Offer]] = field(default_factory=dict)

    @classmethod
    def load(cls, database: Database, products: Iterable[int], group_id: int, now: datetime) -> Offers:
        """Read them: one query on 4.1's schema, two on 4.0's, whose specials are a table of their own."""
        ids = sorted(set(products))
        result = cls()
        if not ids:
            return result
        where: dict[str, Any] = {"product_id": ids, "customer_group_id": group_id}
        rows = database.rows("product_discount", "product_discount_id", **where)
        for row in rows:
            if in_date(row, now):
                offer = Offer(
                    row["product_id"],
                    row["quantity"],
                    row["priority"],
                    row["price"],
                    row.get("type", "F"),
                    bool(row.get("special", False)),
                )
                kind = result.specials if offer.special else result.discounts
                kind.setdefault(offer.product_id, []).append(offer)
        if database.has("product_special"):
            for row in database.rows("product_special", "product_special_id", **where):
                if in_date(row, now):
                    offer = Offer(row["product_id"], 1, row["priority"], row["price"], "F", special=True)
                    result.specials.setdefault(offer.product_id, []).append(offer)
        return result

    def discount(self, product_id: int, quantity: int, *, with_specials: bool = False) -> Offer | None:
        """Return the discount of the largest quantity reached, then by priority and price."""
        offers = [*self.discounts.get(product_id, []), *(self.specials.get(product_id, []) if with_specials else [])]
        reached = [offer for offer in offers if offer.quantity <= quantity]
        return min(reached, key=lambda offer: (-offer.quantity, offer.priority, offer.price), default=None)

    def special(self, product_id: int) -> Offer | None:
        """Return the first special by priority and price."""
        return min(self.specials.get(product_id, []), key=lambda offer: (offer.priority, offer.price), default=None)
