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

    def of_anchors(self, anchors: Iterable[Row]) -> Iterator[Redirect]:
        """Return the redirects of all categories and routes."""
        groups: dict[tuple[int, str], list[Row]] = {}
        for row in anchors:
            groups.setdefault((row["store_id"], row["query"]), []).append(row)
        for rows in groups.values():
            yield from self.of_entity(rows)

    def of_entity(self, rows: Sequence[Row], categories: Iterable[int] = ()) -> Iterator[Redirect]:
        """Return the redirects of one thing in one store.

        ``rows`` are all its source rows (one query, one store, any language); ``categories`` are those a product
        is in, because OpenCart 3 also shows it below each of them. A row whose keyword had to change has none:
        OpenCart 3 never showed it under that address. No two redirects of a store have the same old path.
        """
        seen: set[str] = set()
        places = [None, *categories]
        for row in sorted(rows, key=self._rank):
            if self._plan.keyword(row) != row["keyword"] or self._plan.convert(row).value is None:
                continue
            for place in places:
                for old in self._old(row, place):
                    new = self._new(row, place)
                    if new is not None and folded(old) not in seen and quote(old) != new:
                        seen.add(folded(old))
                        yield Redirect(row["store_id"], old, new)

    def _rank(self, row: Row) -> tuple[bool, int]:
        return (row["language_id"] != self._default_languages.get(row["store_id"]), row["seo_url_id"])

    def _old(self, row: Row, category: int | None) -> Iterator[str]:
        keyword = unescape(str(row["keyword"]))
        store, language = row["store_id"], row["language_id"]
        if category is not None:
            chain = self._plan.category_chain(store, language, category)
            if chain is not None:
                yield f"/{unescape(chain)}/{keyword}"
            return
        yield f"/{keyword}"
        entity = entity_of(str(row["query"]))
        if entity and entity[0] == "category_id":
            parent = self._plan.paths[entity[1]][:-1]
            chain = self._plan.category_chain(store, language, parent[-1]) if parent else None
            if chain is not None:
                yield f"/{unescape(chain)}/{keyword}"

    def _new(self, row: Row, category: int | None) -> str | None:
        store, language = row["store_id"], row["language_id"]
        parts: list[str | None] = [self._plan.language_keyword(store, language)]
        entity = entity_of(str(row["query"]))
        if entity is None:
            if "=" in str(row["query"]):
                return None
            route = storefront_route(str(row["query"]), self._plan.target).value
            parts.append(None if route == HOME else self._plan.keyword(row))
        else:
            key, number = entity
            parts.append(self._plan.route_keyword(store, language, CONTROLLERS[key]))
            place = number if key == "category_id" else category
            if place is not None:
                parts.append(self._plan.category_keyword(store, language, place))
            if key != "category_id":
                parts.append(self._plan.keyword(row))
        return "/" + "/".join(_encoded(part) for part in parts if part)


@lru_cache(maxsize=4096)
def _encoded(part: str) -> str:
    """Percent-encode a keyword; those of languages, pages and categories come again and again."""
    return quote(unescape(part), safe="/")
