"""What a shop has that OpenCart 3 does not bring to every page by itself: its extensions, and how they are used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select

from migrator.extensions.knowledge import stock_columns, table_owner
from migrator.stores import Store
from steps.convert.shipped import is_stock_event

__all__ = ["EXTENSION_TYPES", "Found", "inventory"]

EXTENSION_TYPES = frozenset(
    {"advertise", "analytics", "captcha", "currency", "dashboard", "feed", "fraud", "menu", "module", "payment"}
    | {"report", "shipping", "theme", "total"}
)
STOCK_SETTINGS = frozenset({"config", "developer", "voucher", "openbay"})
IN_USE_WHEN_ENABLED = EXTENSION_TYPES - {"module", "theme"}
EXTENSION_FILE = re.compile(r"(?:catalog|admin)/controller/extension/(?P<kind>\w+)/(?P<code>\w+)\.php$")
STATUS = re.compile(r"""(?:"status"\s*:\s*"?1\b|"status";(?:s:1:"1"|i:1|b:1);)""")
ON = frozenset({"1", "true", "on"})


@dataclass(slots=True)
class Found:
    """One extension as the shop has it; ``details`` are sentences for people, counts are rows of the database."""

    kind: str
    code: str
    name: str = ""
    installed: bool = False
    enabled: bool = False
    layouts: int = 0
    orders: int = 0
    last_order: str = ""
    package: str = ""
    details: list[str] = field(default_factory=list)
    active: bool = False
    """Whether something other than a switch shows that it works: the theme of a store, rows of a table."""

    @property
    def in_use(self) -> bool:
        """Whether the shop shows or runs it now."""
        if self.kind == "module":
            return self.layouts > 0 and self.enabled
        return self.active or (self.enabled and self.installed and self.kind in IN_USE_WHEN_ENABLED)


