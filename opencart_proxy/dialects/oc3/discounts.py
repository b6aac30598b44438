"""``api/coupon``, ``api/voucher…``, ``api/reward…`` (store-api 13.5, 13.9, 13.10)."""

from __future__ import annotations

import secrets
from typing import Any

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.dialects.oc3.cart import METHODS
from opencart_proxy.php import as_int, cell, entries, fields, greater, text, truthy
from opencart_proxy.shop import rewards, vouchers
from opencart_proxy.shop.coupons import usable_coupon

__all__ = ["available", "buy_voucher", "coupon", "maximum", "reward", "voucher"]

DESCRIPTION = "%s Gift Certificate for %s"


def coupon(call: Call) -> Any:
    """Apply a coupon."""
    call.session.forget("coupon")
    code = call.request.post("coupon")
    if usable_coupon(call, code) is None:
        return {"error": texts.COUPON_INVALID}
    call.data["coupon"] = code
    return {"success": texts.COUPON_APPLIED}


def voucher(call: Call) -> Any:
    """Apply a gift voucher."""
    call.session.forget("voucher")
    code = call.request.post("voucher")
    if vouchers.balance(call, code) is None:
        return {"error": texts.VOUCHER_INVALID}
    call.data["voucher"] = code
    return {"success": texts.VOUCHER_APPLIED}


def buy_voucher(call: Call) -> Any:
    """Put gift vouchers into the cart: all of ``voucher``, unchecked, or a single one."""
    if not call.db.has("voucher"):
        return {"error": {"warning": texts.VOUCHER_INVALID}}
    if "voucher" in call.request.body:
        posted = (fields(entry) for _, entry in entries(call.request.body["voucher"]))
        complete = (entry for entry in posted if all(name in entry for name in vouchers.FIELDS))
        call.data["vouchers"] = {
            text(entry["code"]): vouchers.entry(call, entry, text(entry["code"]), DESCRIPTION) for entry in complete
        }
    else:
        errors = vouchers.check(call)
        if errors:
            return {"error": errors}
        code = secrets.randbelow(2**31 - 1) + 1
        entry = vouchers.entry(call, call.request.body, code, DESCRIPTION)
        call.data["vouchers"] = {**fields(call.data.get("vouchers")), str(code): entry}
    call.session.forget(*METHODS)
    return {"success": texts.CART_MODIFIED}


def reward(call: Call) -> Any:
    """Use reward points."""
    call.session.forget("reward")
    posted = call.request.post("reward")
    error = "" if truthy(posted) else texts.REWARD_NEEDED
    error = _too_many(call, posted) or error
    if error:
        return {"error": error}
    call.data["reward"] = abs(as_int(posted))
    return {"success": texts.REWARD_APPLIED}


def _too_many(call: Call, posted: str) -> str:
    error = ""
    if greater(posted, rewards.owned(call)):
        error = texts.REWARD_NOT_OWNED % posted
    if greater(posted, call.cart.points):
        error = texts.REWARD_MAXIMUM % call.cart.points
    return error


def maximum(call: Call) -> Any:
    """Return how many points the cart takes."""
    return {"maximum": call.cart.points}


def available(call: Call) -> Any:
    """Return how many points the customer has."""
    points = rewards.owned_points(call, call.customer_id) if call.customer_id else None
    return {"points": None if points is None else cell(int(points))}
