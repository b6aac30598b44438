"""Localisation: invariants 8 to 13 (data-map 6)."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.engine.context import Context
from migrator.engine.invariants import Invariant, Violation
from steps.convert.theme_settings import IMAGE_SIZES
from steps.invariants.find import violations
from steps.invariants.references import broken, many
from steps.invariants.shop import Shop, numbers_in
from steps.invariants.texts import without_text

__all__ = ["INVARIANTS"]

PLACES = ("country_description", "zone_description")

REFERENCES = (
    *many("zone", "country_id"),
    *many("zone_to_geo_zone", "country_id", "geo_zone_id", "zone_id?"),
    *many("tax_rate", "geo_zone_id"),
    *many("tax_rule", "tax_class_id", "tax_rate_id"),
    *many("tax_rate_to_customer_group", "tax_rate_id", "customer_group_id"),
)

SETTINGS = {
    "config_country_id": "country",
    "config_zone_id": "zone",
    "config_customer_group_id": "customer_group",
    "config_order_status_id": "order_status",
    "config_processing_status": "order_status",
    "config_complete_status": "order_status",
    "config_return_status_id": "return_status",
    "config_weight_class_id": "weight_class",
    "config_length_class_id": "length_class",
    "config_layout_id": "layout",
    "config_account_id": "information",
    "config_checkout_id": "information",
    "config_affiliate_id": "information",
    "config_return_id": "information",
    "config_api_id": "api",
}
"""Setting → the table whose ids it holds."""


def _address_formats(context: Context) -> Iterator[Violation]:
    yield from broken(context, many("country", "address_format_id"))


def _places(context: Context) -> Iterator[Violation]:
    yield from violations(context, (without_text(context, table) for table in PLACES))


def _references(context: Context) -> Iterator[Violation]:
    yield from broken(context, REFERENCES)


def _settings(context: Context) -> Iterator[Violation]:
    target, source = Shop(context.target), Shop(context.source)
    for key, table in SETTINGS.items():
        for store, value in target.values(key):
            for number in sorted(set(numbers_in(value)) - target.ids(table)):
                same = number in numbers_in(source.value(store, key) or "") and number not in source.ids(table)
                message = f"The setting {key} names {table} {number}, which does not exist"
                yield Violation("setting", f"{store} {key}", message, {"value": value}, inherited=same)


def _image_sizes(context: Context) -> Iterator[Violation]:
    target = Shop(context.target)
    kinds = {f"config_image_{name}" for name in IMAGE_SIZES}
    installed = {str(row["key"]) for row in context.original("setting") if str(row["key"]).startswith("config_image_")}
    for key in sorted(installed | {f"{kind}_{side}" for kind in kinds for side in ("width", "height")}):
        value = target.value(0, key) or ""
        if not (value.isdecimal() and int(value)):
            message = f"The picture size {key} is “{value}”; OpenCart 4 needs a number above 0"
            yield Violation("setting", f"0 {key}", message, {"value": value})


def _subscription_statuses(context: Context) -> Iterator[Violation]:
    yield from violations(context, [without_text(context, "subscription_status")])


INVARIANTS = (
    Invariant(8, "address formats", "Every country has an address format", _address_formats),
    Invariant(
        9,
        "names of places",
        "Every country and region has a name in every language",
        _places,
        lambda context: context.target_has("country_description"),
    ),
    Invariant(10, "regions and taxes", "Regions, geo zones and taxes refer to each other", _references),
    Invariant(11, "settings", "What the settings name exists", _settings),
    Invariant(12, "picture sizes", "Every picture size is set", _image_sizes),
    Invariant(
        13, "subscription statuses", "Every subscription status has a name in every language", _subscription_statuses
    ),
)
