"""Payment and shipping method of an order as JSON, since OpenCart 4.0.2.0 (data-map 3.6)."""

from __future__ import annotations

from decimal import Decimal

from steps.convert import php

__all__ = ["method_code", "payment_method", "shipping_method"]


def method_code(code: str) -> str:
    """Return the two-part code OpenCart 4 expects: ``cod`` becomes ``cod.cod``, ``flat.flat`` stays."""
    return code if not code or "." in code else f"{code}.{code}"


def payment_method(name: str | None, code: str | None) -> str:
    """Return the JSON for ``order.payment_method``; it is an object even when the order had none."""
    return php.to_json({"name": name or "", "code": method_code(code or "")})


def shipping_method(
    name: str | None, code: str | None, *, cost: Decimal = Decimal(0), tax_class_id: int = 0, text: str = ""
) -> str:
    """Return the JSON for ``order.shipping_method``, or no text for an order without shipping.

    ``cost`` is the order's ``shipping`` total, net in the shop's default currency; ``text`` the same formatted.
    """
    if not name and not code:
        return ""
    return php.to_json(
        {
            "code": method_code(code or ""),
            "name": name or "",
            "cost": str(cost),
            "tax_class_id": str(tax_class_id),
            "text": text,
        }
    )
