"""``api/customer/add``, ``api/customer/edit``, ``api/customer/login`` (store-api 19.7)."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.database import Row
from opencart_proxy.dialects.listings import passwords
from opencart_proxy.dialects.listings.page import InvalidError
from opencart_proxy.dialects.listings.values import plain
from opencart_proxy.dialects.listings.writing import refusal
from opencart_proxy.php import as_int, cell, dumps, fields, loads, truthy
from opencart_proxy.shop import addresses, customers
from opencart_proxy.wire.answer import Answer

__all__ = ["add", "edit", "login"]

REGISTERED = "Warning: E-Mail Address is already registered!"
MODIFIED = "Success: You have modified customers!"
ATTEMPTS = "Warning: Your account has exceeded allowed number of login attempts. Please try again in 1 hour."
APPROVAL = "Warning: Your account requires approval before you can login."
NO_MATCH = "Warning: No match for E-Mail Address and/or Password."
LOGGED_IN = "Success: You have been logged in!"
EDITABLE = ("firstname", "lastname", "email", "telephone")
FLAGS = ("newsletter", "status", "safe")
STRENGTH = (
    ("config_password_uppercase", r"[A-Z]"),
    ("config_password_lowercase", r"[a-z]"),
    ("config_password_number", r"[0-9]"),
    ("config_password_symbol", r"[^A-Za-z0-9]"),
)


def add(call: Call) -> Any:
    """Register a customer."""
    refused = refusal(call, "customers")
    if refused:
        return refused
    body, post = call.request.body, call.request.post
    group_id = as_int(post("customer_group_id", call.settings.text("config_customer_group_id")))
    errors = _errors(call, group_id)
    password = str(plain(post("password")))
    if not _strong(call, password):
        errors["password"] = _password_text(call)
    address = _posted_address(call, errors) if "address" in body else None
    if errors:
        raise InvalidError(**errors)
    group = call.db.row("customer_group", customer_group_id=group_id) or {}
    approval = bool(group.get("approval"))
    customer_id = call.db.insert(
        "customer",
        customer_group_id=group_id,
        store_id=call.store_id,
        language_id=call.language_id,
        **{name: post(name) for name in EDITABLE},
        password=passwords.hashed(password),
        custom_field=dumps(body.get("custom_field") or []),
        newsletter=int(truthy(post("newsletter"))),
        status=int(truthy(post("status"))) if "status" in body else int(not approval),
        ip=call.ip,
        date_added=call.stamp,
    )
    if approval:
        call.db.insert("customer_approval", customer_id=customer_id, type="customer", date_added=call.stamp)
    if address:
        call.db.insert("address", customer_id=customer_id, **address, default=1)
    return Answer({"success": MODIFIED, "customer_id": customer_id}, 201)


def edit(call: Call) -> Any:
    """Change what is posted of a customer, and nothing else."""
    refused = refusal(call, "customers")
    if refused:
        return refused
    body = call.request.body
    customer = call.db.locked("customer", customer_id=as_int(call.request.param("customer_id")))
    if customer is None:
        return Answer({"error": texts.NO_CUSTOMER}, 404)
    known = {name: cell(customer[name]) for name in (*EDITABLE, "customer_group_id")}
    stored_fields = fields(loads(customer["custom_field"]))
    call.request = call.request.with_body({**known, "custom_field": stored_fields, **body})
    group_id = as_int(call.request.post("customer_group_id"))
    errors = _errors(call, group_id, own_id=customer["customer_id"])
    values: Row = {name: call.request.post(name) for name in EDITABLE if name in body}
    values |= {name: int(truthy(body[name])) for name in FLAGS if name in body}
    if "customer_group_id" in body:
        values["customer_group_id"] = group_id
    if "custom_field" in body:
        values["custom_field"] = dumps(body["custom_field"] or [])
    if "password" in body:
        password = str(plain(call.request.post("password")))
        values["password"] = passwords.hashed(password)
        if not _strong(call, password):
            errors["password"] = _password_text(call)
    if errors:
        raise InvalidError(**errors)
    if values:
        call.db.update("customer", {"customer_id": customer["customer_id"]}, **values)
    return {"success": MODIFIED}


def _errors(call: Call, group_id: int, own_id: int = 0) -> dict[str, str]:
    errors = {}
    if not customers.group_exists(call, group_id):
        errors["customer_group_id"] = texts.CUSTOMER_GROUP
    required = call.settings.flag("config_telephone_required")
    errors |= customers.refuse(call, group_id, telephone_required=required)
    other = _by_email(call, call.request.post("email"))
    if other and other["customer_id"] != own_id:
        errors["email"] = REGISTERED
    return errors


def _by_email(call: Call, email: str) -> Row | None:
    table = call.db.table("customer")
    return call.db.one(select(table).where(func.lower(table.c.email) == email.lower())) if email else None


def _limits(call: Call) -> tuple[int, int]:
    own = call.settings.integer("config_password_length")
    return (own, 40) if own else (4, 20)


def _password_text(call: Call) -> str:
    low, high = _limits(call)
    return f"Password must be between {low} and {high} characters!"


def _strong(call: Call, password: str) -> bool:
    low, high = _limits(call)
    rules = (pattern for key, pattern in STRENGTH if call.settings.flag(key))
    return low <= len(password) <= high and all(re.search(pattern, password) for pattern in rules)


def _posted_address(call: Call, errors: dict[str, str]) -> Row:
    """Return the columns of the posted ``address``; what is wrong with it goes to ``errors``."""
    whole = call.request
    call.request = whole.with_body(fields(whole.body["address"]))
    country_id = as_int(call.request.post("country_id"))
    found = addresses.check(call, call.geography.country(country_id))
    errors |= {f"address_{name}": message for name, message in found.items()}
    row: Row = {name: call.request.post(name) for name in addresses.AS_SENT}
    row |= {"country_id": country_id, "zone_id": as_int(call.request.post("zone_id"))}
    row["custom_field"] = dumps(call.request.body.get("custom_field") or [])
    call.request = whole
    return row


def login(call: Call) -> Any:
    """Log a customer in by address and password, as the storefront does."""
    email, password = call.request.post("email"), str(plain(call.request.post("password")))
    attempts = call.db.locked("customer_login", email=email.lower())
    hour_ago = (call.now - timedelta(hours=1)).strftime("%Y-%m-%d %H:%M:%S")
    recent = attempts is not None and attempts["date_modified"] > hour_ago
    if attempts and recent and attempts["total"] >= call.settings.integer("config_login_attempts"):
        return Answer({"error": ATTEMPTS}, 403)
    customer = _by_email(call, email)
    if customer and not customer["status"]:
        return Answer({"error": APPROVAL}, 403)
    stored = customer["password"] if customer else passwords.hashed(secrets.token_hex(8))
    if not passwords.matches(password, stored, customer.get("salt") if customer else None) or customer is None:
        _note_failure(call, email, attempts)
        return Answer({"error": NO_MATCH}, 401)
    if attempts:
        call.db.delete("customer_login", email=email.lower())
    if passwords.outdated(stored):
        call.db.update("customer", {"customer_id": customer["customer_id"]}, password=passwords.hashed(password))
    customers.log_in(call, customer)
    shown = {name: cell(customer[name]) for name in ("customer_id", "customer_group_id", *EDITABLE)}
    shown["custom_field"] = loads(customer["custom_field"]) or []
    call.data["customer"] = shown
    return {"success": LOGGED_IN, "customer": shown}


def _note_failure(call: Call, email: str, attempts: Row | None) -> None:
    if attempts:
        key = {"customer_login_id": attempts["customer_login_id"]}
        call.db.update("customer_login", key, total=attempts["total"] + 1, date_modified=call.stamp)
    else:
        stamps = {"date_added": call.stamp, "date_modified": call.stamp}
        call.db.insert("customer_login", email=email.lower(), ip=call.ip, total=1, **stamps)
