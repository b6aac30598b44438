"""The total modules of OpenCart by code (store-api 9.2, 10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from opencart_proxy.php import as_int, as_number, fields, text
from opencart_proxy.shop import rewards, vouchers
from opencart_proxy.shop.coupons import covered_lines, usable_coupon
from opencart_proxy.totals.state import State

__all__ = ["MODULES"]

HUNDRED = Decimal(100)
ZERO = Decimal(0)


def sub_total(state: State) -> None:
    state.add("sub_total", "Sub-Total", state.call.cart.sub_total + vouchers.bought_total(state.call))


def reward(state: State) -> None:
    call = state.call
    if "reward" not in call.data:
        return
    used = as_number(call.data["reward"])
    maximum = call.cart.points
    if used > rewards.owned(call) or (call.rules.reward_sign and used <= 0):
        return
    discount = ZERO
    for line in call.cart.lines:
        if line.points:
            part = line.total * used / maximum
            state.relieve(part, line.tax_class_id)
            discount += part
    state.add("reward", f"Reward Points ({call.rules.reward_sign}{text(call.data['reward'])})", -discount)


def shipping(state: State) -> None:
    call = state.call
    method = fields(call.data.get("shipping_method"))
    if not method or not call.cart.ships:
        return
    cost, tax_class_id = as_number(method.get("cost")), as_int(method.get("tax_class_id"))
    if tax_class_id:
        state.tax(cost, tax_class_id)
    state.add("shipping", text(method.get("name", method.get("title"))), cost)


def coupon(state: State) -> None:
    call = state.call
    found = usable_coupon(call, text(call.data.get("coupon")))
    if found is None:
        return
    covered = covered_lines(call, found)
    lines = call.cart.lines if covered is None else covered
    whole = sum((line.total for line in lines), ZERO)
    fixed = min(found["discount"], whole)
    discount = ZERO
    for line in lines:
        if found["type"] == "F":
            part = fixed * line.total / whole if whole else ZERO
        else:
            part = line.total * found["discount"] / HUNDRED if found["type"] == "P" else ZERO
        state.relieve(part, line.tax_class_id)
        discount += part
    method = fields(call.data.get("shipping_method"))
    if found["shipping"] and method:
        cost = as_number(method.get("cost"))
        state.relieve(cost, as_int(method.get("tax_class_id")))
        discount += cost
    discount = min(discount, state.total)
    if discount > 0:
        state.add("coupon", f"Coupon ({text(call.data['coupon'])})", -discount)


def handling(state: State) -> None:
    call, products = state.call, state.call.cart.sub_total
    if products <= call.settings.number("total_handling_total") or products <= 0:
        return
    if call.rules.handling_needs_shipping and (not call.cart.ships or call.cart.downloads):
        return
    _fee(state, "handling", "Handling Fee")


def low_order_fee(state: State) -> None:
    products = state.call.cart.sub_total
    if products and products < state.call.settings.number("total_low_order_fee_total"):
        _fee(state, "low_order_fee", "Low Order Fee")


def _fee(state: State, code: str, title: str) -> None:
    fee = state.call.settings.number(f"total_{code}_fee")
    tax_class_id = state.call.settings.integer(f"total_{code}_tax_class_id")
    if tax_class_id:
        state.tax(fee, tax_class_id)
    state.add(code, title, fee)


def tax(state: State) -> None:
    for rate, amount in list(state.taxes.values()):
        if amount > 0:
            state.add("tax", rate.name, amount)


def credit(state: State) -> None:
    state.call.credit_computed = True
    available = min(rewards.credit(state.call), state.total)
    if available > 0:
        state.add("credit", "Store Credit", -available)


def voucher(state: State) -> None:
    call = state.call
    if not call.rules.gift_vouchers or "voucher" not in call.data:
        return
    code = text(call.data["voucher"])
    found = vouchers.balance(call, code)
    amount = min(found[1], state.total) if found else ZERO
    if amount > 0:
        state.add("voucher", f"Gift Certificate ({code})", -amount)
    else:
        call.session.forget("voucher")


def total(state: State) -> None:
    value = max(ZERO, state.total) if state.call.rules.total_not_negative else state.total
    state.add("total", "Total", value, counts=False)


MODULES: Mapping[str, Callable[[State], None]] = {
    "sub_total": sub_total,
    "reward": reward,
    "shipping": shipping,
    "coupon": coupon,
    "handling": handling,
    "low_order_fee": low_order_fee,
    "tax": tax,
    "credit": credit,
    "voucher": voucher,
    "total": total,
}
