"""``api/sale/coupon``, ``…/voucher``, ``…/reward``, ``…/affiliate`` (store-api 14.8 to 14.10)."""

from __future__ import annotations

import secrets
from typing import Any

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.dialects.oc3.discounts import maximum
from opencart_proxy.orders.draft import affiliate_row
from opencart_proxy.php import as_int, fields
from opencart_proxy.shop import rewards, vouchers
from opencart_proxy.shop.coupons import usable_coupon
from opencart_proxy.shop.rewards import refused_reward

__all__ = ["affiliate", "available", "buy_voucher", "coupon", "maximum", "remove_voucher", "reward", "voucher"]


def _set(call: Call, key: str, value: Any, *, valid: bool, texts_of: tuple[str, str, str]) -> Any:
    """Set a session key, remove it for an empty value, or leave the old one; the texts say which."""
    removed, invalid, applied = texts_of
    if not value:
        call.session.forget(key)
        return {"success": removed}
    if not valid:
        return {"error": invalid}
    call.data[key] = value
    return {"success": applied}


def coupon(call: Call) -> Any:
    """Apply or remove a coupon."""
    code = call.request.post("coupon")
    valid = usable_coupon(call, code) is not None
    return _set(
        call,
        "coupon",
        code,
        valid=valid,
        texts_of=(texts.COUPON_REMOVED, texts.COUPON_INVALID, texts.COUPON_APPLIED),
    )


def voucher(call: Call) -> Any:
    """Apply or remove a gift voucher."""
    code = call.request.post("voucher")
    valid = vouchers.balance(call, code) is not None
    return _set(
        call,
        "voucher",
        code,
        valid=valid,
        texts_of=(texts.VOUCHER_REMOVED, texts.VOUCHER_INVALID_40, texts.VOUCHER_APPLIED),
    )


def affiliate(call: Call) -> Any:
    """Set or remove the affiliate."""
    affiliate_id = as_int(call.request.post("affiliate_id"))
    valid = affiliate_row(call, affiliate_id) is not None
    return _set(
        call,
        "affiliate_id",
        affiliate_id,
        valid=valid,
        texts_of=(texts.AFFILIATE_REMOVED, texts.NO_AFFILIATE, texts.AFFILIATE_SET_40),
    )


def reward(call: Call) -> Any:
    """Use reward points, or stop using them."""
    posted = call.request.post("reward")
    points = abs(as_int(posted))
    error = refused_reward(call, points, posted)
    if error:
        return {"error": error}
    return _set(call, "reward", points, valid=True, texts_of=(texts.REWARD_REMOVED, "", texts.REWARD_APPLIED))


def available(call: Call) -> Any:
    """Return how many points the customer has."""
    return {"points": rewards.owned(call)}


def buy_voucher(call: Call) -> Any:
    """Put a gift voucher into the cart."""
    if not call.db.has("voucher"):
        return {"error": {"warning": texts.VOUCHER_INVALID}}
    errors = vouchers.check(call)
    if errors:
        return {"error": errors}
    bought = fields(call.data.get("vouchers"))
    position = str(1 + max((as_int(key) for key in bought), default=-1))
    entry = vouchers.entry(call, call.request.body, secrets.token_hex(5), "%s Gift certificate for %s")
    call.data["vouchers"] = {**bought, position: entry}
    return {"success": texts.CART_MODIFIED}


def remove_voucher(call: Call) -> Any:
    """Remove a bought gift voucher by its position; the others keep theirs."""
    key, bought = call.request.post("key"), fields(call.data.get("vouchers"))
    if key not in bought:
        return {"error": texts.VOUCHER_UNKNOWN_40}
    call.data["vouchers"] = {position: voucher for position, voucher in bought.items() if position != key}
    call.session.forget("reward")
    return {"success": texts.CART_MODIFIED}
