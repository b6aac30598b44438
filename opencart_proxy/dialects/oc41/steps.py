"""The steps of 4.1's calls: each checks its part of the body and keeps it in the session (store-api 15.2)."""

from __future__ import annotations

from typing import Any

from opencart_proxy import conf, texts
from opencart_proxy.call import Call
from opencart_proxy.database import Row
from opencart_proxy.orders.draft import affiliate_row
from opencart_proxy.php import as_int, as_number, fields, text, truthy
from opencart_proxy.shop import addresses, custom_fields, customers
from opencart_proxy.shop.coupons import usable_coupon
from opencart_proxy.shop.rewards import refused_reward

__all__ = [
    "address",
    "affiliate",
    "coupon",
    "customer",
    "extensions",
    "log_in_by_email",
    "payment_method",
    "payment_refused",
    "reward",
    "shipping_method",
]

Step = dict[str, Any]


def log_in_by_email(call: Call, email: str) -> None:
    """Log the enabled customer with this address in, if there is one."""
    row = call.db.row("customer", email=email, status=1) if email else None
    if row is not None:
        customers.log_in(call, row)


def customer_errors(call: Call) -> dict[str, str]:
    """Return what is wrong with the posted customer."""
    post, errors = call.request.post, {}
    if truthy(post("customer_id")) and call.db.row("customer", customer_id=as_int(post("customer_id"))) is None:
        errors["warning"] = texts.NO_CUSTOMER
    group_id = customers.resolved_group(call)
    if not customers.group_exists(call, group_id):
        errors["customer_group"] = texts.CUSTOMER_GROUP
    required = call.settings.flag("config_telephone_required")
    errors |= customers.refuse(call, group_id, telephone_required=required)
    if not required:
        errors.pop("telephone", None)
    return errors


def keep_customer(call: Call) -> Step:
    """Keep the posted customer in the session."""
    call.data["customer"] = customers.posted_customer(call, call.request.post("customer_group_id", "0"))
    return {"success": texts.CUSTOMER_MODIFIED}


def customer(call: Call) -> Step:
    """Set the customer; whoever has the posted e-mail address is logged in."""
    errors = customer_errors(call)
    if errors:
        return {"error": errors}
    log_in_by_email(call, call.request.post("email"))
    return keep_customer(call)


def address(call: Call, kind: str) -> Step:
    """Set the ``payment`` or ``shipping`` address from the fields with that prefix."""
    if kind == "shipping" and not call.cart.ships:
        return {"error": {"warning": texts.NOTHING_TO_SHIP}}
    prefix, post = f"{kind}_", call.request.post
    country_id = as_int(post(f"{prefix}country_id"))
    country = call.geography.country(country_id)
    if country is not None and country["name"] is None:
        country = None
    errors = addresses.check_lines(call, country, prefix)
    if country is None:
        errors[f"{prefix}country"] = texts.COUNTRY
    if not truthy(post(f"{prefix}zone_id")) and call.geography.has_zones(country_id):
        errors[f"{prefix}zone"] = texts.ZONE
    posted = call.request.body.get(f"{prefix}custom_field")
    errors |= custom_fields.check(call, "address", call.group_id, posted, prefix)
    if errors:
        return {"error": errors}
    return _keep_address(call, kind, country)


def _keep_address(call: Call, kind: str, country: Row | None) -> Step:
    address_id = call.request.body.get(f"{kind}_address_id", "0")
    call.data[f"{kind}_address"] = addresses.posted_address(call, country, f"{kind}_", address_id=address_id)
    return {"success": texts.PAYMENT_ADDRESS_SET if kind == "payment" else texts.SHIPPING_ADDRESS_SET}


