"""Installed extensions, and what third parties left in the database: own tables and a column in a core table."""

from __future__ import annotations

from dataclasses import replace

from migrator.demo.fill import Rows, table
from migrator.demo.layouts import Layout, with_tables
from migrator.stores.schema import ColumnInfo, TableInfo

__all__ = ["extended", "rows"]

ADDED = "2023-09-01 12:00:00"

EXTENSIONS = {
    "payment": "cod bank_transfer free_checkout acme",
    "shipping": "flat free item pickup weight ups",
    "total": "coupon credit handling klarna_fee low_order_fee reward shipping sub_total tax total voucher",
    "module": "account banner bestseller carousel category featured filter html information latest slideshow special"
    " store acme_slider",
    "theme": "default acme",
    "captcha": "basic google",
    "fraud": "ip",
    "dashboard": "activity map order sale",
    "report": "sale_order customer_transaction",
    "feed": "google_sitemap",
    "analytics": "google",
    "advertise": "google",
}

SUPPLIER = ColumnInfo("acme_supplier", "varchar(64)", nullable=True, default=None)

ACME_LOG = TableInfo(
    "acme_feed_log",
    {
        "log_id": ColumnInfo("log_id", "int(11)", nullable=False, default=None, auto_increment=True),
        "message": ColumnInfo("message", "text", nullable=False, default=None),
        "date_added": ColumnInfo("date_added", "datetime", nullable=False, default=None),
    },
    ("log_id",),
    {},
)

FRAUD_IP = TableInfo(
    "fraud_ip",
    {
        "ip": ColumnInfo("ip", "varchar(40)", nullable=False, default=None),
        "date_added": ColumnInfo("date_added", "datetime", nullable=False, default=None),
    },
    ("ip",),
    {},
)


WIDE_PASSWORD = ColumnInfo("password", "varchar(255)", nullable=False, default=None)


def extended(layout: Layout) -> Layout:
    """Return ``layout`` with what extensions have changed.

    Two tables are new, ``product`` has one more column, and ``customer.password`` is wide enough for bcrypt.
    """
    changed = [
        replace(layout.tables[name], columns={**layout.tables[name].columns, column.name: column})
        for name, column in (("product", SUPPLIER), ("customer", WIDE_PASSWORD))
    ]
    return with_tables(layout, ACME_LOG, FRAUD_IP, *changed)


def rows() -> Rows:
    """Return the rows."""
    return {**_installed(), **_events(), **_advertising(), **_third_party()}


def _installed() -> Rows:
    return {
        "extension": table(
            "type code", *((kind, code) for kind, codes in EXTENSIONS.items() for code in codes.split())
        ),
        "extension_install": table(
            "extension_install_id extension_download_id filename date_added",
            (1, 0, "acme-slider.ocmod.zip", ADDED),
            (2, 4711, "acme-pay-2.1.ocmod.zip", ADDED),
        ),
        "extension_path": table(
            "extension_path_id extension_install_id path date_added",
            (1, 1, "catalog/controller/extension/module/acme_slider.php", ADDED),
            (2, 2, "catalog/controller/extension/payment/acme.php", ADDED),
        ),
        "modification": table(
            "modification_id extension_install_id name code author version link xml status date_added",
            (
                1,
                1,
                "Acme Slider",
                "acme_slider",
                "Acme",
                "1.0",
                "https://acme.example/",
                "&lt;modification/&gt;",
                1,
                ADDED,
            ),
            (2, 2, "Acme Pay", "acme_pay", "Acme", "2.1", "", "<modification></modification>", 0, ADDED),
        ),
    }


def _events() -> Rows:
    order = "catalog/model/checkout/order/addOrderHistory"
    product = "admin/model/catalog/product"
    customer = "catalog/model/account/customer/addCustomer"
    return {
        "event": table(
            "event_id code trigger action status sort_order",
            (1, "activity_customer_add", f"{customer}/after", "event/activity/addCustomer", 1, 0),
            (21, "mail_order_add", f"{order}/before", "mail/order", 1, 0),
            (25, "statistics_order_history", f"{order}/after", "event/statistics/addOrderHistory", 1, 0),
            (
                34,
                "advertise_google",
                f"{product}/deleteProduct/after",
                "extension/advertise/google/deleteProduct",
                1,
                0,
            ),
            (50, "acme_feed", f"{product}/editProduct/after", "extension/module/acme/feed", 1, 5),
        )
    }


def _advertising() -> Rows:
    result = {
        "googleshopping_category": table(
            "google_product_category store_id category_id", ("328", 0, 20), ("1868", 0, 33)
        ),
        "googleshopping_product": table(
            "product_advertise_google_id product_id store_id has_issues destination_status impressions clicks"
            " conversions cost conversion_value google_product_category condition adult is_modified",
            (1, 42, 0, 0, "approved", 120, 7, 1, "3.5000", "90.0000", "328", "new", 0, 0),
            (2, 50, 0, None, "pending", 0, 0, 0, "0.0000", "0.0000", None, None, None, 1),
        ),
        "googleshopping_product_status": table(
            "product_id store_id product_variation_id destination_statuses data_quality_issues item_level_issues"
            " google_expiration_date",
            (42, 0, "42-1", "[]", "[]", "[]", 1717200000),
            (50, 0, "50-1", "[]", "[]", "[]", 0),
        ),
        "googleshopping_product_target": table(
            "product_id store_id advertise_google_target_id", (42, 0, 1), (50, 0, 1)
        ),
        "googleshopping_target": table(
            "advertise_google_target_id store_id campaign_name country budget feeds status date_added roas",
            (1, 0, "Frühling", "DE", "5.0000", "[]", "active", "2024-03-01", 0),
            (2, 0, "Old", "AT", "1.0000", "[]", "paused", None, 0),
        ),
    }
    for name in (
        "advertise_google_target",
        "category_to_google_product_category",
        "product_advertise_google",
        "product_advertise_google_status",
        "product_advertise_google_target",
    ):
        result[name] = table(f"{name}_id", (1,), (2,))
    return result


def _third_party() -> Rows:
    return {
        "acme_feed_log": table(
            "log_id message date_added", (1, "feed sent", ADDED), (2, "Fehler: größer als 1 MB", ADDED)
        ),
        "fraud_ip": table("ip date_added", ("203.0.113.9", ADDED), ("2001:db8::bad", ADDED)),
    }
