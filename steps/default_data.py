"""Step 1: languages, currencies, countries, taxes, statuses and everything else that other tables refer to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import literal_column

from migrator.engine.context import Context
from migrator.engine.notes import Note
from migrator.engine.step import Step
from migrator.engine.tablemap import Expr, Part, Range, Row, Scope, TableMap, computed, renamed, table_map, value
from steps import facts
from steps.convert.addresses import AddressFormats, convert_address_formats
from steps.convert.urls import store_url
from steps.order_columns import decimal_places

DATES_41 = dict.fromkeys(("date_added", "date_modified"), "OpenCart 4.1 does not keep it")


def _decimal_place(s: Scope) -> Any:
    if s.context.target.schema["currency"].columns["decimal_place"].kind != "integer":
        return s.c.decimal_place
    return decimal_places(s.c.decimal_place)


def address_formats(context: Context) -> AddressFormats:
    """Return the address formats that the source's countries need (data-map 3.8)."""

    def find() -> AddressFormats:
        countries = [
            (int(row["country_id"]), row["address_format"])
            for row in context.rows("country", "country_id", "address_format")
        ]
        return convert_address_formats(countries, context.original("address_format"))

    return context.fact("address_formats", find)


def _countries(context: Context, _: Range) -> Iterable[Row]:
    formats = address_formats(context).by_country
    for row in context.rows("country"):
        yield {**row, "address_format_id": formats[int(row["country_id"])]}


def _address_formats(context: Context, _: Range) -> Iterable[Row]:
    return [*context.original("address_format"), *address_formats(context).rows]


def _stores(context: Context, _: Range) -> Iterable[Row]:
    for row in context.rows("store"):
        secure = facts.config(context, "config_secure", int(row["store_id"])) == "1"
        yield {**row, "url": store_url(row["url"], row["ssl"], is_secure=secure)}


def _subscription_statuses(context: Context, _: Range) -> Iterable[Row]:
    fresh = context.original("subscription_status")
    default = min((row["language_id"] for row in fresh), default=0)
    for row in fresh:
        if row["language_id"] == default:
            for language in facts.languages(context):
                yield {**row, "language_id": language["language_id"]}


def _language_names(target: str, source: str) -> TableMap:
    """Return the map of a 4.1 description table that repeats the source's name for every language."""
    key = f"{source}_id"

    def language(s: Scope) -> Expr:
        return s.joined("language", lambda: s.other("language")).c.language_id  # type: ignore[no-any-return]

    def cross(s: Scope) -> Expr:
        other = s.joined("language", lambda: s.other("language"))
        return s.main.join(other, literal_column("1") == literal_column("1"))  # type: ignore[return-value]

    return table_map(
        target,
        source,
        columns={"language_id": computed("every language", language), "name": renamed("name")},
        key=key,
        joins=cross,
        text="the source's name, repeated for every language: 4.1 finds a place only by its name in the language",
    )


def _remarks(context: Context) -> None:
    known = {row["code"] for row in context.original("language")}
    for row in facts.languages(context):
        if row["code"] not in known:
            context.note(
                Note(
                    "language_files",
                    "language",
                    str(row["language_id"]),
                    f"The language “{row['name']}” ({row['code']}) needs its OpenCart 4 language pack; without it the "
                    "shop shows English texts of its own in this language",
                    {"code": row["code"], "name": row["name"]},
                )
            )
    for row in context.rows("currency", "currency_id", "code", "decimal_place"):
        if not str(row["decimal_place"] or "").isdigit():
            context.note(
                Note(
                    "decimal_place",
                    "currency",
                    str(row["currency_id"]),
                    f"The currency {row['code']} had no number of decimal places and got 2",
                    dict(row),
                )
            )


STEP = Step(
    step_id="default_data",
    name="Default Data Migration",
    description="Languages, currencies, countries, zones, taxes, statuses, customer groups, stores",
    category="core",
    depends_on=(),
    tables=(
        "language",
        "currency",
        "country",
        "zone",
        "geo_zone",
        "zone_to_geo_zone",
        "customer_group",
        "customer_group_description",
        "custom_field",
        "custom_field_customer_group",
        "custom_field_description",
        "custom_field_value",
        "custom_field_value_description",
        "order_status",
        "stock_status",
        "return_action",
        "return_reason",
        "return_status",
        "tax_class",
        "tax_rate",
        "tax_rate_to_customer_group",
        "tax_rule",
        "weight_class",
        "weight_class_description",
        "length_class",
        "length_class_description",
        "store",
        "location",
    ),
    maps=(
        table_map(
            "language",
            columns={"extension": value("", "the language pack's own name, when one is installed")},
            dropped={
                "image": "OpenCart 4 shows no flag of this file",
                "directory": "OpenCart 4 finds the texts by the code",
            },
        ),
        table_map(
            "currency",
            columns={
                "decimal_place": computed(
                    "decimal_place as a number, 2 where it is none", _decimal_place, "decimal_place"
                )
            },
        ),
        TableMap(
            "address_format",
            (
                Part(
                    rows=_address_formats,
                    reads=("country",),
                    text="the target's formats, then the countries' own texts",
                ),
            ),
        ),
        TableMap(
            "country",
            (
                Part(
                    rows=_countries,
                    reads=("country",),
                    dropped={"name": "moved to country_description", "address_format": "moved to address_format"},
                    text="address_format_id is the row of address_format with the country's text",
                ),
            ),
        ),
        _language_names("country_description", "country"),
        table_map("zone", dropped={"name": "moved to zone_description"}),
        _language_names("zone_description", "zone"),
        table_map("geo_zone", dropped=DATES_41),
        table_map("zone_to_geo_zone", dropped=DATES_41),
        table_map("customer_group"),
        table_map("customer_group_description"),
        table_map("custom_field"),
        table_map("custom_field_customer_group"),
        table_map("custom_field_description"),
        table_map("custom_field_value"),
        table_map("custom_field_value_description"),
        table_map("order_status"),
        table_map("stock_status"),
        table_map("return_action"),
        table_map("return_reason"),
        table_map("return_status"),
        TableMap(
            "subscription_status",
            (Part(rows=_subscription_statuses, reads=("language",), text="the target's names, for every language"),),
        ),
        table_map("tax_class", dropped=DATES_41),
        table_map("tax_rate", dropped=DATES_41),
        table_map("tax_rate_to_customer_group"),
        table_map("tax_rule"),
        table_map("weight_class"),
        table_map("weight_class_description"),
        table_map("length_class"),
        table_map("length_class_description"),
        TableMap(
            "store",
            (
                Part(
                    rows=_stores,
                    reads=("store",),
                    dropped={"ssl": "merged into url"},
                    text="url is ssl where the store is secure, with a slash at the end",
                ),
            ),
        ),
        table_map("location", dropped={"fax": "OpenCart 4 has no fax numbers"}),
    ),
    remarks=(_remarks,),
)

__all__ = ["STEP", "address_formats"]
