"""Friendly addresses: invariants 26 to 31 (data-map 6)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import and_, exists, func, not_, or_, select

from migrator.engine.context import Context
from migrator.engine.invariants import Invariant, Violation
from steps import facts
from steps.convert.routes import GONE_IN_4_1, RENAMED, VOUCHERS
from steps.convert.shipped import shipped_code
from steps.convert.target import Target
from steps.invariants.find import Find, violations
from steps.invariants.shop import Shop

__all__ = ["INVARIANTS", "is_old_route"]

ENTITIES = {"product_id": "product", "manufacturer_id": "manufacturer", "information_id": "information"}
INDEXED = 191
"""So many characters fit into the index of a derived table on every server."""
PAGES = ("product/product", "product/category", "information/information")


def _url(context: Context) -> Any:
    return context.target.table("seo_url").alias()


def _keywords(context: Context) -> Iterator[Violation]:
    url, other = _url(context), _url(context)
    # Grouped once: to look for another row beside each would be quadratic where no index fits.
    contested = (
        select(other.c.store_id, other.c.keyword)
        .group_by(other.c.store_id, other.c.keyword)
        .having(or_(func.min(other.c.key) != func.max(other.c.key), func.min(other.c.value) != func.max(other.c.value)))
        .subquery()
    )
    statement = select(url.c.seo_url_id, url.c.store_id, url.c.keyword).select_from(
        contested.join(url, and_(url.c.store_id == contested.c.store_id, url.c.keyword == contested.c.keyword))
    )
    yield from violations(
        context,
        [
            Find(
                "seo_url",
                ("seo_url_id",),
                statement,
                lambda row: f"“{row['keyword']}” is the address of several things in the store {row['store_id']}",
            )
        ],
    )


def _endings(context: Context) -> Iterator[Violation]:
    """OpenCart 4 takes the first row whose keyword is a part of the address, or ends with ``/`` and it."""
    url, long = _url(context), _url(context)
    ending = func.substring_index(long.c.keyword, "/", -1)
    # Grouped, so that the server makes a table of them, and with a start short enough for it to look up by an index.
    chains = (
        select(
            long.c.store_id,
            long.c.key,
            long.c.value,
            ending.label("ending"),
            func.substr(ending, 1, INDEXED).label("start"),
            func.min(long.c.keyword).label("keyword"),
        )
        .where(long.c.keyword.like("%/%"))
        .group_by(long.c.store_id, long.c.key, long.c.value, ending)
        .subquery()
    )
    same_start = and_(url.c.store_id == chains.c.store_id, func.substr(url.c.keyword, 1, INDEXED) == chains.c.start)
    statement = (
        select(url.c.seo_url_id, url.c.keyword, func.min(chains.c.keyword).label("chain"))
        .select_from(chains.join(url, same_start))
        .where(url.c.keyword == chains.c.ending, or_(url.c.key != chains.c.key, url.c.value != chains.c.value))
        .group_by(url.c.seo_url_id, url.c.keyword)
    )
    yield from violations(
        context,
        [
            Find(
                "seo_url",
                ("seo_url_id",),
                statement,
                lambda row: f"“{row['keyword']}” is also the end of the address “{row['chain']}” of something else",
            )
        ],
    )


def _category_paths(context: Context) -> Iterator[Violation]:
    url, path = _url(context), context.target.table("category_path")
    with context.target.connect() as connection:
        rows = connection.execute(
            select(path.c.category_id, path.c.path_id).order_by(path.c.category_id, path.c.level)
        ).all()
        paths = {
            category: "_".join(str(ancestor) for _, ancestor in group)
            for category, group in groupby(rows, key=lambda row: row[0])
        }
        found = connection.execute(
            select(url.c.seo_url_id, url.c.value, url.c.keyword).where(url.c.key == "path").order_by(url.c.seo_url_id)
        ).all()
    for number, value, keyword in found:
        last = value.rpartition("_")[2]
        if not last.isdecimal() or paths.get(int(last)) != value:
            message = f"The address “{keyword}” stands for {value}, which is not the way to a category"
        elif keyword.count("/") > value.count("_"):
            message = f"The address “{keyword}” has more parts than the way to its category, {value}"
        else:
            continue
        yield Violation("seo_url", str(number), message, {"value": value, "keyword": keyword})


def _entities(context: Context) -> Iterator[Violation]:
    url = _url(context)
    columns = (url.c.seo_url_id, url.c.key, url.c.value, url.c.keyword)
    yield from violations(
        context,
        [
            *(
                Find(
                    "seo_url",
                    ("seo_url_id",),
                    select(*columns).where(url.c.key == key, _names_nothing(context, url, table)),
                    lambda row: (
                        f"The address “{row['keyword']}” is that of {row['key']} {row['value']}, which does not exist"
                    ),
                )
                for key, table in ENTITIES.items()
            ),
            Find(
                "seo_url",
                ("seo_url_id",),
                select(*columns).where(func.coalesce(url.c.keyword, "") == ""),
                lambda row: f"{row['key']} {row['value']} has an empty address",
            ),
        ],
    )


def _names_nothing(context: Context, url: Any, table: str) -> Any:
    entity = context.target.table(table)
    is_number = url.c.value.op("REGEXP")("^[1-9][0-9]{0,9}$")
    return not_(and_(is_number, exists().where(entity.c[f"{table}_id"] == url.c.value + 0)))


def _needed_rows(context: Context) -> Iterator[Violation]:
    url, shop = _url(context), Shop(context.target)
    with context.target.connect() as connection:
        there = {
            (int(store), int(language), key, value)
            for store, language, key, value in connection.execute(
                select(url.c.store_id, url.c.language_id, url.c.key, url.c.value).where(
                    url.c.key.in_(("language", "route"))
                )
            )
        }
    needed = [
        *(("language", str(row["code"])) for row in shop.rows("language")),
        *(("route", page) for page in PAGES),
    ]
    for store in shop.stores:
        for language in sorted(shop.ids("language")):
            for key, value in needed:
                if (store, language, key, value) not in there:
                    message = f"The store {store} has no address for the {key} {value} in the language {language}"
                    yield Violation("seo_url", f"{store} {language} {key} {value}", message)


def is_old_route(route: str, target: Target) -> bool:
    """Return whether a storefront route is written as in OpenCart 3, or as another OpenCart 4 writes it (data-map 3.5)."""
    separator = "|" if target.separator == "." else "."
    stem = route.removesuffix("%").rstrip("/")
    parts = stem.split("/")
    if separator in route or stem in RENAMED or stem in VOUCHERS or stem.startswith("affiliate/"):
        return True
    if parts[0] == "extension":
        return len(parts) > 2 and shipped_code(parts[1], parts[2], has_vouchers=True) is not None
    return len(parts) > 2


def _routes(context: Context) -> Iterator[Violation]:
    target, source = facts.target(context), Shop(context.source)
    url = context.target.table("seo_url")
    with context.target.connect() as connection:
        pages = connection.execute(select(url.c.seo_url_id, url.c.value).where(url.c.key == "route")).all()
    shop = Shop(context.target)
    routes = [
        *(("seo_url", int(number), str(value)) for number, value in pages),
        *(
            (table, int(row[f"{table}_id"]), str(row["route"]))
            for table in ("layout_route", "translation")
            for row in shop.rows(table)
        ),
    ]
    gone = GONE_IN_4_1 if target.line == "4.1" else frozenset()
    # A page that OpenCart 4 does not have cannot be renamed: its translation, which does no harm, stays.
    kept = {
        ("translation", int(r["translation_id"]), r["route"]) for r in source.rows("translation") if r["route"] in gone
    }
    for table, number, route in routes:
        if is_old_route(route, target):
            message = f"{table} {number}: “{route}” is not how OpenCart 4 writes the page"
            yield Violation(table, str(number), message, {"route": route}, inherited=(table, number, route) in kept)


INVARIANTS = (
    Invariant(26, "addresses", "In each store an address leads to one thing only", _keywords),
    Invariant(27, "ends of addresses", "No address is the end of the address of something else", _endings),
    Invariant(28, "addresses of categories", "The address of a category is the way to it", _category_paths),
    Invariant(29, "what addresses lead to", "No address is empty or leads to something that does not exist", _entities),
    Invariant(
        30, "addresses of pages", "Every store has the addresses that OpenCart 4 builds all others from", _needed_rows
    ),
    Invariant(31, "routes", "Every page is named as OpenCart 4 names it", _routes),
)
