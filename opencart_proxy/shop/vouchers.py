"""Gift vouchers: those that pay, and those that are bought (store-api 10.3, 13.9, 14.10)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from opencart_proxy import texts
from opencart_proxy.php import as_number, entries, fields, text
from opencart_proxy.shop.checks import is_email, length_between

if TYPE_CHECKING:
    from opencart_proxy.call import Call

__all__ = ["FIELDS", "balance", "bought", "bought_total", "check", "entry"]

FIELDS = ("code", "to_name", "to_email", "from_name", "from_email", "voucher_theme_id", "message", "amount")


def balance(call: Call, code: str, *, lock: bool = False) -> tuple[int, Decimal] | None:
    """Return the id and what is left of a usable gift voucher; ``None`` for any other."""
    if not code or not call.rules.gift_vouchers or not call.db.has("voucher"):
        return None
    voucher = (call.db.locked if lock else call.db.row)("voucher", code=code, status=1)
    if voucher is None:
        return None
    theme = {"voucher_theme_id": voucher["voucher_theme_id"], "language_id": call.language_id}
    if not call.db.count("voucher_theme_description", **theme):
        return None
    if voucher["order_id"] and not _paid_for(call, voucher["order_id"], voucher["voucher_id"]):
        return None
    history = call.db.table("voucher_history")
    spent = call.db.scalar(select(func.sum(history.c.amount)).where(history.c.voucher_id == voucher["voucher_id"]))
    left = voucher["amount"] + as_number(spent or 0)
    return (voucher["voucher_id"], left) if left > 0 else None


def _paid_for(call: Call, order_id: int, voucher_id: int) -> bool:
    order = call.db.row("order", order_id=order_id)
    complete = call.settings.integers("config_complete_status")
    return (
        order is not None
        and order["order_status_id"] in complete
        and call.db.count("order_voucher", order_id=order_id, voucher_id=voucher_id) > 0
    )


def bought(call: Call) -> list[tuple[str, dict[str, Any]]]:
    """Return the gift vouchers in the session's cart with their keys."""
    if not call.rules.gift_vouchers:
        return []
    return [(key, fields(voucher)) for key, voucher in entries(call.data.get("vouchers"))]


def bought_total(call: Call) -> Decimal:
    """Sum of the gift vouchers in the cart, in the default currency."""
    return sum((as_number(voucher.get("amount")) for _, voucher in bought(call)), Decimal(0))


def check(call: Call) -> dict[str, str]:
    """Return what is wrong with the posted gift voucher, by field."""
    post, errors = call.request.post, {}
    if not length_between(post("from_name"), 1, 64):
        errors["from_name"] = texts.FROM_NAME
    if not is_email(post("from_email")):
        errors["from_email"] = texts.EMAIL
    if not length_between(post("to_name"), 1, 64):
        errors["to_name"] = texts.TO_NAME
    if not is_email(post("to_email")):
        errors["to_email"] = texts.EMAIL
    low, high = (call.settings.number(f"config_voucher_{limit}") for limit in ("min", "max"))
    if not low <= as_number(post("amount")) <= high or not post("amount"):
        errors["amount"] = texts.AMOUNT % (call.money(low), call.money(high))
    return errors


def entry(call: Call, posted: Mapping[str, Any], code: Any, description: str) -> dict[str, Any]:
    """Return the session's entry for a posted gift voucher; ``description`` takes the amount and the receiver.

    The amount is posted in the session's currency and kept in the default one.
    """
    default = call.settings.text("config_currency")
    amount = call.currencies.convert(as_number(text(posted.get("amount"))), call.currency, default)
    return {
        "code": code,
        "description": description % (call.money(amount), text(posted.get("to_name"))),
        **{name: text(posted.get(name)) for name in FIELDS[1:-1]},
        "amount": amount,
    }
