"""Cart lines and totals as the dialects show them (store-api 13.4, 14.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opencart_proxy import texts
from opencart_proxy.dialects.shared import stock_tolerated
from opencart_proxy.php import cell
from opencart_proxy.shop.cart import Choice, Line
from opencart_proxy.totals import Totals

if TYPE_CHECKING:
    from opencart_proxy.call import Call

__all__ = ["plan_text", "shown_totals", "shown_value", "stock_error", "taxed_texts"]

FREQUENCIES = {"day": "day", "week": "week", "semi_month": "half-month", "month": "month", "year": "year"}


def taxed_texts(call: Call, line: Line) -> tuple[str, str]:
    """Return the price of a piece and of the line as people see them."""
    price = call.tax.taxed(line.price, line.tax_class_id)
    return call.money(price), call.money(price * line.quantity)


def shown_totals(call: Call, totals: Totals) -> list[dict[str, Any]]:
    """Return titles and amounts of the totals."""
    return [{"title": row.title, "text": call.money(row.value)} for row in totals.rows]


def stock_error(call: Call) -> dict[str, str]:
    """Return the error that a cart reports when something is out of stock, or nothing."""
    return {} if call.cart.in_stock or stock_tolerated(call) else {"stock": texts.STOCK}


def shown_value(call: Call, choice: Choice) -> str:
    """Return a chosen value; a file's is the name it was uploaded under."""
    if choice.option.kind != "file":
        return choice.value
    upload = call.db.row("upload", code=choice.value)
    return str(cell(upload["name"])) if upload else ""


def plan_text(call: Call, line: Line, *, raw_frequency: bool = False) -> str:
    """Return a line's subscription in words, empty without one; 4.1 names frequencies as they are stored."""
    plan = line.plan
    if plan is None:
        return ""
    names = {} if raw_frequency else FREQUENCIES

    def part(prefix: str, price: Any) -> str:
        amount = call.money(call.tax.taxed(price, line.tax_class_id))
        frequency = plan[f"{prefix}frequency"]
        return f"{amount} every {plan[f'{prefix}cycle']} {names.get(frequency, frequency)}(s)"

    trial = ""
    if plan["trial_status"]:
        trial = f"{part('trial_', plan['trial_price'])} for {plan['trial_duration']} payment(s) then "
    rest = f" for {plan['duration']} payment(s)" if plan["duration"] else " until canceled"
    return trial + part("", plan["price"]) + rest
