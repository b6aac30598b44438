"""The session's customer, and who is logged in (store-api 4.4, 5.4, 13.6, 14.4, 15.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opencart_proxy import texts
from opencart_proxy.database import Row
from opencart_proxy.php import as_int, cell, text, truthy
from opencart_proxy.shop import custom_fields
from opencart_proxy.shop.checks import is_email, length_between
from opencart_proxy.wire.fields import TRIMMED

if TYPE_CHECKING:
    from opencart_proxy.call import Call

__all__ = [
    "check_names",
    "custom_field_map",
    "group_exists",
    "log_in",
    "note_visit",
    "posted_customer",
    "refuse",
    "resolved_group",
]


def log_in(call: Call, customer: Row) -> None:
    """Make ``customer`` the logged-in one: the session names it, its language and address are noted."""
    call.customer = customer
    call.data["customer_id"] = cell(customer["customer_id"])
    note_visit(call, customer)


def note_visit(call: Call, customer: Row) -> None:
    """Write a customer's language and address if they changed."""
    seen = {"language_id": call.language_id, "ip": call.ip}
    if any(customer.get(column) != value for column, value in seen.items()):
        call.db.update("customer", {"customer_id": customer["customer_id"]}, **seen)
        customer.update(seen)


def group_exists(call: Call, group_id: int) -> bool:
    """Whether there is a customer group."""
    return call.db.row("customer_group", customer_group_id=group_id) is not None


def check_names(call: Call, prefix: str = "") -> dict[str, str]:
    """Return what is wrong with the posted first and last name."""
    errors = {}
    for name, message in (("firstname", texts.FIRSTNAME), ("lastname", texts.LASTNAME)):
        if not length_between(call.request.post(prefix + name).strip(TRIMMED), 1, 32):
            errors[prefix + name] = message
    return errors


def refuse(call: Call, group_id: int, *, telephone_required: bool) -> dict[str, str]:
    """Return what is wrong with the posted customer, ids and group aside."""
    post = call.request.post
    errors = check_names(call)
    if not is_email(post("email")):
        errors["email"] = texts.EMAIL
    length = len(post("telephone"))
    if length > 32 or (telephone_required and length < 3):
        errors["telephone"] = texts.TELEPHONE
    return {**errors, **custom_fields.check(call, "account", group_id, call.request.body.get("custom_field"))}


def posted_customer(call: Call, group_id: Any) -> dict[str, Any]:
    """Return the session's map of the posted customer with the given group."""
    post = call.request.post
    return {
        "customer_id": text(call.request.body.get("customer_id", "0" if call.rules.line == "4.1" else "")),
        "customer_group_id": group_id,
        "firstname": post("firstname"),
        "lastname": post("lastname"),
        "email": post("email"),
        "telephone": post("telephone"),
        "custom_field": custom_field_map(call.request.body.get("custom_field")),
    }


def custom_field_map(posted: Any) -> Any:
    """Return posted custom fields as the session keeps them: the map, or the empty list."""
    return posted if isinstance(posted, dict) and posted else []


def resolved_group(call: Call) -> int:
    """Return the posted group if truthy, else the current one."""
    posted = call.request.post("customer_group_id")
    return as_int(posted) if truthy(posted) else call.group_id
