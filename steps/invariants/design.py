"""Layouts, modules and extensions: invariants 49 to 52 (data-map 6)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from migrator.engine.context import Context
from migrator.engine.invariants import Invariant, Violation
from steps import facts
from steps.convert.modules import DEFAULTS
from steps.convert.shipped import is_shipped, shipped_code
from steps.invariants.references import broken, many
from steps.invariants.shop import Row, Shop

__all__ = ["INVARIANTS"]

OWN = "opencart"
"""The extension that ships with OpenCart 4, and the first part of all its codes."""

TABLES = {("module", "bestseller"): "product_bestseller", ("fraud", "ip"): "fraud_ip"}
"""Extension (type, code) → the table that OpenCart 4's installer makes for it (data-map 2.1)."""


def _installed(shop: Shop, kind: str) -> set[str]:
    return {str(row["code"]) for row in shop.rows("extension") if row["type"] == kind}


def _layout_modules(context: Context) -> Iterator[Violation]:
    target, source = Shop(context.target), Shop(context.source)
    installed, modules = _installed(target, "module"), target.ids("module")
    has_vouchers = facts.target(context).has_vouchers
    old_installed = {shipped_code("module", code, has_vouchers=has_vouchers) for code in _installed(source, "module")}
    for row in target.rows("layout_module"):
        parts = str(row["code"]).split(".")
        inherited = False
        if len(parts) not in (2, 3) or parts[0] != OWN:
            problem = f"“{row['code']}” is not how OpenCart 4 names a module"
        elif parts[1] not in installed:
            problem = f"the module “{parts[1]}” is not installed"
            inherited = parts[1] not in old_installed
        elif len(parts) == 3 and not (parts[2].isdecimal() and int(parts[2]) in modules):
            problem = f"the module {parts[2]} does not exist"
        else:
            continue
        message = f"The layout {row['layout_id']} cannot show a module: {problem}"
        yield Violation("layout_module", str(row["layout_module_id"]), message, {"code": row["code"]}, inherited)
    yield from broken(context, many("layout_module", "layout_id"))


def _modules(context: Context) -> Iterator[Violation]:
    for row in Shop(context.target).rows("module"):
        name, _, code = str(row["code"]).partition(".")
        missing = sorted(DEFAULTS.get(code, {}).keys() - _keys(row))
        if name != OWN or not code:
            message = f"The module “{row['name']}” has the code “{row['code']}”, which OpenCart 4 does not know"
        elif missing:
            message = f"The module “{row['name']}” lacks {', '.join(missing)}, which OpenCart 4 reads"
        else:
            continue
        yield Violation("module", str(row["module_id"]), message, {"code": row["code"], "missing": missing})


def _keys(row: Row) -> set[str]:
    try:
        found = json.loads(row["setting"] or "")
    except ValueError:
        return set()
    return set(found) if isinstance(found, dict) else set()


def _extensions(context: Context) -> Iterator[Violation]:
    own = (
        {(row["type"], row["code"]) for row in context.original("extension")} if "extension" in context.kept else set()
    )
    has_vouchers = facts.target(context).has_vouchers
    rows = Shop(context.target).rows("extension")
    times = Counter((row["type"], row["code"]) for row in rows)
    for row in rows:
        pair = (str(row["type"]), str(row["code"]))
        if row["extension"] != OWN:
            problem = f"belongs to “{row['extension']}”"
        elif pair not in own and not is_shipped(*pair, has_vouchers=has_vouchers):
            problem = "is not part of OpenCart 4, so a page that loads it fails"
        elif times[pair] > 1:
            problem = "is installed twice"
        else:
            continue
        message = f"The {pair[0]} extension “{pair[1]}” {problem}"
        yield Violation("extension", str(row["extension_id"]), message, {"type": pair[0], "code": pair[1]})


def _tables(context: Context) -> Iterator[Violation]:
    target = Shop(context.target)
    for (kind, code), table in TABLES.items():
        needs_table = (kind, code) != ("module", "bestseller") or context.target_has("product", "rating")
        if needs_table and code in _installed(target, kind) and table not in context.target.schema:
            yield Violation(
                "extension", f"{kind} {code}", f"The {kind} “{code}” needs the table {table}, which is missing"
            )


INVARIANTS = (
    Invariant(49, "modules in layouts", "Every place of a layout shows a module that exists", _layout_modules),
    Invariant(50, "modules", "Every module has all settings that OpenCart 4 reads", _modules),
    Invariant(51, "extensions", "Every installed extension is part of OpenCart 4", _extensions),
    Invariant(52, "tables of extensions", "Installed extensions have their tables", _tables),
)
