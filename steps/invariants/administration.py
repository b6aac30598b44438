"""Settings, administrators, and what stays as installed: invariants 53 to 56 (data-map 6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from migrator.engine.context import Context
from migrator.engine.invariants import Invariant, Violation
from steps import facts
from steps.convert.config_settings import DROPPED
from steps.convert.permissions import ADMINISTRATION, RIGHTS, Permissions
from steps.convert.shipped import is_stock_event
from steps.invariants.design import OWN
from steps.invariants.shop import Row, Shop

__all__ = ["INVARIANTS"]

BANK_TRANSFER = "payment_bank_transfer"
UNTOUCHED = ("event", "cron", "extension_install")
OLD_LISTS = "extension/extension/"


def _settings(context: Context) -> Iterator[Violation]:
    shop = Shop(context.target)
    rows = shop.rows("setting")
    places = Counter((row["store_id"], row["code"], row["key"]) for row in rows)
    for place, times in places.items():
        if times > 1:
            shown = " ".join(str(part) for part in place)
            yield Violation("setting", shown, f"The setting {place[2]} exists {times} times in the store {place[0]}")
    own = {row["key"] for row in context.original("setting")} if "setting" in context.kept else set()
    for row in rows:
        if row["key"] in DROPPED and row["key"] not in own:
            message = f"The setting {row['key']} is one that OpenCart 4 does not have"
            yield Violation("setting", f"{row['store_id']} {row['code']} {row['key']}", message)
    of_store_0 = {row["key"]: row["value"] for row in rows if row["store_id"] == 0}
    if of_store_0.get(f"{BANK_TRANSFER}_status") == "1":
        for language in sorted(shop.ids("language")):
            key = f"{BANK_TRANSFER}_bank_{language}"
            if key not in of_store_0:
                message = f"Bank transfer has no instructions in the language {language}"
                yield Violation("setting", f"0 {BANK_TRANSFER} {key}", message)


def _permissions(context: Context) -> Iterator[Violation]:
    shop = Shop(context.target)
    known = Permissions.of_administrators(context.original("user_group"), facts.target(context))
    administrators = set()
    for row in shop.rows("user_group"):
        found = Permissions.read(row["permission"]) or Permissions()
        if ADMINISTRATION in found.modify:
            administrators.add(row["user_group_id"])
        for right in RIGHTS:
            for route in getattr(found, right):
                if route not in getattr(known, right) or route.startswith(OLD_LISTS):
                    message = f"The group “{row['name']}” may use “{route}”, a page that OpenCart 4 does not have"
                    yield Violation("user_group", str(row["user_group_id"]), message, {"right": right, "route": route})
    if not any(row["user_group_id"] in administrators and int(row["status"] or 0) for row in shop.rows("user")):
        yield Violation("user", "", "No administrator who is switched on may change the permissions of others")


def _untouched(context: Context) -> Iterator[Violation]:
    shop = Shop(context.target)
    for table in UNTOUCHED:
        if table in context.kept:
            yield from _changed(context, table, shop.rows(table))
        elif not shop.rows(table):
            yield Violation(table, "", f"The table {table} is empty: OpenCart 4 works with the rows that it came with")
    if not any(row["code"] == OWN for row in shop.rows("extension_install")):
        yield Violation("extension_install", "", "OpenCart 4's own extension is not installed")
    old = {row["code"] for row in Shop(context.source).rows("event") if not is_stock_event(str(row["code"]))}
    for row in shop.rows("event"):
        if row["code"] in old or _has_method_with_slash(str(row["action"])):
            message = f"The event “{row['code']}” calls “{row['action']}”, which is of the old shop"
            yield Violation("event", str(row["event_id"]), message, {"action": row["action"]})


def _has_method_with_slash(action: str) -> bool:
    return action.count("/") > 1 and not action.startswith("extension/")


def _changed(context: Context, table: str, rows: list[Row]) -> Iterator[Violation]:
    key = f"{table}_id"
    found = {row[key]: row for row in rows}
    for row in context.original(table):
        if {name: str(value) for name, value in found.pop(row[key], {}).items()} != _texts(row):
            yield Violation(table, str(row[key]), f"{table} {row[key]} is not as OpenCart 4 came with it")
    for number in found:
        yield Violation(table, str(number), f"{table} {number} did not come with OpenCart 4")


def _texts(row: Row) -> dict[str, str]:
    return {name: str(value) for name, value in row.items()}


def _addresses(context: Context) -> Iterator[Violation]:
    shop, source = Shop(context.target), Shop(context.source)
    without = {row["store_id"] for row in source.rows("store") if not (row["url"] or row["ssl"])}
    for row in shop.rows("store"):
        store, url = int(row["store_id"]), str(row["url"] or "")
        if store and (not url.endswith("/") or shop.value(store, "config_url") != url):
            message = f"The store “{row['name']}” is not found by its address “{url}”"
            data = {"url": url, "config_url": shop.value(store, "config_url")}
            yield Violation("store", str(store), message, data, inherited=not url and store in without)


INVARIANTS = (
    Invariant(53, "settings", "Every setting exists once, and none is left of the old shop's", _settings),
    Invariant(
        54, "administrators", "Somebody may do everything, and nobody may use pages that do not exist", _permissions
    ),
    Invariant(55, "what stays as installed", "OpenCart 4's events, tasks and own extension are untouched", _untouched),
    Invariant(56, "addresses of stores", "Every store is found by its address", _addresses),
)
