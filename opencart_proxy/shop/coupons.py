"""Coupons: whether one is usable, and which lines it covers (store-api 10.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from opencart_proxy.database import Row
from opencart_proxy.shop.pricing import in_date

if TYPE_CHECKING:
    from opencart_proxy.call import Call
    from opencart_proxy.shop.cart import Line

__all__ = ["covered_lines", "exhausted", "usable_coupon"]


def usable_coupon(call: Call, code: str) -> Row | None:
    """Return the coupon's row if it can be used on the cart as it is now."""
    coupon = call.db.row("coupon", code=code, status=1) if code else None
    if coupon is None or not in_date(coupon, call.now) or coupon["total"] > call.cart.sub_total:
        return None
    if coupon["logged"] and not call.customer_id:
        return None
    if exhausted(call, coupon, call.customer_id):
        return None
    covered = covered_lines(call, coupon)
    return coupon if covered is None or covered else None


def exhausted(call: Call, coupon: Row, customer_id: int) -> bool:
    """Whether the coupon has been used as often as it may be, by anybody or by this customer."""
    limit = int(coupon["uses_total"])
    if limit > 0 and call.db.count("coupon_history", coupon_id=coupon["coupon_id"]) >= limit:
        return True
    own = int(coupon["uses_customer"] or 0)
    return bool(
        customer_id
        and own > 0
        and call.db.count("coupon_history", coupon_id=coupon["coupon_id"], customer_id=customer_id) >= own
    )


def covered_lines(call: Call, coupon: Row) -> list[Line] | None:
    """Return the lines that a restricted coupon covers; ``None`` when it covers everything."""
    coupon_id = coupon["coupon_id"]
    products = {row["product_id"] for row in call.db.rows("coupon_product", coupon_id=coupon_id)}
    categories = [row["category_id"] for row in call.db.rows("coupon_category", coupon_id=coupon_id)]
    if not products and not categories:
        return None
    in_cart = [line.product_id for line in call.cart.lines]
    if categories and in_cart:
        assigned, path = call.db.table("product_to_category"), call.db.table("category_path")
        products |= set(
            call.db.execute(
                select(func.distinct(assigned.c.product_id))
                .join(path, path.c.category_id == assigned.c.category_id)
                .where(path.c.path_id.in_(categories), assigned.c.product_id.in_(in_cart))
            ).scalars()
        )
    return [line for line in call.cart.lines if line.product_id in products]
