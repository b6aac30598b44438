"""Categories as paths from their root (data-map 2.3 ``category_path``)."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["category_paths"]


def category_paths(parents: Mapping[int, int]) -> dict[int, tuple[int, ...]]:
    """Return category_id → ids from the root to the category itself, from category_id → parent_id.

    A category whose parent does not exist is a root. In a circle the category with the lowest id becomes the root.
    """
    paths: dict[int, tuple[int, ...]] = {}
    for start in sorted(parents):
        chain: list[int] = []
        current = start
        while current in parents and current not in paths and current not in chain:
            chain.append(current)
            current = parents[current]
        if current in chain:
            root = chain.index(min(chain[chain.index(current) :]))
            circle = chain.index(current)
            chain = [*chain[:circle], *chain[root + 1 :], *chain[circle : root + 1]]
            path: tuple[int, ...] = ()
        else:
            path = paths.get(current, ())
        for category in reversed(chain):
            path = (*path, category)
            paths[category] = path
    return paths
