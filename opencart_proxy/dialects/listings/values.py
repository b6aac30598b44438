"""Values as the lists show them: numbers, plain texts, money and dates (store-api 19.2)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.database import Row
from opencart_proxy.dialects.listings.page import InvalidError
from opencart_proxy.php import cell

__all__ = ["currency", "day", "money", "picked", "plain"]

ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&"))


def plain(value: Any) -> Any:
    """Return a stored text without its HTML escapes; anything else as it is."""
    if isinstance(value, str):
        for escape, letter in ESCAPED:
            value = value.replace(escape, letter)
    return value


def day(value: Any) -> str | None:
    """Return a stored date or moment, ``None`` for an empty or zero one."""
    return None if not value or str(value).startswith("0000-00-00") else str(value)


def currency(call: Call) -> str:
    """Return the currency of the answer's texts. Raises ``InvalidError`` for one that is not enabled."""
    code = call.request.param("currency") or call.settings.text("config_currency")
    if not call.currencies.enabled(code):
        raise InvalidError(currency=texts.NO_CURRENCY)
    return code


def money(call: Call, value: Decimal, code: str, rate: Decimal | None = None) -> dict[str, str]:
    """Return an amount of the default currency as value and as text in currency ``code``."""
    return {"value": str(cell(value)), "text": call.currencies.format(value, code, rate)}


def picked(row: Row, *names: str, flags: tuple[str, ...] = (), dates: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return columns of a row as plain values, ``flags`` as booleans and ``dates`` without zero dates."""
    result = {name: plain(row[name]) for name in names if name in row}
    result |= {name: bool(row[name]) for name in flags if name in row}
    return {**result, **{name: day(row[name]) for name in dates if name in row}}
