"""``api/category`` and ``api/category/info`` (store-api 19.4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.sql import Select

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.database import Row
from opencart_proxy.dialects.listings.page import limited, numbers
from opencart_proxy.dialects.listings.values import picked
from opencart_proxy.php import as_int
from opencart_proxy.wire.answer import Answer

__all__ = ["categories", "info"]

NOT_FOUND = Answer({"error": texts.NO_CATEGORY}, 404)
TEXTS = ("description", "meta_title", "meta_description", "meta_keyword")


def categories(call: Call) -> Any:
    """Return the store's categories as a tree, or as a list with ``flat=1``."""
    rows = call.db.all(_query(call))
    below: dict[int, list[Row]] = {}
    for row in rows:
        below.setdefault(row["parent_id"], []).append(row)
    root = (numbers(call, "parent_id") or [0])[0]
    if call.request.param("flat") == "1":
        return {"categories": [limited(call, node) for node in _flat(below, root)]}
    return {"categories": _tree(call, below, root)}


def info(call: Call) -> Any:
    """Return one category with its texts."""
    category_id = as_int(call.request.param("category_id"))
    row = call.db.one(_query(call).where(call.db.table("category").c.category_id == category_id))
    if row is None:
        return NOT_FOUND
    document = {
        **_node(row),
        **picked(row, *TEXTS),
        "path": _path(call, category_id),
        "stores": sorted(link["store_id"] for link in call.db.rows("category_to_store", category_id=category_id)),
    }
    return {"category": limited(call, document)}


def _query(call: Call) -> Select[Any]:
    table = call.db.table
    category, store, described, assigned = (
        table("category"),
        table("category_to_store"),
        table("category_description"),
        table("product_to_category"),
    )
    count = (
        select(func.count())
        .select_from(assigned)
        .where(assigned.c.category_id == category.c.category_id)
        .scalar_subquery()
    )
    own = [column for column in described.c if column.name != "category_id"]
    return (
        select(category, *own, count.label("products"))
        .join(store, store.c.category_id == category.c.category_id)
        .outerjoin(
            described,
            and_(described.c.category_id == category.c.category_id, described.c.language_id == call.language_id),
        )
        .where(store.c.store_id == call.store_id)
        .order_by(category.c.sort_order, described.c.name, category.c.category_id)
    )


def _node(row: Row) -> dict[str, Any]:
    node = picked(row, "category_id", "parent_id", "name", "image", "sort_order", "products", flags=("top", "status"))
    return {**node, "name": node["name"] or ""}


def _tree(call: Call, below: dict[int, list[Row]], parent_id: int) -> list[dict[str, Any]]:
    children = below.pop(parent_id, [])
    return [limited(call, {**_node(row), "children": _tree(call, below, row["category_id"])}) for row in children]


def _flat(below: dict[int, list[Row]], parent_id: int, level: int = 0, above: str = "") -> Iterator[dict[str, Any]]:
    for row in below.pop(parent_id, []):
        node = _node(row)
        path = f"{above} > {node['name']}" if above else node["name"]
        yield {**node, "level": level, "path": path}
        yield from _flat(below, row["category_id"], level + 1, path)


def _path(call: Call, category_id: int) -> str:
    path, described = call.db.table("category_path"), call.db.table("category_description")
    rows = call.db.all(
        select(described.c.name)
        .select_from(path)
        .join(described, described.c.category_id == path.c.path_id)
        .where(path.c.category_id == category_id, described.c.language_id == call.language_id)
        .order_by(path.c.level)
    )
    return " > ".join(picked(row, "name")["name"] for row in rows)
