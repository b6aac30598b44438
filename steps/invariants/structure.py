"""Structure and texts: invariants 1 to 7 (data-map 6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Select, func, or_, select

from migrator.engine.context import Context
from migrator.engine.invariants import Invariant, Violation
from migrator.engine.tablemap import Expr
from steps import facts
from steps.invariants.find import Comparison, Find, differences, violations
from steps.invariants.origins import Origin, identity, migrated_tables, origins
from steps.invariants.references import Reference, broken
from steps.invariants.shop import Shop
from steps.invariants.texts import entity_of, without_text
from steps.rules import SALT

__all__ = ["INVARIANTS"]

PLACES = frozenset({"country_description", "zone_description"})
"""Descriptions that OpenCart 4.1 has and OpenCart 3 has not: invariant 9."""

WITH_META_TITLE = ("category_description", "product_description", "information_description")

REWRITTEN = frozenset(
    {
        "address_format", "api", "cart", "category_path", "category_to_layout", "customer_wishlist", "extension",
        "information_to_layout", "layout", "layout_module", "layout_route", "module", "order_history",
        "order_product", "product_bestseller", "product_discount", "product_to_layout", "seo_url", "setting", "statistics",
        "subscription_option", "subscription_status", "user", "user_group",
    }
)  # fmt: skip
"""Tables with rows of their own, or without some of the source's (data-map 2)."""

JSON_COLUMNS = (
    *(
        (table, column, True)
        for table, columns in {
            "address": ("custom_field",),
            "cart": ("option",),
            "customer": ("custom_field",),
            "customer_activity": ("data",),
            "customer_affiliate": ("custom_field",),
            "order": ("custom_field", "payment_custom_field", "shipping_custom_field", "shipping_method"),
            "product": ("override", "variant"),
            "subscription": ("payment_method", "shipping_method"),
            "user_group": ("permission",),
        }.items()
        for column in columns
    ),
    ("module", "setting", False),
    ("order", "payment_method", False),
)
"""(table, column, whether it may be empty)."""

METHODS = frozenset({"payment_method", "shipping_method"})


def _descriptions(context: Context) -> list[str]:
    return [
        table
        for table in context.target.schema
        if table.endswith("_description") and entity_of(table)[0] in context.target.schema
    ]


def _languages(context: Context) -> Iterator[Violation]:
    tables = [table for table in _descriptions(context) if table not in PLACES]
    yield from violations(context, (without_text(context, table) for table in tables))
    yield from broken(
        context,
        (
            reference
            for table in tables
            for entity, key in (entity_of(table),)
            for reference in (Reference(table, key, entity), Reference(table, "language_id", "language"))
        ),
    )


def _names(context: Context) -> Iterator[Violation]:
    tables = _descriptions(context)
    columns = [
        (table, column)
        for table in tables
        for column in ("name", "title")
        if context.target_has(table, column) and not (column == "name" and context.target_has(table, "title"))
    ]
    yield from violations(context, (_empty(context, table, column) for table, column in columns))
    for table in WITH_META_TITLE:
        name = next(column for other, column in columns if other == table)
        yield from violations(context, [_empty(context, table, "meta_title", instead=name)])


def _empty(context: Context, table: str, column: str, *, instead: str = "") -> Find:
    """Return the search for empty texts; in the source ``instead``, which stands in for them, is empty too."""
    keys = identity(context, table)

    def statement(tables: Any, origin: Origin, *columns: str) -> Select[Any]:
        found = tables(origin.table)
        return select(*(origin.column(found, key).label(key) for key in keys)).where(
            *(func.coalesce(origin.column(found, name), "") == "" for name in columns)
        )

    columns = (column, instead) if instead else (column,)
    return Find(
        table,
        keys,
        statement(context.target.table, Origin(table, {}, "", 0), column),
        lambda row: f"{table} {', '.join(str(row[key]) for key in keys)} has an empty {column}",
        lambda: (
            statement(context.source.table, origin, *columns)
            for origin in origins(context, table)
            if origin.has(context, *keys, *columns)
        ),
    )


def _keys(context: Context) -> Iterator[Violation]:
    yield from differences(context, _with_same_keys(context))


def _with_same_keys(context: Context) -> Iterator[Comparison]:
    for table in migrated_tables(context):
        key = context.target.schema[table].primary_key if table in context.target.schema else ()
        found = origins(context, table)
        if table in REWRITTEN or not _are_numbers(context, table, key):
            continue
        if all(origin.has(context, *key) for origin in found) and found:
            yield _same_keys(context, table, key, found[0])


def _are_numbers(context: Context, table: str, columns: tuple[str, ...]) -> bool:
    info = context.target.schema.tables.get(table)
    return bool(columns) and info is not None and all(info.columns[name].kind == "integer" for name in columns)


