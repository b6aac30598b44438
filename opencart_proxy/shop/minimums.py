"""The order totals from which OpenCart 3 offers payment methods (store-api 12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import column, inspect, select, table

from opencart_proxy.shop.settings import Settings

if TYPE_CHECKING:
    from opencart_proxy.call import Call

__all__ = ["minimum_totals"]

KEPT = "ocm_setting"
"""What a migration keeps for OpenCart 3's clients, because ``setting`` of OpenCart 4 has no place for it."""


def minimum_totals(call: Call) -> Settings:
    """Return ``payment_<code>_total`` by key; nothing under rules that know no minimum.

    A migrated shop has those of its OpenCart 3 in a table of their own, which may have come after the process began;
    any other shop has them, if at all, among its settings.
    """
    if not call.rules.payment_minimum:
        return Settings({})
    full_name = call.db.store.prefix + KEPT
    if not inspect(call.db.connection).has_table(full_name):
        return call.settings
    kept = table(full_name, *(column(name) for name in ("setting_id", "store_id", "name", "value")))
    rows = call.db.all(
        select(kept.c.name, kept.c.value)
        .where(kept.c.store_id.in_([0, call.store_id]))
        .order_by(kept.c.store_id, kept.c.setting_id)
    )
    return Settings({row["name"]: row["value"] for row in rows})
