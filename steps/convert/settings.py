"""The merge of settings: the source's shop, in the target's keys (data-map 3.3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from migrator.engine import php
from steps.convert.config_settings import ConfigSettings
from steps.convert.extension_settings import ExtensionSettings, extension_of
from steps.convert.notes import Converted, Note, Row
from steps.convert.setting_rows import ShopFacts, SourceSettings, TargetSettings
from steps.convert.target import Target
from steps.convert.theme_settings import convert_theme_settings
from steps.convert.urls import store_url

__all__ = ["ShopFacts", "convert_settings"]

AS_BEFORE = ("config_affiliate_status", "config_telephone_display", "config_telephone_required")
"""Switches that OpenCart 3 does not have and always behaves as if they were on (3.3 c)."""

ORDER_STATUSES = ("config_fraud_status_id", "config_failed_status_id", "config_void_status_id")
STOCK_STATUS = "config_stock_status_id"


def convert_settings(
    source: Iterable[Row],
    fresh: Iterable[Row],
    facts: ShopFacts,
    target: Target,
    *,
    keep_image_sizes: bool = True,
) -> Converted[list[dict[str, Any]]]:
    """Return all ``setting`` rows of the target, ordered by id, and what the shop owner should know.

    ``source`` are OpenCart 3's rows, ``fresh`` the target's as installed. The target's rows keep their ids, and
    their values where OpenCart 3 says nothing; new rows get ids above. Every source row is copied, converted, or
    left out: with a note, unless it is what a fresh OpenCart 3 has anyway. ``keep_image_sizes`` False takes the
    picture sizes of the OpenCart 3 theme over.
    """
    settings = SourceSettings(source)
    into = TargetSettings(fresh)
    config = ConfigSettings(settings, into, facts, target)
    extensions = ExtensionSettings(settings, into, facts, target)
    by_extension: dict[tuple[int, str], list[tuple[Row, str]]] = {}
    for (store, code, _), row in settings.rows.items():
        if store not in facts.store_ids:
            into.tell("orphan_setting", row, f"{row['key']} was left out: the store {store} does not exist.")
            continue
        value = _text(row, into)
        if value is None or code == "developer" or code.startswith("theme_"):
            continue
        if code == "config":
            config.convert(row, value)
        else:
            by_extension.setdefault((store, extension_of(row)), []).append((row, value))
    for (_, code), group in by_extension.items():
        extensions.convert(code, group)
    config.finish()
    extensions.finish()
    convert_theme_settings(settings, into, facts, keep_image_sizes=keep_image_sizes)
    _tell_other_themes(settings, into, facts)
    _keep_behaviour(settings, into, facts, target)
    _write_addresses(settings, into, facts)
    rows = sorted(into.rows.values(), key=lambda row: row["setting_id"])
    return Converted(rows, tuple(into.notes))


def _text(row: Row, into: TargetSettings) -> str | None:
    """Return the value as OpenCart 4 reads it; None, with a note, for a list that cannot be read."""
    value = str(row["value"] if row["value"] is not None else "")
    if not row["serialized"]:
        return value
    try:
        return php.json_or_converted(value)
    except php.PhpError:
        into.tell("unreadable_setting", row, f"{row['key']} was left out: its value is neither JSON nor PHP's format.")
        return None


def _tell_other_themes(settings: SourceSettings, into: TargetSettings, facts: ShopFacts) -> None:
    """Report themes whose own settings have no home; those of ``default`` are covered key by key."""
    by_theme: dict[tuple[int, str], list[Row]] = {}
    for (store, code, _), row in settings.rows.items():
        if store in facts.store_ids and code.startswith("theme_") and code != "theme_default":
            by_theme.setdefault((store, code), []).append(row)
    for (store, code), rows in by_theme.items():
        message = f"Of the {len(rows)} settings of “{code}” only list lengths have a place in OpenCart 4."
        into.notes.append(Note("dropped_theme_settings", "setting", f"{store} {code}", message, {"settings": rows}))


def _keep_behaviour(settings: SourceSettings, into: TargetSettings, facts: ShopFacts, target: Target) -> None:
    for key in (target.payment_address_setting, *AS_BEFORE):
        into.put(0, key, "1")
    for key, ids in (
        *((key, facts.order_status_ids) for key in ORDER_STATUSES),
        (STOCK_STATUS, facts.stock_status_ids),
    ):
        value = into.value(0, key)
        if value is None or settings.own(0, key) is not None:
            continue
        if not (value.isdecimal() and int(value) in ids):
            into.put(0, key, "0")


def _write_addresses(settings: SourceSettings, into: TargetSettings, facts: ShopFacts) -> None:
    for row in facts.stores:
        is_secure = settings.effective(row["store_id"], "config_secure") == "1"
        into.put(row["store_id"], "config_url", store_url(row["url"], row.get("ssl"), is_secure=is_secure))
