"""SEO URLs (data-map 3.2); part of the other_data step.

A product's row follows a fixed rule and is left to the database; categories, routes, contested keywords and whatever
needs a second look pass through ``SeoPlan`` one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, groupby
from typing import Any

from sqlalchemy import BigInteger, LargeBinary, and_, case, cast, exists, func, not_, or_, select

from migrator.engine.batches import batches
from migrator.engine.context import Context
from migrator.engine.tablemap import Expr, Part, Range, Row, Scope, TableMap, computed
from steps import facts
from steps.convert.redirect_map import Redirect, RedirectMap
from steps.convert.seo import SeoPlan, entity_of

__all__ = ["SEO_URL", "redirects"]

ENTITIES = {"product_id": ("product", 1), "manufacturer_id": ("manufacturer", 0), "information_id": ("information", 0)}
PLAIN_QUERY = "^(product_id|manufacturer_id|information_id)=[1-9][0-9]{0,8}$"
PLAIN_KEYWORD = "^[A-Za-z0-9_-]{1,64}$"
WINDOW = 250
"""For so many rows at a time it is looked up what they refer to."""


def seo_plan(context: Context) -> SeoPlan:
    """Return what decides about the rows that need a second look."""

    def find() -> SeoPlan:
        plan = SeoPlan(
            facts.target(context),
            stores=tuple(facts.stores(context)),
            languages={int(row["language_id"]): row["code"] for row in facts.languages(context)},
            paths=facts.paths(context),
            anchors=_anchors(context),
            exists=lambda store, keyword: _exists(context, store, keyword),
            contested=_contested_rows(context),
            entities=_entities(context),
        )
        for note in plan.added_notes:
            context.note(note)
        return plan

    return context.fact("seo_plan", find)


class _Ids:
    """The ids of a table: there may be millions and few are asked for, so each window of rows looks up its own."""

    def __init__(self, context: Context, table: str, key: str) -> None:
        self.context, self.table, self.key = context, table, key
        self._known: dict[int, bool] = {}

    def look_up(self, numbers: Iterable[int]) -> None:
        """Find out with one question which of these ids are there, and forget those of the last window."""
        self._known = dict.fromkeys(numbers, False)
        if self._known:
            found = self.context.select(
                lambda t: select(t.c[self.key]).where(t.c[self.key].in_(self._known)), self.table
            )
            self._known.update((int(row[self.key]), True) for row in found)

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, int):
            return False
        if number not in self._known:
            self.look_up([number])
        return self._known[number]


def _entities(context: Context) -> Mapping[str, _Ids]:
    return context.fact(
        "seo_entities", lambda: {key: _Ids(context, table, key) for key, (table, _) in ENTITIES.items()}
    )


def _look_up(context: Context, rows: Iterable[Row]) -> None:
    numbers: dict[str, set[int]] = {key: set() for key in ENTITIES}
    for row in rows:
        entity = entity_of(str(row["query"]))
        if entity and entity[0] in numbers:
            numbers[entity[0]].add(entity[1])
    for key, ids in _entities(context).items():
        ids.look_up(numbers[key])


def _anchors(context: Context) -> Iterator[Row]:
    table = context.source.table("seo_url")
    return context.stream_of(select(*table.c).where(_is_anchor(table)).order_by(table.c.seo_url_id))


def _is_anchor(table: Any) -> Expr:
    return or_(table.c.query.like("category_id=%"), not_(table.c.query.like("%=%")))


def _exists(context: Context, store: int, keyword: str) -> bool:
    def is_there(condition: Callable[[Any], Expr]) -> bool:
        return bool(
            context.select(
                lambda t: select(t.c.seo_url_id).where(t.c.store_id == store, condition(t)).limit(1), "seo_url"
            )
        )

    return is_there(lambda t: t.c.keyword == keyword) or (
        _has_chains(context) and is_there(lambda t: t.c.keyword.endswith("/" + keyword, autoescape=True))
    )


def _has_chains(context: Context) -> bool:
    """Whether any keyword has a slash: no index helps to find the end of a keyword."""
    return context.fact(
        "seo_chains",
        lambda: bool(
            context.select(lambda t: select(t.c.seo_url_id).where(t.c.keyword.like("%/%")).limit(1), "seo_url")
        ),
    )


def _last(t: Any) -> Expr:
    return func.substring_index(t.c.keyword, "/", -1)


def _contested_rows(context: Context) -> list[Row]:
    """Return the rows whose keyword stands for several things in one store."""

    def find() -> list[Row]:
        groups = context.select(
            lambda t: (
                select(t.c.store_id, _last(t).label("last"))
                .where(t.c.keyword != "")
                .group_by(t.c.store_id, _last(t))
                .having(func.count(func.distinct(t.c.query)) > 1)
            ),
            "seo_url",
        )
        rows: list[Row] = []
        for group in groups:
            rows.extend(
                dict(row)
                for row in context.select(
                    lambda t, group=group: select(*t.c).where(
                        t.c.store_id == group["store_id"], _last(t) == group["last"]
                    ),
                    "seo_url",
                )
            )
        return rows

    return context.fact("seo_contested", find)


def _is_plain(s: Scope) -> Expr:
    """Return whether the database alone can convert a row."""
    contested = [row["seo_url_id"] for row in _contested_rows(s.context)]
    number = func.substring_index(s.c.query, "=", -1)
    there = []
    for key, (table, _) in ENTITIES.items():
        entity = s.other(table)
        there.append(and_(s.c.query.like(f"{key}=%"), exists().where(entity.c[key] == cast(number, BigInteger()))))
    return and_(
        s.c.query.op("REGEXP")(PLAIN_QUERY),
        s.c.keyword.op("REGEXP")(PLAIN_KEYWORD),
        s.c.store_id.in_(facts.stores(s.context)),
        s.c.language_id.in_([row["language_id"] for row in facts.languages(s.context)]),
        or_(*there),
        *([s.c.seo_url_id.notin_(contested)] if contested else []),
    )


def _key(s: Scope) -> Expr:
    return func.substring_index(s.c.query, "=", 1)


def _special_rows(context: Context, chunk: Range) -> Iterator[Row]:
    """Yield the rows of a chunk that the database cannot convert alone."""
    scope = Scope(context, "seo_url", None)
    statement = select(*scope.c).where(not_(func.coalesce(_is_plain(scope), 0) == 1), *chunk.where(scope.c.seo_url_id))
    plan = seo_plan(context)
    for window in batches(context.stream_of(statement.order_by(scope.c.seo_url_id)), WINDOW):
        _look_up(context, window)
        for row in window:
            converted = plan.convert(row)
            for note in converted.notes:
                context.note(note)
            if converted.value is not None:
                yield converted.value


def _offset(context: Context) -> int:
    return context.maximum("seo_url", "seo_url_id")


def _added_rows(context: Context, _: Range) -> Iterable[Row]:
    return seo_plan(context).added(_offset(context) + 1)


SEO_URL = TableMap(
    "seo_url",
    (
        Part(
            "seo_url",
            {
                "key": computed(
                    "what stands before “=” in query; “path” for categories, “route” for pages", _key, "query"
                ),
                "value": computed(
                    "what follows; the ids from the root for categories, the new route for pages",
                    lambda s: func.substring_index(s.c.query, "=", -1),
                    "query",
                ),
                "sort_order": computed(
                    "1 for products, −1 for pages, else 0",
                    lambda s: case((s.c.query.like("product_id=%"), 1), else_=0),
                ),
            },
            where=_is_plain,
            rows=_special_rows,
            text="keywords of categories are joined with those of their parents",
        ),
        Part(
            rows=_added_rows,
            offset=_offset,
            reads=("seo_url",),
            text="and the rows for languages and pages that OpenCart 4 needs, for every store and language",
        ),
    ),
)


def redirects(context: Context) -> Iterator[Redirect]:
    """Yield where every path of the old shop is found in the new one."""
    languages = {row["code"]: int(row["language_id"]) for row in facts.languages(context)}
    default = languages.get(facts.default_language(context), min(languages.values(), default=0))
    chosen = {
        store: languages.get(facts.config(context, "config_language", store), default)
        for store in facts.stores(context)
    }
    redirect_map = RedirectMap(seo_plan(context), chosen)
    groups = groupby(_friendly_rows(context), key=lambda row: (row["store_id"], row["query"]))
    for window in batches((list(group) for _, group in groups), WINDOW):
        _look_up(context, chain.from_iterable(window))
        categories = _categories_of(context, window)
        for rows in window:
            yield from redirect_map.of_thing(rows, categories.get(rows[0]["query"], ()))


def _friendly_rows(context: Context) -> Iterator[Row]:
    """Yield the rows of categories, routes, products, makers and pages, those of one thing in one store together."""
    table = context.source.table("seo_url")
    thing = cast(table.c.query, LargeBinary())
    return context.stream_of(
        select(*table.c)
        .where(or_(_is_anchor(table), table.c.query.op("REGEXP")(PLAIN_QUERY)), table.c.keyword != "")
        .order_by(table.c.store_id, thing, table.c.seo_url_id)
    )


def _categories_of(context: Context, things: Iterable[list[Row]]) -> dict[str, list[int]]:
    """Return query → the categories of the product that it names."""
    entities = {rows[0]["query"]: entity_of(str(rows[0]["query"])) for rows in things}
    products = {found[1]: query for query, found in entities.items() if found and found[0] == "product_id"}
    categories: dict[str, list[int]] = {}
    if products:
        rows = context.select(
            lambda t: (
                select(t.c.product_id, t.c.category_id)
                .where(t.c.product_id.in_(products))
                .order_by(t.c.product_id, t.c.category_id)
            ),
            "product_to_category",
        )
        for row in rows:
            categories.setdefault(products[int(row["product_id"])], []).append(int(row["category_id"]))
    return categories
