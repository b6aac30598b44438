"""Set up a call: store, language, currency, customer and group, as the previous call left them (store-api 5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select

from opencart_proxy import conf
from opencart_proxy.call import Call
from opencart_proxy.database import Database, Row
from opencart_proxy.money import Currencies
from opencart_proxy.php import as_int, fields, text
from opencart_proxy.rules import Rules
from opencart_proxy.session import Session
from opencart_proxy.shop.customers import note_visit
from opencart_proxy.shop.settings import Settings
from opencart_proxy.tax import Tax, TaxAddress
from opencart_proxy.wire.request import Request

__all__ = ["Shop", "open_call", "open_shop"]


class Shop:
    """The store that a request addresses, and its settings."""

    def __init__(self, database: Database, request: Request, store_id: int, row: Row | None) -> None:
        self.store_id = store_id
        self.settings = Settings.load(database, store_id)
        own = f"{request.scheme}://{request.host}{request.directory}"
        self.url = str(row["url"]) if row else conf.store_url() or own
        self.name = str(row["name"]) if row else self.settings.text("config_name")

    @property
    def now(self) -> datetime:
        """Now, in the store's time zone, without one."""
        try:
            zone: Any = ZoneInfo(self.settings.text("config_timezone") or "UTC")
        except (ZoneInfoNotFoundError, ValueError):
            zone = UTC
        return datetime.now(zone).replace(tzinfo=None)


def open_shop(database: Database, request: Request, chosen: int | None = None) -> Shop:
    """Return the store that the request names by ``store_id``, else ``chosen``, else the one of its address."""
    stores = {row["store_id"]: row for row in database.rows("store", "store_id")}
    if "store_id" in request.query:
        store_id = as_int(request.param("store_id"))
    elif chosen is not None:
        store_id = chosen
    else:
        here = _place(f"{request.host}{request.directory}")
        store_id = next((key for key, row in stores.items() if _place(row["url"]) == here), 0)
    return Shop(database, request, store_id, stores.get(store_id))


def _place(url: str) -> str:
    return re.sub(r"^(https?://)?(www\.)?", "", url.lower()).rstrip("/")


def open_call(
    database: Database,
    request: Request,
    rules: Rules,
    shop: Shop,
    session: Session,
    *,
    api_id: int,
    username: str,
    ip: str,
    kept: bool = True,
) -> Call:
    """Return the call of an admitted request."""
    data, settings = session.data, shop.settings
    languages = {row["code"]: row for row in database.rows("language", "sort_order", "language_id")}
    enabled = {code: row for code, row in languages.items() if row["status"]}
    language = languages[_language(request, rules, data, settings, enabled)]
    currencies = Currencies.load(database)
    currency = _currency(request, data, settings, currencies)
    data["currency"] = currency
    if rules.line == "3.0":
        data["language"] = language["code"]
    customer = _customer(database, data)
    group_id = _group(data, customer, settings, rules)
    call = Call(
        request=request,
        rules=rules,
        db=database,
        settings=settings,
        session=session,
        store_id=shop.store_id,
        store_name=shop.name,
        store_url=shop.url,
        language=language,
        languages=languages,
        currency=currency,
        currencies=currencies,
        group_id=group_id,
        customer=customer,
        tax=Tax(database, group_id, _tax_addresses(data, settings, rules), shown=settings.flag("config_tax")),
        api_id=api_id,
        username=username,
        ip=ip,
        now=shop.now,
        kept=kept,
    )
    if customer:
        note_visit(call, customer)
        _note_address(call, customer)
    return call


def _language(request: Request, rules: Rules, data: dict[str, Any], settings: Settings, enabled: dict[str, Row]) -> str:
    default = settings.text("config_language_catalog") or settings.text("config_language")
    if rules.line == "3.0":
        wanted = [text(data.get("language")), request.cookies.get("language", ""), *_accepted(request, enabled)]
    else:
        wanted = [request.param("language"), text(data.get("language"))]
    return next((code for code in wanted if code in enabled), default if default in enabled else next(iter(enabled)))


def _accepted(request: Request, enabled: dict[str, Row]) -> Iterator[str]:
    for accepted in request.header("accept-language").split(","):
        for code, row in enabled.items():
            if accepted and (accepted == code or accepted in row["locale"].split(",")):
                yield code


def _currency(request: Request, data: dict[str, Any], settings: Settings, currencies: Currencies) -> str:
    wanted = (text(data.get("currency")), request.cookies.get("currency", ""), settings.text("config_currency"))
    return next((code for code in wanted if currencies.enabled(code)), next(iter(currencies.rows)))


def _customer(database: Database, data: dict[str, Any]) -> Row | None:
    customer_id = as_int(text(data.get("customer_id")))
    if "customer_id" not in data:
        return None
    customer = database.row("customer", customer_id=customer_id, status=1) if customer_id else None
    if customer is None:
        del data["customer_id"]
    return customer


def _group(data: dict[str, Any], customer: Row | None, settings: Settings, rules: Rules) -> int:
    chosen = data.get("customer")
    if chosen and (rules.line != "3.0" or "customer_group_id" in fields(chosen)):
        return as_int(text(fields(chosen).get("customer_group_id")))
    return int(customer["customer_group_id"]) if customer else settings.integer("config_customer_group_id")


def _tax_addresses(data: dict[str, Any], settings: Settings, rules: Rules) -> Iterator[TaxAddress]:
    store = (settings.integer("config_country_id"), settings.integer("config_zone_id"))
    for based in ("shipping", "payment"):
        address = fields(data.get(f"{based}_address"))
        needs = {"country_id", "zone_id"} if (rules.line, based) == ("3.0", "shipping") else set()
        if address and needs <= set(address):
            yield TaxAddress(based, as_int(address.get("country_id")), as_int(address.get("zone_id")))
        elif settings.text("config_tax_default") == based:
            yield TaxAddress(based, *store)
    yield TaxAddress("store", *store)


def _note_address(call: Call, customer: Row) -> None:
    table = call.db.table("customer_ip")
    known = select(table.c.customer_ip_id).where(table.c.customer_id == customer["customer_id"], table.c.ip == call.ip)
    if call.db.scalar(known.limit(1)) is None:
        call.db.insert(
            "customer_ip",
            customer_id=customer["customer_id"],
            store_id=call.store_id,
            ip=call.ip,
            country="",
            date_added=call.stamp,
        )
