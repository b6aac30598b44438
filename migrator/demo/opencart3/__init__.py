"""A small but complete OpenCart 3 shop: something in every table, and every kind of value that a migration meets."""

from __future__ import annotations

from migrator.demo.fill import Rows, merge
from migrator.demo.layouts import Layout
from migrator.demo.opencart3 import (
    administration,
    catalog,
    customers,
    design,
    extensions,
    localisation,
    marketing,
    orders,
    products,
    seo,
    settings,
)
from migrator.demo.opencart3.extensions import extended

__all__ = ["extended", "rows"]


def rows(layout: Layout) -> Rows:
    """Return all rows of the shop; text with emoji only where the release's character set holds it."""
    subjects = (
        localisation.rows(),
        settings.rows(),
        catalog.rows(),
        products.rows(emoji=layout.holds_emoji),
        customers.rows(),
        orders.rows(),
        marketing.rows(),
        design.rows(),
        seo.rows(),
        extensions.rows(),
        administration.rows(),
    )
    return merge(*subjects)
