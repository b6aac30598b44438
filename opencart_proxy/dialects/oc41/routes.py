"""The calls behind ``api/order`` and ``api/subscription`` by route and name (store-api 1.4)."""

from __future__ import annotations

from collections.abc import Mapping

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.dialects.dialect import OPENCART_41, Operation
from opencart_proxy.dialects.oc41.calls import ORDER_CALLS
from opencart_proxy.dialects.oc41.confirm import confirm
from opencart_proxy.dialects.oc41.subscription import SUBSCRIPTION_CALLS

__all__ = ["CALLS", "NO_CALL"]


def no_call(call: Call) -> dict[str, str]:
    """Answer a call that does not exist."""
    return {"error": texts.NO_CALL}


NO_CALL = Operation(OPENCART_41, no_call)

CALLS: Mapping[tuple[str, str], Operation] = {
    **{("api/order", name): Operation(OPENCART_41, step) for name, step in ORDER_CALLS.items()},
    ("api/order", "confirm"): Operation(OPENCART_41, confirm, creates_order=True),
    **{("api/subscription", name): Operation(OPENCART_41, step) for name, step in SUBSCRIPTION_CALLS.items()},
}
