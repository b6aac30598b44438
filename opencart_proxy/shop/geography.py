"""Countries, zones and geo zones (store-api 4.4, 11, 20)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, and_, select

from opencart_proxy.database import Database, Row

__all__ = ["Geography"]


class Geography:
    """Looks up places in the current language, each at most once a call."""

    def __init__(self, database: Database, language_id: int) -> None:
        self.database = database
        self.language_id = language_id
        self._geo_zones: dict[tuple[int, int], frozenset[int]] = {}

    def country(self, country_id: int, *, enabled: bool = True) -> Row | None:
        """Return ``name, iso_code_2, iso_code_3, postcode_required, address_format`` of a country."""
        country, form = self.database.table("country"), self.database.table("address_format")
        query, name = self._named("country", country.c.country_id)
        query = query.add_columns(
            name.label("name"),
            country.c.iso_code_2,
            country.c.iso_code_3,
            country.c.postcode_required,
            form.c.address_format,
        ).outerjoin(form, form.c.address_format_id == country.c.address_format_id)
        query = query.where(country.c.country_id == country_id)
        return self.database.one(query.where(country.c.status == 1) if enabled else query)

    def zone(self, zone_id: int, *, enabled: bool = True) -> Row | None:
        """Return ``name, code`` of a zone."""
        zone = self.database.table("zone")
        query, name = self._named("zone", zone.c.zone_id)
        query = query.add_columns(name.label("name"), zone.c.code).where(zone.c.zone_id == zone_id)
        return self.database.one(query.where(zone.c.status == 1) if enabled else query)

    def has_zones(self, country_id: int) -> bool:
        """Whether a country has enabled zones."""
        return self.database.count("zone", country_id=country_id, status=1) > 0

    def geo_zones(self, country_id: int, zone_id: int) -> frozenset[int]:
        """Return the ids of the geo zones that contain a place."""
        key = (country_id, zone_id)
        if key not in self._geo_zones:
            table = self.database.table("zone_to_geo_zone")
            rows = self.database.all(
                select(table.c.geo_zone_id).where(table.c.country_id == country_id, table.c.zone_id.in_([0, zone_id]))
            )
            self._geo_zones[key] = frozenset(row["geo_zone_id"] for row in rows)
        return self._geo_zones[key]

    def _named(self, kind: str, key: Any) -> tuple[Select[Any], Any]:
        """Return a select over ``country`` or ``zone`` and where its name is: 4.1 has descriptions."""
        table = self.database.table(kind)
        if not self.database.has(f"{kind}_description"):
            return select(key).select_from(table), table.c.name
        names = self.database.table(f"{kind}_description")
        joined = table.outerjoin(names, and_(names.c[f"{kind}_id"] == key, names.c.language_id == self.language_id))
        return select(key).select_from(joined), names.c.name