class _Inventory:
    def __init__(self, store: Store, connection: Connection) -> None:
        self.store = store
        self.connection = connection
        self.found: dict[tuple[str, str], Found] = {}

    def of(self, kind: str, code: str) -> Found:
        return self.found.setdefault((kind, code), Found(kind, code))

    def rows(self, table: str, *columns: str) -> Iterator[Any]:
        """Yield the columns of a table, nothing when the release has no such table."""
        if table in self.store.schema:
            source = self.store.table(table)
            yield from self.connection.execute(select(*(source.c[column] for column in columns)))

    # -- switches -----------------------------------------------------------------------------

    def installed(self) -> None:
        for kind, code in self.rows("extension", "type", "code"):
            self.of(kind, code).installed = True

    def settings(self) -> None:
        others: dict[str, int] = {}
        for store_id, code, key, value in self.rows("setting", "store_id", "code", "key", "value"):
            kind, _, name = str(code).partition("_")
            if kind in EXTENSION_TYPES and name:
                if key == f"{code}_status" and str(value).lower() in ON:
                    self.of(kind, name).enabled = True
                else:
                    self.of(kind, name)
            elif code not in STOCK_SETTINGS:
                others[code] = others.get(code, 0) + 1
            if key == "config_theme" and value:
                theme = self.of("theme", str(value).removeprefix("theme_"))
                theme.active = theme.enabled = True
                theme.details.append(f"Store {store_id} shows this theme.")
        for code, count in others.items():
            other = self.of("other", code)
            other.enabled = other.active = True
            other.details.append(f"{count} settings.")

    # -- places and orders --------------------------------------------------------------------

    def modules(self) -> None:
        enabled: set[str] = set()
        for module_id, code, setting in self.rows("module", "module_id", "code", "setting"):
            self.of("module", code)
            if STATUS.search(setting):
                enabled.add(f"{code}.{module_id}")
                self.of("module", code).enabled = True
        for (position,) in self.rows("layout_module", "code"):
            code = str(position).partition(".")[0]
            if code not in {"", "0"}:
                self.of("module", code).layouts += 1

    def orders(self) -> None:
        """Count the confirmed orders (those with a status) of each payment, shipping and total code."""
        order = self.store.table("order")
        confirmed = order.c.order_status_id > 0
        for kind in ("payment", "shipping"):
            column = order.c[f"{kind}_code"]
            query = select(column, func.count(), func.max(order.c.date_added)).where(confirmed).group_by(column)
            for value, count, last in self.connection.execute(query):
                self._used(kind, str(value or "").partition(".")[0], count, last)
        total = self.store.table("order_total")
        query = (
            select(total.c.code, func.count(func.distinct(order.c.order_id)), func.max(order.c.date_added))
            .join_from(total, order, total.c.order_id == order.c.order_id)
            .where(confirmed)
            .group_by(total.c.code)
        )
        for value, count, last in self.connection.execute(query):
            self._used("total", str(value or ""), count, last)

    def _used(self, kind: str, code: str, count: int, last: str) -> None:
        if code:
            found = self.of(kind, code)
            found.orders += count
            found.last_order = max(found.last_order, str(last))

    # -- what changes OpenCart itself ---------------------------------------------------------

    def modifications(self) -> None:
        columns = ("code", "name", "author", "version", "link", "status")
        for code, name, author, version, link, status in self.rows("modification", *columns):
            found = self.of("modification", code)
            found.name, found.installed = name, True
            found.enabled = found.active = found.active or bool(status)
            found.details.append(
                ", ".join(part for part in (f"version {version}", author and f"by {author}", link) if part)
            )

    def events(self) -> None:
        for code, trigger, action, status in self.rows("event", "code", "trigger", "action", "status"):
            if not is_stock_event(code):
                found = self.of("event", code)
                found.installed = True
                found.enabled = found.active = found.active or bool(status)
                found.details.append(f"At {trigger} it runs {action}.")

    def packages(self) -> None:
        names: dict[int, str] = {}
        for package_id, filename, added in self.rows(
            "extension_install", "extension_install_id", "filename", "date_added"
        ):
            names[package_id] = filename
            found = self.of("package", filename)
            found.installed = found.enabled = found.active = True
            found.details.append(f"Uploaded on {added}.")
        for package_id, path in self.rows("extension_path", "extension_install_id", "path"):
            match = EXTENSION_FILE.search(path)
            if match and package_id in names:
                brought = self.of(match["kind"], match["code"])
                brought.package = names[package_id]
                package = self.of("package", brought.package)
                detail = f"It brought {brought.kind}/{brought.code}."
                if detail not in package.details:
                    package.details.append(detail)

    def templates(self) -> None:
        columns = ("store_id", "theme", "route", "date_added")
        for store_id, theme, route, added in self.rows("theme", *columns):
            found = self.of("template", route)
            found.installed = found.enabled = found.active = True
            found.details.append(f"Store {store_id}, theme {theme}, changed on {added}.")

    # -- foreign tables and columns -----------------------------------------------------------

    def tables(self) -> None:
        stock = stock_columns()
        for name in self.store.schema:
            table = self.store.table(name)
            if name not in stock:
                count = self.connection.execute(select(func.count()).select_from(table)).scalar_one()
                owner = table_owner(name)
                self._table(name, count, f"Table with {count} rows" + (f", made by {owner}." if owner else "."))
                continue
            for column in self.store.schema[name].columns.values():
                if column.name not in stock[name]:
                    value = table.c[column.name]
                    filled = value.is_not(None) & (value != column.neutral)
                    count = self.connection.execute(select(func.count()).where(filled)).scalar_one()
                    self._table(f"{name}.{column.name}", count, f"Column with {count} values.")

    def _table(self, code: str, count: int, detail: str) -> None:
        found = self.of("table", code)
        found.installed = True
        found.enabled = found.active = count > 0
        found.details.append(detail)


def inventory(store: Store) -> list[Found]:
    """Return every extension of an OpenCart 3 store and every trace of one, by type and code.

    Read are the tables ``extension``, ``setting``, ``module``, ``layout_module``, ``order``, ``order_total``,
    ``modification``, ``event``, ``extension_install`` and ``theme`` (data-map 2.1), and the schema.
    """
    with store.connect() as connection:
        shop = _Inventory(store, connection)
        for read in (
            shop.installed,
            shop.settings,
            shop.modules,
            shop.orders,
            shop.modifications,
            shop.events,
            shop.packages,
            shop.templates,
            shop.tables,
        ):
            read()
        return [shop.found[key] for key in sorted(shop.found)]
