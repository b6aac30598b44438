"""A freshly installed OpenCart 4, in small: what a migration finds in its target (data-map 4)."""

from __future__ import annotations

from migrator.demo.fill import Rows, merge
from migrator.demo.layouts import Layout
from migrator.demo.opencart4 import administration, catalog, design, extensions, localisation, settings

__all__ = ["rows"]


def rows(layout: Layout) -> Rows:
    """Return all rows that an installer of the release of ``layout`` leaves behind."""
    subjects = (localisation, catalog, design, settings, extensions, administration)
    return merge(*(subject.rows(layout) for subject in subjects))
