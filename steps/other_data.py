"""Step 11: downloads, marketing, returns, design, settings, SEO URLs, and what stays behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Integer, Select, TableClause, cast, func, literal_column, select

from migrator.engine.context import Context
from migrator.engine.notes import Note
from migrator.engine.sql import as_integer
from migrator.engine.step import Step
from migrator.engine.tablemap import Dropped, Expr, Part, Range, Row, Scope, TableMap, computed, table_map
from steps import facts
from steps.convert.extensions import merge_extensions
from steps.convert.layouts import Layouts, convert_layout_routes, merge_layouts
from steps.convert.modules import convert_layout_modules, convert_modules
from steps.convert.notes import Converted
from steps.convert.routes import storefront_route
from steps.convert.settings import ShopFacts, convert_settings
from steps.convert.shipped import is_stock_event
from steps.seo import SEO_URL
from steps.store_api import STORE_API_SETTING

GOOGLE = (
    "googleshopping_category",
    "googleshopping_product",
    "googleshopping_product_status",
    "googleshopping_product_target",
    "googleshopping_target",
    "category_to_google_product_category",
    "product_advertise_google",
    "product_advertise_google_status",
    "product_advertise_google_target",
    "advertise_google_target",
)


def _told(context: Context, converted: Converted[list[Row]]) -> list[Row]:
    for note in converted.notes:
        context.note(note)
    return converted.value


# -- design -------------------------------------------------------------------------------------------


def _layouts(context: Context) -> Layouts:
    return context.fact("layouts", lambda: merge_layouts(context.rows("layout"), context.original("layout")))


def _layout_rows(context: Context, _: Range) -> Iterable[Row]:
    return _layouts(context).rows


def _layout_routes(context: Context, _: Range) -> Iterable[Row]:
    return _told(
        context,
        convert_layout_routes(
            context.rows("layout_route"),
            context.original("layout_route"),
            _layouts(context),
            facts.stores(context),
            facts.target(context),
        ),
    )


def _modules(context: Context) -> list[Row]:
    return context.fact(
        "modules", lambda: _told(context, convert_modules(context.rows("module"), facts.target(context)))
    )


def _module_rows(context: Context, _: Range) -> Iterable[Row]:
    return _modules(context)


def _layout_modules(context: Context, _: Range) -> Iterable[Row]:
    ids = {int(row["module_id"]) for row in _modules(context)}
    return _told(context, convert_layout_modules(context.rows("layout_module"), ids, facts.target(context)))


def _translations(context: Context, _: Range) -> Iterator[Row]:
    for row in context.rows("translation"):
        found = storefront_route(
            row["route"], facts.target(context), table="translation", key=str(row["translation_id"])
        )
        for note in found.notes:
            context.note(note)
        yield {**row, "route": row["route"] if found.value is None else found.value}


# -- extensions and settings --------------------------------------------------------------------------


def _extensions(context: Context) -> list[Row]:
    return context.fact(
        "extensions",
        lambda: _told(
            context,
            merge_extensions(context.rows("extension"), context.original("extension"), facts.target(context)),
        ),
    )


def _extension_rows(context: Context, _: Range) -> Iterable[Row]:
    return _extensions(context)


def _is_installed(context: Context, kind: str, code: str) -> bool:
    return any(row["type"] == kind and row["code"] == code for row in _extensions(context))


def shop_facts(context: Context) -> ShopFacts:
    """Return what the source has, as far as settings refer to it."""
    return ShopFacts(
        stores=tuple(context.rows("store")),
        languages={int(row["language_id"]): row["code"] for row in facts.languages(context)},
        order_status_ids=frozenset(int(row["order_status_id"]) for row in context.rows("order_status")),
        stock_status_ids=frozenset(int(row["stock_status_id"]) for row in context.rows("stock_status")),
        currencies=frozenset(row["code"] for row in context.rows("currency")),
        extensions=frozenset((row["type"], row["code"]) for row in context.rows("extension")),
    )


def _settings(context: Context, _: Range) -> Iterable[Row]:
    return context.fact(
        "settings",
        lambda: _told(
            context,
            convert_settings(
                context.rows("setting"), context.original("setting"), shop_facts(context), facts.target(context)
            ),
        ),
    )


def _statistics(context: Context, _: Range) -> Iterator[Row]:
    values = {row["code"]: row["value"] for row in context.rows("statistics")}
    for row in context.original("statistics"):
        yield {**row, "value": values.get(row["code"], row["value"])}


# -- best sellers -------------------------------------------------------------------------------------


def _sold(s: Scope) -> Any:
    line, order = s.other("order_product"), s.other("order")
    return s.joined(
        "sold",
        lambda: (
            select(line.c.product_id, cast(func.sum(line.c.quantity), Integer()).label("total"))
            .where(order.c.order_id == line.c.order_id, order.c.order_status_id > 0)
            .group_by(line.c.product_id)
            .subquery()
        ),
    )


BESTSELLER = TableMap(
    "product_bestseller",
    (
        Part(
            "product",
            {"total": computed("the quantity sold in orders that were placed", lambda s: _sold(s).c.total)},
            key="product_id",
            joins=lambda s: s.main.join(_sold(s), _sold(s).c.product_id == s.c.product_id),
        ),
    ),
    key="product_id",
    creates="product_id int(11) NOT NULL, total int(11) NOT NULL, PRIMARY KEY (product_id)",
    when=lambda context: context.target_has("product", "rating") and _is_installed(context, "module", "bestseller"),
)
FRAUD_IP = TableMap(
    "fraud_ip",
    (Part("fraud_ip"),),
    creates="ip varchar(40) NOT NULL, date_added datetime NOT NULL, PRIMARY KEY (ip)",
    when=lambda context: "fraud_ip" in context.source.schema and _is_installed(context, "fraud", "ip"),
)


def _uses_customer(s: Scope) -> Expr:
    column = s.context.target.schema["coupon"].columns["uses_customer"]
    return as_integer(s.c.uses_customer) if column.kind == "integer" else s.c.uses_customer


def _has_layout(s: Scope) -> Any:
    return s.c.layout_id != 0


def _lacks_vouchers(context: Context) -> bool:
    return not context.target_has("voucher")


NO_VOUCHERS = "OpenCart 4.1 has no gift certificates"


def _remarks(context: Context) -> None:
    for row in context.rows("event"):
        if not is_stock_event(row["code"]):
            context.note(
                Note(
                    "event",
                    "event",
                    str(row["event_id"]),
                    f"The event “{row['code']}” of an extension was left out: OpenCart 4 needs that extension's own",
                    dict(row),
                )
            )
    if _lacks_vouchers(context):
        for voucher in context.select(_open_vouchers, "voucher", "voucher_history"):
            context.note(
                Note(
                    "open_voucher",
                    "voucher",
                    str(voucher["voucher_id"]),
                    f"Gift certificate {voucher['code']} of {voucher['to_name']} still holds {voucher['balance']:.2f} and cannot be "
                    "redeemed in OpenCart 4.1: give its owner a coupon or store credit",
                    dict(voucher),
                )
            )


def _open_vouchers(voucher: TableClause, history: TableClause) -> Select[Any]:
    v, h = voucher.c, history.c
    used = select(func.coalesce(func.sum(h.amount), 0)).where(h.voucher_id == v.voucher_id).scalar_subquery()
    balance = (v.amount + used).label("balance")
    return select(v.voucher_id, v.code, v.to_name, v.to_email, v.amount, balance).where(
        v.status == 1, v.amount + used > literal_column("0")
    )


STEP = Step(
    step_id="other_data",
    name="Other Data Migration",
    description="Downloads, coupons, gift certificates, returns, layouts, modules, settings and SEO URLs",
    category="system",
    depends_on=(
        "default_data",
        "categories",
        "manufacturers",
        "attributes",
        "filters",
        "infrastructure",
        "admin_users",
        "products",
        "customers",
        "orders",
    ),
    tables=(
        "download",
        "download_description",
        "product_to_download",
        "upload",
        "coupon",
        "coupon_category",
        "coupon_history",
        "coupon_product",
        "voucher",
        "voucher_history",
        "voucher_theme",
        "voucher_theme_description",
        "marketing",
        "return",
        "return_history",
        "layout",
        "layout_route",
        "layout_module",
        "module",
        "category_to_layout",
        "product_to_layout",
        "information_to_layout",
        "setting",
        "seo_url",
        "theme",
        "translation",
        "event",
        "extension",
        "extension_install",
        "extension_path",
        "modification",
        "statistics",
        "session",
        "api_session",
        *GOOGLE,
    ),
    maps=(
        table_map("download"),
        table_map("download_description"),
        table_map("product_to_download"),
        table_map("upload"),
        table_map(
            "coupon",
            columns={"uses_customer": computed("uses_customer as a number", _uses_customer, "uses_customer")},
        ),
        table_map("coupon_category"),
        table_map("coupon_history"),
        table_map("coupon_product"),
        table_map("voucher_theme"),
        table_map("voucher_theme_description"),
        table_map("voucher"),
        table_map("voucher_history"),
        table_map("marketing"),
        table_map("return"),
        table_map("return_history"),
        TableMap(
            "layout",
            (
                Part(
                    rows=_layout_rows,
                    reads=("layout",),
                    text="and the layouts that only OpenCart 4 has, under free ids",
                ),
            ),
        ),
        TableMap(
            "layout_route",
            (
                Part(
                    rows=_layout_routes,
                    reads=("layout_route",),
                    text="route is rewritten; OpenCart 4's own pages added",
                ),
            ),
        ),
        TableMap(
            "module",
            (Part(rows=_module_rows, reads=("module",), text="code and setting in OpenCart 4's form"),),
        ),
        TableMap(
            "layout_module",
            (
                Part(
                    rows=_layout_modules,
                    reads=("layout_module",),
                    text="code in OpenCart 4's form; empty rows left out",
                ),
            ),
        ),
        table_map("category_to_layout", where=_has_layout, where_text="rows that name a layout"),
        table_map("product_to_layout", where=_has_layout, where_text="rows that name a layout"),
        table_map("information_to_layout", where=_has_layout, where_text="rows that name a layout"),
        TableMap(
            "translation",
            (Part(rows=_translations, reads=("translation",), text="route is rewritten"),),
        ),
        TableMap(
            "extension",
            (Part(rows=_extension_rows, reads=("extension",), text="those that OpenCart 4 ships, beside its own"),),
        ),
        BESTSELLER,
        FRAUD_IP,
        TableMap(
            "statistics",
            (Part(rows=_statistics, reads=("statistics",), text="the source's values for the target's codes"),),
        ),
        TableMap(
            "setting",
            (Part(rows=_settings, reads=("setting",), text="key by key, see data-map 3.3"),),
        ),
        STORE_API_SETTING,
        SEO_URL,
    ),
    dropped=(
        *(
            Dropped(table, NO_VOUCHERS, when=lambda schema: not schema.has("voucher"))
            for table in ("voucher", "voucher_history", "voucher_theme", "voucher_theme_description")
        ),
        Dropped("theme", "templates of OpenCart 3 cannot work in OpenCart 4"),
        Dropped("event", "OpenCart 4 has events of its own; those of extensions are remarked"),
        Dropped("extension_install", "extensions of OpenCart 3 do not run in OpenCart 4"),
        Dropped("extension_path", "extensions of OpenCart 3 do not run in OpenCart 4"),
        Dropped("modification", "OCMOD changes of OpenCart 3 do not apply to OpenCart 4"),
        Dropped("session", "visits end with the move", transient=True),
        Dropped("api_session", "API sessions end with the move", transient=True),
        *(Dropped(table, "OpenCart 4 has no Google Shopping of its own") for table in GOOGLE),
    ),
    remarks=(_remarks,),
)

__all__ = ["STEP", "shop_facts"]
