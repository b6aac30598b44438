"""Where old paths lead, from the rows of a shop in its database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from migrator.engine.context import Context
from migrator.stores import Store
from steps.convert.redirect_map import Redirect
from steps.seo import redirects
from tests.shop import Shop

ROWS = """
    INSERT INTO oc_seo_url (seo_url_id, store_id, language_id, query, keyword) VALUES
    (9001, 0, 1, 'information/sitemap', 'map'),
    (9002, 0, 2, 'Information/Sitemap', 'plan'),
    (9003, 0, 2, 'information/sitemap', 'map')
"""


@pytest.fixture
def context(shop: Shop) -> Iterator[Context]:
    shop.source.run(ROWS)
    context = Context(Store.open(shop.source.url, "source"), Store.open(shop.target.url, "target"))
    yield context
    context.source.dispose()
    context.target.dispose()


def test_a_path_leads_to_one_place(context: Context) -> None:
    found = list(redirects(context))

    assert len({(redirect.store_id, redirect.old.casefold()) for redirect in found}) == len(found)
    assert Redirect(0, "/map", "/de-de/map") in found
    assert Redirect(0, "/plan", "/de-de/plan") in found


def test_routes_categories_and_products_of_all_stores_have_theirs(context: Context) -> None:
    found = {(redirect.store_id, redirect.old): redirect.new for redirect in redirects(context)}

    assert found[0, "/contact"] == "/en-gb/contact"
    assert found[0, "/laptops"] == "/en-gb/catalog/computers/laptops"
    assert found[1, "/notebooks-w"] == "/de-de/catalog/computer-w/notebooks-w"
    assert found[0, "/iphone"].startswith("/en-gb/product")
    assert (0, "/acme-seven") not in found
