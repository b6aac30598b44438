"""Tax rates by class, and the tax of a price (store-api 7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from sqlalchemy import and_, or_, select

from opencart_proxy.database import Database

__all__ = ["Rate", "Tax", "TaxAddress"]

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class TaxAddress:
    """An address that taxes: ``based`` is ``shipping``, ``payment`` or ``store``."""

    based: str
    country_id: int
    zone_id: int


@dataclass(frozen=True, slots=True)
class Rate:
    """A tax rate: ``P`` a percentage, ``F`` a fixed amount."""

    tax_rate_id: int
    name: str
    rate: Decimal
    kind: str

    def amount(self, value: Decimal) -> Decimal:
        return value * self.rate / HUNDRED if self.kind == "P" else self.rate


class Tax:
    """The rates that a customer group pays at the given addresses (in the order shipping, payment, store)."""

    def __init__(self, database: Database, group_id: int, addresses: Iterable[TaxAddress], *, shown: bool) -> None:
        self.database = database
        self.group_id = group_id
        self.addresses = tuple(addresses)
        self.shown = shown

    @cached_property
    def _rates(self) -> dict[int, dict[int, Rate]]:
        """Rates by tax class and rate id, in the order first met; one query."""
        if not self.addresses:
            return {}
        table = self.database.table
        rule, rate, zone, group = (
            table("tax_rule"),
            table("tax_rate"),
            table("zone_to_geo_zone"),
            table("tax_rate_to_customer_group"),
        )
        places = or_(
            *(
                and_(
                    rule.c.based == address.based,
                    zone.c.country_id == address.country_id,
                    zone.c.zone_id.in_([0, address.zone_id]),
                )
                for address in self.addresses
            )
        )
        found = self.database.all(
            select(rule.c.tax_class_id, rule.c.based, rate.c.tax_rate_id, rate.c.name, rate.c.rate, rate.c.type)
            .join(rate, rate.c.tax_rate_id == rule.c.tax_rate_id)
            .join(group, group.c.tax_rate_id == rate.c.tax_rate_id)
            .join(zone, zone.c.geo_zone_id == rate.c.geo_zone_id)
            .where(group.c.customer_group_id == self.group_id, places)
            .order_by(rule.c.priority, rule.c.tax_rule_id)
        )
        result: dict[int, dict[int, Rate]] = {}
        for address in self.addresses:
            for row in found:
                if row["based"] == address.based:
                    result.setdefault(row["tax_class_id"], {}).setdefault(
                        row["tax_rate_id"], Rate(row["tax_rate_id"], row["name"], row["rate"], row["type"])
                    )
        return result

    def amounts(self, value: Decimal, tax_class_id: int) -> list[tuple[Rate, Decimal]]:
        """Return each rate of the class with its amount for ``value``."""
        return [(rate, rate.amount(value)) for rate in self._rates.get(tax_class_id, {}).values()]

    def of(self, value: Decimal, tax_class_id: int) -> Decimal:
        """Return the whole tax of ``value``, whether prices are shown with tax or not."""
        return sum((amount for _, amount in self.amounts(value, tax_class_id)), Decimal(0))

    def taxed(self, value: Decimal, tax_class_id: int) -> Decimal:
        """Return ``value`` as it is shown: with tax if the store shows prices with tax."""
        return value + self.of(value, tax_class_id) if self.shown else value
