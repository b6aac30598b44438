"""The custom fields of customers and addresses (store-api 13.6, 14.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from opencart_proxy import texts
from opencart_proxy.php import fields, text, truthy
from opencart_proxy.shop.checks import matches

if TYPE_CHECKING:
    from opencart_proxy.call import Call

__all__ = ["check"]


def check(call: Call, location: str, group_id: int, posted: Any, prefix: str = "") -> Mapping[str, str]:
    """Return what is wrong with posted custom fields, by error key.

    ``location`` is ``account`` or ``address``; ``group_id`` the customer group whose fields count; ``prefix`` stands
    before the error keys.
    """
    table = call.db.table
    field, named, group = table("custom_field"), table("custom_field_description"), table("custom_field_customer_group")
    rows = call.db.all(
        select(field.c.custom_field_id, field.c.type, field.c.validation, named.c.name, group.c.required)
        .join(group, group.c.custom_field_id == field.c.custom_field_id)
        .join(named, named.c.custom_field_id == field.c.custom_field_id)
        .where(
            field.c.status == 1,
            field.c.location == location,
            group.c.customer_group_id == group_id,
            named.c.language_id == call.language_id,
        )
        .order_by(field.c.sort_order, field.c.custom_field_id)
    )
    values, errors = fields(posted), {}
    for row in rows:
        value = values.get(str(row["custom_field_id"]))
        key = f"{prefix}{call.rules.custom_field_key}{row['custom_field_id']}"
        pattern = row["validation"] if row["type"] == "text" else ""
        if row["required"] and not truthy(value):
            errors[key] = texts.REQUIRED % row["name"]
        elif pattern and not matches(pattern, text(value), escaped=call.rules.escaped_patterns):
            errors[key] = (texts.NOT_VALID_INPUT if call.rules.pattern_text else texts.REQUIRED) % row["name"]
    return errors
