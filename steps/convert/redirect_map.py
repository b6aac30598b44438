"""Where an OpenCart 3 address is found in OpenCart 4 (data-map 3.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from urllib.parse import quote

from steps.convert.keywords import folded
from steps.convert.notes import Row
from steps.convert.routes import storefront_route
from steps.convert.seo import SeoPlan, entity_of

__all__ = ["Redirect", "RedirectMap"]

CONTROLLERS = {
    "product_id": "product/product",
    "category_id": "product/category",
    "manufacturer_id": "product/manufacturer.info",
    "information_id": "information/information",
}
HOME = "common/home"
PLACES = 100
"""So many places of categories are remembered, and not those of all in a large shop."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """One moved address of a store, below the folder the store is in.

    ``old`` is the path as text (``/über-uns``), ``new`` is percent-encoded.
    """

    store_id: int
    old: str
    new: str


class RedirectMap:
    """Derives redirects from source rows and the plan they are converted with.

    ``default_languages`` is store_id → language_id: OpenCart 3's paths do not name the language, so a path that
    several languages share leads to this one.
    """

    def __init__(self, plan: SeoPlan, default_languages: Mapping[int, int]) -> None:
        self._plan = plan
        self._default_languages = default_languages
        self._place = lru_cache(PLACES)(self._find_place)

    def of_thing(self, rows: Sequence[Row], categories: Iterable[int] = ()) -> Iterator[Redirect]:
        """Return the redirects of one thing in one store.

        ``rows`` are all its source rows (one query, one store, any language); ``categories`` are those a product
        is in, because OpenCart 3 also shows it below each of them. A row whose keyword had to change has none:
        OpenCart 3 never showed it under that address. No two redirects of a store have the same old path.
        """
        seen: set[str] = set()
        for row in sorted(rows, key=self._rank):
            if self._plan.keyword(row) != row["keyword"] or self._plan.convert(row).value is None:
                continue
            for old, new in self._moves(row, categories):
                key = folded(old)
                if key not in seen and old != new:
                    seen.add(key)
                    yield Redirect(row["store_id"], old, quote(new))

    def _rank(self, row: Row) -> tuple[bool, int]:
        return (row["language_id"] != self._default_languages.get(row["store_id"]), row["seo_url_id"])

    def _moves(self, row: Row, categories: Iterable[int]) -> Iterator[tuple[str, str]]:
        """Yield the old and the new paths of a row, both as text."""
        store, language, query = row["store_id"], row["language_id"], str(row["query"])
        keyword = unescape(str(row["keyword"]))
        first = unescape(self._plan.language_keyword(store, language))
        entity = entity_of(query)
        if entity is None:
            if "=" not in query:
                is_home = storefront_route(query, self._plan.target).value == HOME
                yield f"/{keyword}", _path(first, "" if is_home else keyword)
            return
        key, number = entity
        page = unescape(self._plan.route_keyword(store, language, CONTROLLERS[key]) or "")
        if key == "category_id":
            new = _path(first, page, self._place(store, language, number)[1])
            yield f"/{keyword}", new
            above = self._plan.paths[number][:-1]
            chain = self._place(store, language, above[-1])[0] if above else ""
            if chain:
                yield f"/{chain}/{keyword}", new
            return
        yield f"/{keyword}", _path(first, page, keyword)
        for category in categories:
            chain, place = self._place(store, language, category)
            if chain:
                yield f"/{chain}/{keyword}", _path(first, page, place, keyword)

    def _find_place(self, store: int, language: int, category: int) -> tuple[str, str]:
        """Return the keyword chain of a category in OpenCart 3 and in OpenCart 4, empty where there is none."""
        old = self._plan.category_chain(store, language, category)
        new = self._plan.category_keyword(store, language, category)
        return unescape(old or ""), unescape(new or "")


def _path(*parts: str) -> str:
    return "/" + "/".join(part for part in parts if part)
