"""All routes of all dialects, and which of them a request means (store-api 1)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from opencart_proxy import texts
from opencart_proxy.dialects import login
from opencart_proxy.dialects.dialect import OPENCART_3, OPENCART_40, Handler, Login, Operation
from opencart_proxy.dialects.listings.routes import CUSTOMERS, ORDERS
from opencart_proxy.dialects.listings.routes import ROUTES as LISTING_ROUTES
from opencart_proxy.dialects.oc3 import cart as cart3
from opencart_proxy.dialects.oc3 import customer as customer3
from opencart_proxy.dialects.oc3 import discounts as discounts3
from opencart_proxy.dialects.oc3 import methods as methods3
from opencart_proxy.dialects.oc3 import orders as orders3
from opencart_proxy.dialects.oc40 import cart as cart40
from opencart_proxy.dialects.oc40 import customer as customer40
from opencart_proxy.dialects.oc40 import discounts as discounts40
from opencart_proxy.dialects.oc40 import load as load40
from opencart_proxy.dialects.oc40 import localisation as localisation40
from opencart_proxy.dialects.oc40 import methods as methods40
from opencart_proxy.dialects.oc40 import orders as orders40
from opencart_proxy.dialects.oc41.routes import CALLS, NO_CALL
from opencart_proxy.dialects.openapi.routes import MOUNT_ONLY, ORDER_CONFIRM, PATHS
from opencart_proxy.wire.answer import Answer
from opencart_proxy.wire.request import Request

__all__ = ["OC3_ROUTES", "OC40_ROUTES", "resolve"]

AS_MAP = Answer({"error": {"warning": texts.NO_PERMISSION}})
EMPTY = Answer([])


LISTS: Mapping[str, Operation] = {"order": ORDERS, "customer": CUSTOMERS}
"""Lists whose routes mean something else when they are not just read."""


def _oc3(handler: Handler, refusal: Answer | None = None, *, creates_order: bool = False) -> Operation:
    return Operation(OPENCART_3, handler, refusal=refusal, creates_order=creates_order)


OC3_ROUTES: Mapping[str, Operation | Login] = {
    "api/login": Login(OPENCART_3, login.oc3),
    "api/cart/add": _oc3(cart3.add, AS_MAP),
    "api/cart/edit": _oc3(cart3.edit),
    "api/cart/remove": _oc3(cart3.remove),
    "api/cart/products": _oc3(cart3.products, AS_MAP),
    "api/coupon": _oc3(discounts3.coupon),
    "api/voucher": _oc3(discounts3.voucher),
    "api/voucher/add": _oc3(discounts3.buy_voucher, AS_MAP),
    "api/reward": _oc3(discounts3.reward),
    "api/reward/maximum": _oc3(discounts3.maximum),
    "api/reward/available": _oc3(discounts3.available),
    "api/currency": _oc3(customer3.currency),
    "api/customer": _oc3(customer3.customer, AS_MAP),
    "api/payment/address": _oc3(customer3.payment_address, AS_MAP),
    "api/payment/methods": _oc3(methods3.payment_methods),
    "api/payment/method": _oc3(methods3.payment_method),
    "api/shipping/address": _oc3(customer3.shipping_address, EMPTY),
    "api/shipping/methods": _oc3(methods3.shipping_methods),
    "api/shipping/method": _oc3(methods3.shipping_method),
    "api/order/add": _oc3(orders3.add, creates_order=True),
    "api/order/edit": _oc3(orders3.edit),
    "api/order/delete": _oc3(orders3.delete),
    "api/order/info": _oc3(orders3.info),
    "api/order/history": _oc3(orders3.history),
}
"""OpenCart 3: methods after ``/``."""


def _oc40(handler: Handler, *, creates_order: bool = False) -> Operation:
    return Operation(OPENCART_40, handler, creates_order=creates_order)


OC40_ROUTES: Mapping[str, Operation | Login] = {
    "api/account/login": Login(OPENCART_40, login.oc40),
    "api/localisation/currency": _oc40(localisation40.currency),
    "api/localisation/language": _oc40(localisation40.language),
    "api/localisation/store": _oc40(localisation40.store),
    "api/sale/customer": _oc40(customer40.customer),
    "api/sale/cart": _oc40(cart40.products),
    "api/sale/cart.add": _oc40(cart40.add),
    "api/sale/cart.edit": _oc40(cart40.edit),
    "api/sale/cart.remove": _oc40(cart40.remove),
    "api/sale/payment_address": _oc40(customer40.payment_address),
    "api/sale/shipping_address": _oc40(customer40.shipping_address),
    "api/sale/shipping_method": _oc40(methods40.shipping_methods),
    "api/sale/shipping_method.save": _oc40(methods40.save_shipping),
    "api/sale/payment_method": _oc40(methods40.payment_methods),
    "api/sale/payment_method.save": _oc40(methods40.save_payment),
    "api/sale/coupon": _oc40(discounts40.coupon),
    "api/sale/voucher": _oc40(discounts40.voucher),
    "api/sale/voucher.add": _oc40(discounts40.buy_voucher),
    "api/sale/voucher.remove": _oc40(discounts40.remove_voucher),
    "api/sale/reward": _oc40(discounts40.reward),
    "api/sale/reward.maximum": _oc40(discounts40.maximum),
    "api/sale/reward.available": _oc40(discounts40.available),
    "api/sale/affiliate": _oc40(discounts40.affiliate),
    "api/sale/order.load": _oc40(load40.load),
    "api/sale/order.comment": _oc40(orders40.comment),
    "api/sale/order.confirm": _oc40(orders40.confirm, creates_order=True),
    "api/sale/order.delete": _oc40(orders40.delete),
    "api/sale/order.addHistory": _oc40(orders40.add_history),
}
"""OpenCart 4.0: methods after ``.`` or ``|``; ``index`` is the default method's name."""


def resolve(request: Request) -> Operation | Login | None:
    """Return the operation that a request means, ``None`` for one that no dialect knows (store-api 1.1, 1.7)."""
    route, name = request.route, request.param("call")
    by_name = route.lower() in {"api/order", "api/subscription"}
    if by_name and "signature" in request.query:
        return CALLS.get((route.lower(), name), NO_CALL)
    if by_name and "call" in request.query:
        path = route.lower().removeprefix("api/")
        return ORDER_CONFIRM if (path, name) == ("order", "confirm") else PATHS[path]
    if route.startswith(("api/account/", "api/localisation/", "api/sale/")):
        return OC40_ROUTES.get(re.sub(r"\.index$", "", route.replace("|", ".")))
    path = route.removeprefix("api/") if route.startswith("api/") else ""
    if request.method == "GET" and not request.body and path in LISTS:
        return LISTS[path]
    if request.operation is not None and path in MOUNT_ONLY:
        return MOUNT_ONLY[path]
    found = OC3_ROUTES.get(route) or LISTING_ROUTES.get(path)
    return found or (None if path in {"order", "subscription"} else PATHS.get(path))
