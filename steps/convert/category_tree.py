"""Categories as paths from their root (data-map 2.3 ``category_path``)."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["category_paths"]


def category_paths(parents: Mapping[int, int]) -> dict[int, tuple[int, ...]]:
    """Return category_id → ids from the root to the category itself, from category_id → parent_id.

    A category whose parent does not exist is a root; in a circle, the category with the lowest id becomes one.
    """
    roots = {category for category, parent in parents.items() if parent not in parents} | _circle_roots(parents)
    paths: dict[int, tuple[int, ...]] = {root: (root,) for root in roots}
    for start in parents:
        chain: list[int] = []
        current = start
        while current not in paths:
            chain.append(current)
            current = parents[current]
        for category in reversed(chain):
            paths[category] = (*paths[parents[category]], category)
    return paths


def _circle_roots(parents: Mapping[int, int]) -> set[int]:
    roots: set[int] = set()
    visited: set[int] = set()
    for start in parents:
        chain: dict[int, int] = {}
        current = start
        while current in parents and current not in visited:
            visited.add(current)
            chain[current] = len(chain)
            current = parents[current]
        if current in chain:
            roots.add(min(category for category, place in chain.items() if place >= chain[current]))
    return roots
