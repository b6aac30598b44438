"""Administrators, API accounts, sessions and statistics of the shop."""

from __future__ import annotations

from migrator.demo.fill import Rows, joined, json_text, table
from migrator.demo.opencart3.passwords import salted
from migrator.demo.reference import STATISTICS

__all__ = ["API_KEY", "PASSWORDS", "rows"]

ADDED = "2018-01-01 08:00:00"
LATER = "2024-06-01 10:00:00"

PASSWORDS = {"admin": "admin-demo", "lager": "läger&co"}
"""The passwords of the administrators by user name."""

API_KEY = "old-store-key-" + "k" * 50

PAGES = {
    "catalog": "attribute attribute_group category download filter information manufacturer option product"
    " recurring review",
    "common": "column_left developer filemanager profile security",
    "customer": "custom_field customer customer_approval customer_group",
    "design": "banner layout seo_url theme translation",
    "event": "statistics theme",
    "extension/advertise": "google",
    "extension/analytics": "google",
    "extension/captcha": "basic google",
    "extension/dashboard": "activity map",
    "extension/extension": "advertise analytics captcha menu module payment report shipping theme total",
    "extension/fraud": "ip",
    "extension/module": "acme_slider banner carousel featured slideshow",
    "extension/payment": "acme cod",
    "extension/report": "sale_order",
    "extension/shipping": "flat",
    "extension/theme": "default",
    "extension/total": "voucher",
    "localisation": "country currency language",
    "mail": "return",
    "marketing": "coupon",
    "marketplace": "api event install marketplace modification",
    "report": "report",
    "sale": "order recurring return voucher voucher_theme",
    "setting": "setting store",
    "startup": "router",
    "tool": "backup upload",
    "user": "api user user_permission",
}

ADMINISTRATOR = [f"{folder}/{name}" for folder, names in PAGES.items() for name in names.split()]

WAREHOUSE = ["catalog/product", "catalog/filter", "customer/customer", "sale/order", "sale/return", "sale/recurring"]

PHP_PERMISSION = 'a:1:{s:6:"access";a:2:{i:0;s:15:"catalog/product";i:1;s:11:"sale/return";}}'


def rows() -> Rows:
    """Return the rows."""
    return {**_users(), **_api(), **_statistics()}


def _users() -> Rows:
    return {
        "user_group": table(
            "user_group_id name permission",
            (1, "Administrator", json_text({"access": ADMINISTRATOR, "modify": ADMINISTRATOR})),
            (10, "Demonstration", ""),
            (11, "Lager &amp; Versand", json_text({"access": WAREHOUSE, "modify": ["sale/order"]})),
            (12, "Aushilfe", PHP_PERMISSION),
        ),
        "user": joined(
            table(
                "user_id user_group_id username password salt",
                (1, 1, "admin", salted(PASSWORDS["admin"], "4qVgeQsRW"), "4qVgeQsRW"),
                (4, 11, "lager", salted(PASSWORDS["lager"], "Zz9Zz9Zz9"), "Zz9Zz9Zz9"),
                (5, 10, "demo", salted("demo", "000000000"), "000000000"),
            ),
            table(
                "user_id firstname lastname email image code ip status date_added",
                (1, "Jürgen", "Groß", "laden@alt.example", "catalog/demo/admin.jpg", "", "192.0.2.1", 1, ADDED),
                (4, "Lena", "Lager", "lager@alt.example", "", "one-time-code", "192.0.2.4", 1, ADDED),
                (5, "Demo", "User", "", "", "", "", 0, ADDED),
            ),
        ),
    }


def _api() -> Rows:
    return {
        "api": table(
            "api_id username key status date_added date_modified",
            (1, "Default", API_KEY, 1, ADDED, ADDED),
            (2, "ERP", "erp-key-" + "e" * 56, 1, ADDED, LATER),
        ),
        "api_ip": table("api_ip_id api_id ip", (1, 1, "127.0.0.1"), (2, 1, "192.0.2.10"), (3, 2, "2001:db8::10")),
        "api_session": table(
            "api_session_id api_id session_id ip date_added date_modified",
            (1, 1, "a0b1c2d3e4f5a0b1c2d3e4f5a0", "127.0.0.1", LATER, LATER),
            (2, 2, "b0b1c2d3e4f5a0b1c2d3e4f5a0", "2001:db8::10", LATER, LATER),
        ),
        "session": table(
            "session_id data expire",
            ("a1b2c3d4e5f6a1b2c3d4e5f6a1", '{"language":"de-de","currency":"EUR","customer_id":"1"}', LATER),
            ("d1b2c3d4e5f6a1b2c3d4e5f6a1", "[]", LATER),
        ),
    }


def _statistics() -> Rows:
    values = ("521.0000", "3.0000", "3.0000", "2.0000", "2.0000", "1.0000", "1.0000")
    return {
        "statistics": table(
            "statistics_id code value",
            *((number, code, value) for number, (code, value) in enumerate(zip(STATISTICS, values, strict=True), 1)),
        )
    }
