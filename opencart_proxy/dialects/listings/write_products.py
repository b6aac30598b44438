"""``api/product/add`` and ``api/product/edit`` (store-api 19.6)."""

from __future__ import annotations

from typing import Any

from opencart_proxy import texts
from opencart_proxy.call import Call
from opencart_proxy.database import Row
from opencart_proxy.dialects.listings.page import InvalidError
from opencart_proxy.dialects.listings.product_parts import CODES
from opencart_proxy.dialects.listings.writing import missing_references, refusal
from opencart_proxy.php import as_int, as_number, entries, fields, text
from opencart_proxy.shop.checks import length_between
from opencart_proxy.wire.answer import Answer

__all__ = ["add", "edit"]

TEXTS = ("name", "description", "meta_title", "meta_description", "meta_keyword", "tag")
INTEGERS = (
    "quantity",
    "minimum",
    "subtract",
    "stock_status_id",
    "shipping",
    "status",
    "sort_order",
    "manufacturer_id",
    "tax_class_id",
    "points",
    "weight_class_id",
    "length_class_id",
)
DECIMALS = ("price", "weight", "length", "width", "height")
OTHERS = ("model", "location", "image", "date_available")
REFERENCES = (
    ("manufacturer_id", "manufacturer", "manufacturer_id"),
    ("tax_class_id", "tax_class", "tax_class_id"),
    ("stock_status_id", "stock_status", "stock_status_id"),
    ("weight_class_id", "weight_class", "weight_class_id"),
    ("length_class_id", "length_class", "length_class_id"),
)
LINKS = (
    ("product_category", "category", "product_to_category", "category_id"),
    ("product_store", "store", "product_to_store", "store_id"),
)
NAME = "Product Name must be greater than 1 and less than 255 characters!"
META_TITLE = "Meta Title must be greater than 1 and less than 255 characters!"
MODEL = "Product Model must be greater than 1 and less than 64 characters!"
MODIFIED = "Success: You have modified products!"


def add(call: Call) -> Any:
    """Create a product with a description in every enabled language."""
    refused = refusal(call, "products")
    if refused:
        return refused
    given = _descriptions(call)
    base = given.get(call.language_id) or next(iter(given.values()), {})
    enabled = [row["language_id"] for row in call.languages.values() if row["status"]]
    described = {language_id: {**base, **given.get(language_id, {})} for language_id in {*enabled, *given}}
    for values in described.values():
        values.setdefault("meta_title", values.get("name", ""))
    _check(call, described, model_required=True)
    defaults = {"minimum": 1, "subtract": 1, "shipping": 1, "date_available": call.stamp[:10]}
    stamps = {"date_added": call.stamp, "date_modified": call.stamp}
    product_id = call.db.insert("product", **{**defaults, **_columns(call), **stamps})
    for language_id, values in described.items():
        row = {**dict.fromkeys(TEXTS, ""), **values}
        call.db.insert("product_description", product_id=product_id, language_id=language_id, **row)
    _write_links(call, product_id, {"product_store": [call.store_id]})
    _write_codes(call, product_id)
    return Answer({"success": MODIFIED, "product_id": product_id}, 201)


def edit(call: Call) -> Any:
    """Change what is posted of a product, and nothing else."""
    refused = refusal(call, "products")
    if refused:
        return refused
    product_id = as_int(call.request.param("product_id"))
    if call.db.locked("product", product_id=product_id) is None:
        return Answer({"error": texts.NO_PRODUCT}, 404)
    described = _descriptions(call)
    _check(call, described, model_required=False)
    call.db.update("product", {"product_id": product_id}, **_columns(call), date_modified=call.stamp)
    for language_id, values in described.items():
        key: Row = {"product_id": product_id, "language_id": language_id}
        if call.db.row("product_description", **key) is None:
            call.db.insert("product_description", **key, **{**dict.fromkeys(TEXTS, ""), **values})
        else:
            call.db.update("product_description", key, **values)
    _write_links(call, product_id, {})
    _write_codes(call, product_id)
    return {"success": MODIFIED}


def _descriptions(call: Call) -> dict[int, dict[str, str]]:
    """Return the posted texts by language: ``product_description``, and the plain fields for the current one."""
    body = call.request.body
    known = {row["language_id"] for row in call.languages.values()}
    found = {
        as_int(key): {name: text(value) for name, value in entries(values) if name in TEXTS}
        for key, values in entries(body.get("product_description"))
        if as_int(key) in known
    }
    plain = {name: text(body[name]) for name in TEXTS if name in body}
    if plain:
        found[call.language_id] = {**found.get(call.language_id, {}), **plain}
    return found


def _check(call: Call, described: dict[int, dict[str, str]], *, model_required: bool) -> None:
    """Raise ``InvalidError`` unless texts have their lengths and ids exist."""
    errors = {}
    if not described and model_required:
        errors[f"name_{call.language_id}"] = NAME
    for language_id, values in described.items():
        for name, message in (("name", NAME), ("meta_title", META_TITLE)):
            if (name in values or model_required) and not length_between(values.get(name, "").strip(), 1, 255):
                errors[f"{name}_{language_id}"] = message
    model = call.request.post("model")
    if ("model" in call.request.body or model_required) and not length_between(model.strip(), 1, 64):
        errors["model"] = MODEL
    errors |= missing_references(call, REFERENCES)
    for field, table, _, key in LINKS:
        ids = {as_int(value) for _, value in entries(call.request.body.get(field))} - {0}
        if any(call.db.row(table, **{key: found}) is None for found in ids):
            errors[field] = f"{field.replace('_', ' ').title()} could not be found!"
    if errors:
        raise InvalidError(**errors)


def _columns(call: Call) -> Row:
    body = call.request.body
    values: Row = {name: as_int(body[name]) for name in INTEGERS if name in body}
    values |= {name: as_number(body[name]) for name in DECIMALS if name in body}
    return {**values, **{name: text(body[name]) for name in (*OTHERS, *CODES) if name in body}}


def _write_links(call: Call, product_id: int, defaults: dict[str, list[int]]) -> None:
    for field, _, table, key in LINKS:
        posted = call.request.body.get(field)
        if posted is None and field not in defaults:
            continue
        ids = sorted({as_int(value) for value in fields(posted).values()}) if posted is not None else defaults[field]
        call.db.delete(table, product_id=product_id)
        for found in ids:
            call.db.insert(table, product_id=product_id, **{key: found})


def _write_codes(call: Call, product_id: int) -> None:
    """Write article codes where they have a table of their own (since 4.1.0.1)."""
    if not call.db.has("product_code"):
        return
    for name in CODES:
        if name in call.request.body:
            value = call.request.post(name)
            call.db.delete("product_code", product_id=product_id, code=[name, name.upper()])
            if value:
                call.db.insert("product_code", product_id=product_id, code=name.upper(), value=value)
