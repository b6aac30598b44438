"""What ``api/product/info`` adds to a product (store-api 19.3)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, select

from opencart_proxy.call import Call
from opencart_proxy.database import Row
from opencart_proxy.dialects.listings.values import currency, day, money, picked, plain
from opencart_proxy.php import cell
from opencart_proxy.shop.products import Option, load_options

__all__ = ["CODES", "codes", "parts"]

CODES = ("sku", "upc", "ean", "jan", "isbn", "mpn")
TEXTS = ("description", "meta_title", "meta_description", "meta_keyword", "tag", "location")
NUMBERS = ("stock_status_id", "minimum", "points", "weight_class_id", "length_class_id", "rating")
SIZES = ("weight", "length", "width", "height")
LINKS = (
    ("categories", "product_to_category", "category_id"),
    ("stores", "product_to_store", "store_id"),
    ("related", "product_related", "related_id"),
    ("downloads", "product_to_download", "download_id"),
)


def codes(call: Call, products: list[int]) -> dict[int, dict[str, str]]:
    """Return the article codes of products: columns until 4.1.0.0, rows of ``product_code`` since."""
    if not products:
        return {}
    found: dict[int, dict[str, str]] = {}
    if call.db.has("product_code"):
        for row in call.db.rows("product_code", "product_code_id", product_id=products):
            found.setdefault(row["product_id"], {})[row["code"].lower()] = plain(row["value"])
        return found
    table = call.db.table("product")
    columns = [table.c[name] for name in CODES if call.db.has("product", name)]
    rows = call.db.all(select(table.c.product_id, *columns).where(table.c.product_id.in_(products)))
    return {row.pop("product_id"): {name: plain(value) for name, value in row.items()} for row in rows}


def parts(call: Call, row: Row, by_code: dict[str, str]) -> dict[str, Any]:
    """Return texts, sizes, links, pictures, attributes, options, prices and plans of a product."""
    product_id = row["product_id"]
    return {
        **picked(row, *TEXTS, *NUMBERS, flags=("subtract", "shipping")),
        **{name: by_code.get(name, "") for name in CODES},
        **{name: cell(row[name]) for name in SIZES},
        "stock_status": _stock_status(call, row["stock_status_id"]),
        **{
            key: sorted(link[column] for link in call.db.rows(name, product_id=product_id))
            for key, name, column in LINKS
        },
        "images": [
            picked(image, "image", "sort_order")
            for image in call.db.rows("product_image", "sort_order", "product_image_id", product_id=product_id)
        ],
        "attributes": _attributes(call, product_id),
        "options": [_option(call, option) for option in load_options(call, [product_id]).get(product_id, {}).values()],
        **_offers(call, product_id),
        "rewards": [
            picked(reward, "customer_group_id", "points")
            for reward in call.db.rows("product_reward", "product_reward_id", product_id=product_id)
        ],
        "subscriptions": [
            {
                **picked(plan, "subscription_plan_id", "customer_group_id"),
                "trial_price": money(call, plan["trial_price"], currency(call)),
                "price": money(call, plan["price"], currency(call)),
            }
            for plan in call.db.rows("product_subscription", "subscription_plan_id", product_id=product_id)
        ],
    }


def _stock_status(call: Call, stock_status_id: int) -> str:
    row = call.db.row("stock_status", stock_status_id=stock_status_id, language_id=call.language_id)
    return str(plain(row["name"])) if row else ""


def _attributes(call: Call, product_id: int) -> list[dict[str, Any]]:
    table, language = call.db.table, call.language_id
    owned, attribute, named, group = (
        table("product_attribute"),
        table("attribute"),
        table("attribute_description"),
        table("attribute_group_description"),
    )
    rows = call.db.all(
        select(owned.c.attribute_id, group.c.name.label("attribute_group"), named.c.name, owned.c.text)
        .join(attribute, attribute.c.attribute_id == owned.c.attribute_id)
        .outerjoin(named, and_(named.c.attribute_id == owned.c.attribute_id, named.c.language_id == language))
        .outerjoin(
            group, and_(group.c.attribute_group_id == attribute.c.attribute_group_id, group.c.language_id == language)
        )
        .where(owned.c.product_id == product_id, owned.c.language_id == language)
        .order_by(attribute.c.sort_order, owned.c.attribute_id)
    )
    return [picked(row, "attribute_id", "attribute_group", "name", "text") for row in rows]


def _option(call: Call, option: Option) -> dict[str, Any]:
    return {
        "product_option_id": option.product_option_id,
        "option_id": option.option_id,
        "name": plain(option.name),
        "type": option.kind,
        "required": option.required,
        "value": plain(option.value),
        "values": [
            {
                **picked(row, "product_option_value_id", "option_value_id", "name", "quantity", flags=("subtract",)),
                "price": money(call, row["price"], currency(call)),
                **picked(row, "price_prefix", "points", "points_prefix", "weight_prefix"),
                "weight": cell(row["weight"]),
            }
            for row in option.values.values()
        ],
    }


def _offers(call: Call, product_id: int) -> dict[str, Any]:
    """Return ``discounts`` and ``specials``, in date or not; 4.1 keeps both in one table."""
    rows = call.db.rows("product_discount", "product_discount_id", product_id=product_id)
    specials = [row for row in rows if row.get("special")]
    if call.db.has("product_special"):
        specials = call.db.rows("product_special", "product_special_id", product_id=product_id)
    discounts = [row for row in rows if not row.get("special")]
    return {"discounts": [_offer(call, row) for row in discounts], "specials": [_offer(call, row) for row in specials]}


def _offer(call: Call, row: Row) -> dict[str, Any]:
    return {
        **picked(row, "customer_group_id", "quantity", "priority", "type"),
        "price": money(call, row["price"], currency(call)),
        "date_start": day(row["date_start"]),
        "date_end": day(row["date_end"]),
    }
