"""``api/product`` and ``api/product/info`` (store-api 19.3)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, exists, select
from sqlalchemy.sql import Select

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.database import Row
from opencart_proxy.dialects.listings.page import contains, limited, moment, numbers, paged
from opencart_proxy.dialects.listings.product_parts import codes, parts
from opencart_proxy.dialects.listings.values import currency, money, picked
from opencart_proxy.php import as_int, as_number
from opencart_proxy.shop.pricing import Offers
from opencart_proxy.wire.answer import Answer

__all__ = ["info", "products"]

NOT_FOUND = Answer({"error": texts.NO_PRODUCT}, 404)


def products(call: Call) -> Any:
    """List the store's products, enabled or not."""
    query, columns = _query(call), call.db.table("product").c
    named = call.db.table("product_description").c.name
    for name, column in (("manufacturer_id", columns.manufacturer_id), ("status", columns.status)):
        wanted = numbers(call, f"filter_{name}")
        query = query.where(column.in_(wanted)) if wanted else query
    param = call.request.param
    if param("filter_name"):
        query = query.where(contains(named, param("filter_name")))
    if param("filter_model"):
        query = query.where(contains(columns.model, param("filter_model"), prefix=True))
    if param("filter_price_min"):
        query = query.where(columns.price >= as_number(param("filter_price_min")))
    if param("filter_price_max"):
        query = query.where(columns.price <= as_number(param("filter_price_max")))
    since = moment(call, "modified_since")
    if since:
        query = query.where(columns.date_modified >= since)
    query = _in_categories(call, query)
    sorts = {"product_id": columns.product_id, "name": named}
    for name in ("model", "price", "quantity", "sort_order", "date_added", "date_modified"):
        sorts[name] = columns[name]
    rows, pagination = paged(call, query, sorts)
    offers = _offers(call, rows)
    by_code = codes(call, [row["product_id"] for row in rows])
    shown = [limited(call, _product(call, row, offers, by_code.get(row["product_id"], {}))) for row in rows]
    return {"products": shown, "pagination": pagination}


def info(call: Call) -> Any:
    """Return one product with everything that belongs to it."""
    product_id = as_int(call.request.param("product_id"))
    row = call.db.one(_query(call).where(call.db.table("product").c.product_id == product_id))
    if row is None:
        return NOT_FOUND
    by_code = codes(call, [product_id]).get(product_id, {})
    document = {**_product(call, row, _offers(call, [row]), by_code), **parts(call, row, by_code)}
    return {"product": limited(call, document)}


def _query(call: Call) -> Select[Any]:
    table = call.db.table
    product, store, described, maker = (
        table("product"),
        table("product_to_store"),
        table("product_description"),
        table("manufacturer"),
    )
    own = [column for column in described.c if column.name != "product_id"]
    return (
        select(product, *own, maker.c.name.label("manufacturer"))
        .join(store, store.c.product_id == product.c.product_id)
        .outerjoin(
            described,
            and_(described.c.product_id == product.c.product_id, described.c.language_id == call.language_id),
        )
        .outerjoin(maker, maker.c.manufacturer_id == product.c.manufacturer_id)
        .where(store.c.store_id == call.store_id)
    )


def _in_categories(call: Call, query: Select[Any]) -> Select[Any]:
    wanted = numbers(call, "filter_category_id")
    if not wanted:
        return query
    product, assigned = call.db.table("product"), call.db.table("product_to_category")
    if call.request.param("filter_sub_category") == "1":
        path = call.db.table("category_path")
        within = select(path.c.category_id).where(path.c.path_id.in_(wanted))
        return query.where(
            exists().where(assigned.c.product_id == product.c.product_id, assigned.c.category_id.in_(within))
        )
    return query.where(
        exists().where(assigned.c.product_id == product.c.product_id, assigned.c.category_id.in_(wanted))
    )


def _offers(call: Call, rows: list[Row]) -> Offers:
    group_id = call.settings.integer("config_customer_group_id")
    return Offers.load(call.db, (row["product_id"] for row in rows), group_id, call.now)


def _product(call: Call, row: Row, offers: Offers, by_code: dict[str, str]) -> dict[str, Any]:
    code, offer = currency(call), offers.special(row["product_id"])
    special = offer.apply(row["price"]) if offer else None
    return {
        **picked(row, "product_id", "master_id", "name", "model"),
        "sku": by_code.get("sku", ""),
        "quantity": row["quantity"],
        "price": money(call, row["price"], code),
        "special": money(call, special, code) if special is not None and special < row["price"] else None,
        **picked(row, "tax_class_id", "manufacturer_id", "manufacturer", "image", flags=("status",)),
        **picked(row, "sort_order", dates=("date_available", "date_added", "date_modified")),
    }