def _same_keys(context: Context, table: str, key: tuple[str, ...], origin: Origin) -> Comparison:
    old, new = context.source.table(origin.table), context.target.table(table)
    return Comparison(
        table,
        key,
        select(*(new.c[name] for name in key)),
        (select(*(origin.column(old, name).label(name) for name in key)),),
        "a key",
    )


def _nulls(context: Context) -> Iterator[Violation]:
    yield from violations(context, (find for table in migrated_tables(context) for find in _null(context, table)))


def _null(context: Context, table: str) -> Iterable[Find]:
    info = context.target.schema.tables.get(table)
    names = [name for name, column in info.columns.items() if column.nullable and name != SALT.name] if info else []
    if info is None or not names or not _are_numbers(context, table, info.primary_key):
        return
    found = context.target.table(table)
    empty = [found.c[name].is_(None).label(f"null {name}") for name in names]
    yield Find(
        table,
        info.primary_key,
        select(*(found.c[name] for name in info.primary_key), *empty).where(
            or_(*(found.c[n].is_(None) for n in names))
        ),
        lambda row: (
            f"{table} {', '.join(str(row[key]) for key in info.primary_key)} has no value in "
            f"{', '.join(name for name in names if row[f'null {name}'])}: OpenCart 4 would not find it"
        ),
    )


def _default_language(context: Context) -> Iterator[Violation]:
    target, source = Shop(context.target), Shop(context.source)
    codes = [row["code"] for row in target.rows("language")]
    old = [row["code"] for row in source.rows("language")]
    for row in target.rows("language"):
        if not row["code"] or codes.count(row["code"]) > 1:
            message = f"The language {row['language_id']} has the code “{row['code']}”, which another language has too"
            same = old.count(row["code"]) > 1 or (not row["code"] and "" in old)
            yield Violation("language", str(row["language_id"]), message, {"code": row["code"]}, inherited=same)
    line = facts.target(context).line
    keys = {
        "config_language_catalog" if line == "4.1" else "config_language": "config_language",
        "config_language_admin": "config_admin_language",
    }
    for key, old_key in keys.items():
        for store, code in target.values(key):
            if not target.is_enabled_language(code):
                same = source.value(store, old_key) == code and not source.is_enabled_language(code)
                message = f"The language “{code}” of the setting {key} does not exist or is switched off"
                yield Violation("setting", f"{store} {key}", message, {"value": code}, inherited=same)
        if target.value(0, key) is None:
            yield Violation("setting", f"0 {key}", f"The setting {key} is missing")


def _default_currency(context: Context) -> Iterator[Violation]:
    target, source = Shop(context.target), Shop(context.source)
    key = "config_currency"
    for store, code in target.values(key) or [(0, "")]:
        # All prices are in the default store's currency; another store only shows them in its own.
        is_base = store == 0
        if not target.is_enabled_currency(code, is_base=is_base):
            same = source.value(store, key) == code and not source.is_enabled_currency(code, is_base=is_base)
            message = f"The currency “{code}” of the setting {key} does not exist, is switched off or has a wrong value"
            yield Violation("setting", f"{store} {key}", message, {"value": code}, inherited=same)


def _json(context: Context) -> Iterator[Violation]:
    has_texts = context.target_has("order", "payment_code")
    finds = [
        _unreadable(context, table, column, may_be_empty=may_be_empty)
        for table, column, may_be_empty in JSON_COLUMNS
        if context.target_has(table, column) and not (column in METHODS and has_texts)
    ]
    setting = context.target.table("setting")
    listed = _unreadable(context, "setting", "value", setting.c.serialized == 1, may_be_empty=False)
    yield from violations(context, [*finds, listed])


def _unreadable(context: Context, table: str, column: str, *where: Expr, may_be_empty: bool) -> Find:
    found = context.target.table(table)
    key = context.target.schema[table].primary_key
    text = found.c[column]
    allowed = [text != ""] if may_be_empty else []
    return Find(
        table,
        key,
        select(*(found.c[name] for name in key)).where(
            *where, *allowed, or_(func.json_valid(text) == 0, text.like("a:%"))
        ),
        lambda row: (
            f"{table} {', '.join(str(row[name]) for name in key)}: {column} is not the JSON that OpenCart 4 reads"
        ),
    )


INVARIANTS = (
    Invariant(1, "texts in every language", "Everything that has texts has them once in every language", _languages),
    Invariant(2, "names", "Nothing has an empty name or title", _names),
    Invariant(3, "the same keys", "Every row that is copied has arrived under its number, and no other", _keys),
    Invariant(4, "no missing values", "No value is missing that OpenCart compares with", _nulls),
    Invariant(
        5, "languages", "The shop's languages have codes, and its default language is switched on", _default_language
    ),
    Invariant(
        6, "currency", "The shop's default currency exists, is switched on and has the value 1", _default_currency
    ),
    Invariant(7, "JSON", "Lists and options are stored in the form that OpenCart 4 reads", _json),
)
