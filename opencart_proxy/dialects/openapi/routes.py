"""The OpenAPI paths (store-api 1.5)."""

from __future__ import annotations

from collections.abc import Mapping

from opencart_proxy.dialects import login
from opencart_proxy.dialects.dialect import OPENAPI, Handler, Login, Operation
from opencart_proxy.dialects.oc41 import steps
from opencart_proxy.dialects.oc41.calls import offered_payment, offered_shipping
from opencart_proxy.dialects.oc41.cart_step import cart, product_add
from opencart_proxy.dialects.openapi import operations

__all__ = ["MOUNT_ONLY", "ORDER_CONFIRM", "PATHS"]


def _path(handler: Handler) -> Operation:
    return Operation(OPENAPI, handler)


PATHS: Mapping[str, Operation] = {
    "cart": _path(cart),
    "cart/addProduct": _path(product_add),
    "cart/getProducts": _path(operations.get_products),
    "cart/getTotals": _path(operations.get_totals),
    "payment_address": _path(operations.payment_address),
    "payment_address/setAddress": _path(operations.set_payment_address),
    "shipping_address": _path(operations.shipping_address),
    "shipping_method": _path(operations.shipping_method),
    "shipping_method/getShippingMethods": _path(offered_shipping),
    "payment_method": _path(operations.payment_method),
    "payment_method/getPaymentMethods": _path(offered_payment),
    "affiliate": _path(steps.affiliate),
    "order": _path(operations.order_call),
    "subscription": _path(operations.subscription_call),
}
"""By path; ``order`` and ``subscription`` go on by the query's ``call``."""

ORDER_CONFIRM = Operation(OPENAPI, operations.order_confirm, creates_order=True)

MOUNT_ONLY: Mapping[str, Operation | Login] = {
    "login": Login(OPENAPI, login.openapi),
    "customer": _path(operations.customer),
}
"""Paths whose route OpenCart 3 owns under ``index.php``."""
