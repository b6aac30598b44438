"""``api/localisation/…`` (store-api 14.13)."""

from __future__ import annotations

from typing import Any

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.php import as_int

__all__ = ["currency", "language", "store"]


def currency(call: Call) -> Any:
    """Set the session's currency."""
    code = call.request.post("currency")
    if not call.currencies.enabled(code):
        return {"error": texts.NO_CURRENCY}
    call.data["currency"] = code
    return {"success": texts.CURRENCY_CHANGED}


def language(call: Call) -> Any:
    """Set the session's language, as 4.0.1.1 and older could."""
    code = call.request.post("language")
    if code not in call.languages or not call.languages[code]["status"]:
        return {"error": texts.NO_LANGUAGE}
    call.data["language"] = code
    return {"success": texts.LANGUAGE_CHANGED}


def store(call: Call) -> Any:
    """Set the session's store, as 4.0.1.1 and older could."""
    store_id = as_int(call.request.post("store_id"))
    if store_id and call.db.row("store", store_id=store_id) is None:
        return {"error": texts.NO_STORE}
    call.data["store_id"] = store_id
    return {"success": texts.STORE_CHANGED}
