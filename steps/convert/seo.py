"""Friendly addresses: OpenCart 3's ``seo_url`` rows as OpenCart 4 reads them (data-map 3.2)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any

from steps.convert.keywords import ALLOWED, Exists, Keywords
from steps.convert.notes import Converted, Note, Row
from steps.convert.routes import storefront_route
from steps.convert.target import Target

__all__ = ["SeoPlan", "entity_of", "is_anchor"]

ENTITIES = {"product_id": 1, "manufacturer_id": 0, "information_id": 0}
"""Key that names a row of a table → its place in an address (``sort_order``)."""

PAGES = (
    ("product/product", "product", -1),
    ("product/category", "catalog", -1),
    ("product/manufacturer", "brands", -1),
    ("product/manufacturer.info", "brand", -2),
    ("information/information", "information", -1),
    ("information/information.info", "info", 0),
)
BLOG_PAGES = (("cms/blog", "blog", -1), ("cms/blog.info", "article", -1))

MAX_VALUE = 255


def is_anchor(query: str) -> bool:
    """Tell whether a source row is a part of other addresses: a category or a route."""
    return query.startswith("category_id=") or "=" not in query


def entity_of(query: str) -> tuple[str, int] | None:
    """Return ``("product_id", 42)`` for the query of a product, likewise for the other tables; else None."""
    key, _, number = query.partition("=")
    return (key, int(number)) if (key in ENTITIES or key == "category_id") and number.isdecimal() else None


class SeoPlan:
    """What must be known before the first row; the rows themselves go by as a stream.

    * ``stores``: all store ids with 0; ``languages``: language_id → code; ``paths``: see ``category_paths``.
    * ``anchors``: the source rows whose query ``is_anchor``, in the order of their ids.
    * ``contested`` and ``exists``: see ``Keywords``.
    * ``entities``: ``product_id``, ``manufacturer_id``, ``information_id`` → the ids that exist; rows of a key that
      is absent here are believed.

    Memory is needed for the anchors and the contested rows only.
    """

    def __init__(
        self,
        target: Target,
        *,
        stores: tuple[int, ...],
        languages: Mapping[int, str],
        paths: Mapping[int, tuple[int, ...]],
        anchors: Iterable[Row],
        exists: Exists,
        contested: Iterable[Row] = (),
        entities: Mapping[str, Container[int]] | None = None,
    ) -> None:
        self.target, self.stores, self.languages = target, stores, languages
        self.paths = paths
        self._entities = entities or {}
        self._keywords = Keywords(exists, contested)
        self._exists = exists
        self._categories: dict[tuple[int, int], dict[int, str]] = {}
        self._changed: set[tuple[int, int, int]] = set()
        self._routes: dict[tuple[int, int, str], str] = {}
        self._read(anchors)
        self._language_keywords: dict[tuple[int, str], str] = {}
        self._added: list[dict[str, Any]] = []
        self.added_notes: list[Note] = []
        """Which added rows could not have their usual keyword."""
        for store in stores:
            self._add_rows(store)

    # -- rows -------------------------------------------------------------------------------------

    def convert(self, row: Row) -> Converted[dict[str, Any] | None]:
        """Return the target's row for one source row, or None, with a note when something is lost."""
        old = str(row["keyword"] or "")
        if not old:
            return Converted(None)
        reason = self._missing(row)
        if reason:
            return Converted(None, (_note("dropped_keyword", row, f"The address “{old}” was left out: {reason}."),))
        notes: list[Note] = []
        key, value, sort_order = self._meaning(row, notes)
        if value is None:
            return Converted(None, tuple(notes))
        own = self._keywords.of(row)
        if own != old:
            message = f"The address “{old}” became “{own}”: it must be without slash and stand for one thing only."
            notes.append(_note("changed_keyword", row, message))
        if not ALLOWED[self.target.line].fullmatch(own):
            message = f"The address “{own}” works, but OpenCart 4's forms want it changed before they save."
            notes.append(_note("keyword_characters", row, message))
        keyword = own
        if key == "path":
            keyword = self._chain(row["store_id"], row["language_id"], int(value.rpartition("_")[2]), own)
            if keyword == own and "_" in value and self._is_too_long(row, value):
                message = f"The address “{own}” was kept without those of its parents: together they are too long."
                notes.append(_note("short_keyword", row, message))
        converted = {
            "seo_url_id": row["seo_url_id"],
            "store_id": row["store_id"],
            "language_id": row["language_id"],
            "key": key,
            "value": value,
            "keyword": keyword,
            "sort_order": sort_order,
        }
        return Converted(converted, tuple(notes))

    def added(self, first_id: int) -> Iterator[dict[str, Any]]:
        """Return the rows OpenCart 4 needs besides, for every store and language, with ids from ``first_id`` on."""
        for number, row in enumerate(self._added, first_id):
            yield {"seo_url_id": number, **row}

    # -- parts of addresses -----------------------------------------------------------------------

    def keyword(self, row: Row) -> str:
        """Return the source row's own keyword as it will be in OpenCart 4."""
        return self._keywords.of(row)

    def language_keyword(self, store: int, language: int) -> str:
        """Return the keyword of ``language`` in its own addresses."""
        return self._language_keywords[store, self.languages[language]]

    def route_keyword(self, store: int, language: int, route: str) -> str | None:
        """Return the keyword of an OpenCart 4 route, written with ``.``."""
        return self._routes.get((store, language, route.replace(".", self.target.separator)))

    def category_keyword(self, store: int, language: int, category: int) -> str | None:
        """Return the keyword chain of a category in OpenCart 4; None for one without keyword."""
        own = self._categories.get((store, language), {}).get(category)
        return None if own is None else self._chain(store, language, category, own)

    def category_chain(self, store: int, language: int, category: int) -> str | None:
        """Return the keyword chain OpenCart 3 built; None unless every category on the way has its own keyword."""
        keywords = self._categories.get((store, language), {})
        path = self.paths.get(category, ())
        if not path or any(a not in keywords or (store, language, a) in self._changed for a in path):
            return None
        return "/".join(keywords[ancestor] for ancestor in path)

    # -- inside -----------------------------------------------------------------------------------

    def _read(self, anchors: Iterable[Row]) -> None:
        for row in anchors:
            if not row["keyword"] or self._missing(row):
                continue
            store, language, query = row["store_id"], row["language_id"], str(row["query"])
            entity = entity_of(query)
            if entity:
                own = self._keywords.of(row)
                categories = self._categories.setdefault((store, language), {})
                if entity[1] not in categories:
                    categories[entity[1]] = own
                    if own != row["keyword"]:
                        self._changed.add((store, language, entity[1]))
            elif "=" not in query:
                route = storefront_route(query, self.target).value
                if route is not None:
                    self._routes.setdefault((store, language, route), self._keywords.of(row))

    def _missing(self, row: Row) -> str:
        """Return what the row refers to without its being there, as the end of a sentence."""
        if row["store_id"] not in self.stores:
            return f"the store {row['store_id']} does not exist"
        if row["language_id"] not in self.languages:
            return f"the language {row['language_id']} does not exist"
        entity = entity_of(str(row["query"]))
        if entity is None:
            return ""
        key, number = entity
        known = self.paths if key == "category_id" else self._entities.get(key)
        return "" if known is None or number in known else f"{row['query']} does not exist"

    def _meaning(self, row: Row, notes: list[Note]) -> tuple[str, str | None, int]:
        query = str(row["query"])
        entity = entity_of(query)
        if entity and entity[0] == "category_id":
            value = "_".join(map(str, self.paths[entity[1]]))
            if len(value) <= MAX_VALUE:
                return "path", value, 0
            message = f"The address “{row['keyword']}” was left out: its category has too many ancestors."
            notes.append(_note("dropped_keyword", row, message))
            return "path", None, 0
        if entity:
            return entity[0], str(entity[1]), ENTITIES[entity[0]]
        key, equals, value = query.partition("=")
        if equals:
            notes.append(_note("unknown_query", row, f"“{query}” belongs to no part of OpenCart; it was kept."))
            return key, value, 0
        result = storefront_route(query, self.target, table="seo_url", key=str(row["seo_url_id"]))
        notes.extend(result.notes)
        return "route", result.value, -1

    def _parts(self, store: int, language: int, category: int, own: str) -> str:
        keywords = self._categories.get((store, language), {})
        parts = [own]
        for ancestor in reversed(self.paths[category][:-1]):
            if ancestor not in keywords:
                break
            parts.append(keywords[ancestor])
        return "/".join(reversed(parts))

    def _chain(self, store: int, language: int, category: int, own: str) -> str:
        chain = self._parts(store, language, category, own)
        return chain if len(chain) <= self.target.keyword_length else own

    def _is_too_long(self, row: Row, value: str) -> bool:
        category = int(value.rpartition("_")[2])
        chain = self._parts(row["store_id"], row["language_id"], category, self._keywords.of(row))
        return len(chain) > self.target.keyword_length

    def _add_rows(self, store: int) -> None:
        for code in self.languages.values():
            keyword = self._added_keyword(store, "language", code, code)
            self._language_keywords[store, code] = keyword
            for language in self.languages:
                self._add(store, language, "language", code, keyword, -2)
        for page, usual, sort_order in (*PAGES, *(BLOG_PAGES if self.target.has_blog_pages else ())):
            route = page.replace(".", self.target.separator)
            without = [language for language in self.languages if (store, language, route) not in self._routes]
            keyword = self._added_keyword(store, "route", route, usual) if without else ""
            for language in without:
                self._routes[store, language, route] = keyword
                self._add(store, language, "route", route, keyword, sort_order)

    def _add(self, store: int, language: int, key: str, value: str, keyword: str, sort_order: int) -> None:
        row = {"store_id": store, "language_id": language, "key": key, "value": value}
        self._added.append({**row, "keyword": keyword, "sort_order": sort_order})

    def _added_keyword(self, store: int, key: str, value: str, usual: str) -> str:
        """Return the usual keyword, or one with a suffix when the source uses it for something else."""
        own = {self._routes.get((store, language, value)) for language in self.languages} if key == "route" else set()
        keyword = usual if usual in own else self._keywords.free(store, usual)
        if keyword != usual:
            message = f"“{usual}” is in use in store {store}, so OpenCart 4's address of {value} became “{keyword}”."
            self.added_notes.append(Note("added_keyword", "seo_url", f"{store} {key} {value}", message))
        return keyword


def _note(kind: str, row: Row, message: str) -> Note:
    return Note(kind, "seo_url", str(row["seo_url_id"]), message, dict(row))