def shipping_method(call: Call, *, free: bool | None = None) -> Step:
    """Set the posted shipping method; nothing of it is compared with the real quotes.

    ``free`` accepts cost and tax class 0; by default the setting decides.
    """
    if not call.cart.ships:
        return {"error": texts.NOTHING_TO_SHIP}
    posted = fields(call.request.body.get("shipping_method"))
    error = "" if "customer" in call.data else texts.CUSTOMER_REQUIRED
    if "shipping_address" not in call.data:
        error = texts.SHIPPING_ADDRESS_REQUIRED
    may_be_zero = {"cost", "tax_class_id"} if (conf.allow_free_shipping() if free is None else free) else set()
    for name in ("name", "code", "cost", "tax_class_id"):
        if not (truthy(posted.get(name)) or (name in may_be_zero and posted.get(name) == "0")):
            error = texts.SHIPPING_METHOD_REQUIRED
    if error:
        return {"error": error}
    cost, tax_class_id = as_number(posted["cost"]), as_int(posted["tax_class_id"])
    call.data["shipping_method"] = {
        "name": text(posted["name"]),
        "code": text(posted["code"]),
        "cost": cost,
        "tax_class_id": tax_class_id,
        "text": call.money(call.tax.taxed(cost, tax_class_id)),
    }
    return {"success": texts.SHIPPING_METHOD_SET}


def payment_refused(call: Call) -> str:
    """Return the last thing that is missing before a payment method can be chosen, or nothing."""
    data, error = call.data, ""
    if "customer" not in data:
        error = texts.CUSTOMER_REQUIRED
    if not call.cart.lines:
        error = texts.PRODUCTS_REQUIRED
    if call.cart.ships and "shipping_address" not in data:
        error = texts.SHIPPING_ADDRESS_REQUIRED
    if call.cart.ships and "shipping_method" not in data:
        error = texts.SHIPPING_METHOD_REQUIRED
    if call.settings.flag("config_checkout_payment_address") and "payment_address" not in data:
        error = texts.PAYMENT_ADDRESS_REQUIRED
    return error


def payment_method(call: Call) -> Step:
    """Set the posted payment method."""
    posted = fields(call.request.body.get("payment_method"))
    chosen = {name: text(posted.get(name)) for name in ("name", "code")}
    error = payment_refused(call)
    if not all(truthy(value) for value in chosen.values()):
        error = texts.PAYMENT_METHOD_REQUIRED
    if error:
        return {"error": error}
    call.data["payment_method"] = chosen
    return {"success": texts.PAYMENT_METHOD_SET}


def affiliate(call: Call) -> Step:
    """Set the affiliate, or none."""
    affiliate_id = as_int(call.request.post("affiliate_id"))
    if affiliate_id and affiliate_row(call, affiliate_id) is None:
        return {"error": texts.NO_AFFILIATE}
    order_id = as_int(text(call.data.get("order_id")))
    if order_id and not call.db.count("order_total", order_id=order_id, code="subtotal"):
        return {"error": texts.AFFILIATE_SUBTOTAL}
    call.data["affiliate_id"] = affiliate_id
    return {"success": texts.AFFILIATE_SET}


def coupon(call: Call) -> Step:
    """Apply the posted coupon; none is asked for at ``confirm``."""
    code = call.request.post("coupon")
    if not code and call.request.param("call") == "confirm":
        return {}
    error = _discount_refused(call, "coupon", texts.COUPONS_OFF)
    if not error and usable_coupon(call, code) is None:
        error = texts.COUPON_INVALID_41
    if error:
        return {"error": error}
    call.data["coupon"] = code
    return {"success": texts.COUPON_APPLIED}


def reward(call: Call) -> Step:
    """Use the posted reward points; none is asked for at ``confirm``."""
    posted = call.request.post("reward")
    if not posted and call.request.param("call") == "confirm":
        return {}
    points = abs(as_int(posted))
    error = _discount_refused(call, "reward", texts.REWARDS_OFF) or refused_reward(call, points, posted)
    if error:
        return {"error": error}
    call.data["reward"] = points
    return {"success": texts.REWARD_APPLIED}


def _discount_refused(call: Call, code: str, switched_off: str) -> str:
    error = "" if "customer" in call.data else texts.CUSTOMER_REQUIRED
    if not call.cart.lines:
        error = texts.PRODUCTS_REQUIRED
    return error if call.settings.flag(f"total_{code}_status") else switched_off


EXTENSIONS = {"coupon": coupon, "reward": reward}


def extensions(call: Call) -> dict[str, Step]:
    """Run the steps of the installed total extensions; return their answers by code."""
    codes = [row["code"] for row in call.extensions.get("total", [])]
    return {code: EXTENSIONS[code](call) for code in codes if code in EXTENSIONS}
