"""Installed extensions, events and scheduled jobs of a fresh OpenCart 4."""

from __future__ import annotations

from migrator.demo.fill import Row, Rows, table
from migrator.demo.layouts import Layout
from migrator.demo.opencart4.design import method

__all__ = ["rows"]

ADDED = "2020-08-29 15:35:39"

EXTENSIONS = {
    "currency": "ecb",
    "module": "featured banner category account",
    "payment": "cod free_checkout",
    "shipping": "flat",
    "theme": "basic",
    "total": "credit shipping sub_total tax total handling low_order_fee coupon reward",
    "dashboard": "activity sale recent order online map customer chart",
    "report": "sale_coupon customer_search customer_transaction product_purchased product_viewed sale_return"
    " sale_order sale_shipping sale_tax customer_activity customer_order customer_reward marketing customer",
}

# Code, model or page it listens to, when, action; the separator before the method differs between releases.
EVENTS = (
    ("activity_customer_add", "catalog/model/account/customer.addCustomer", "after", "event/activity.addCustomer"),
    ("activity_order_add", "catalog/model/checkout/order.addHistory", "before", "event/activity.addHistory"),
    ("mail_customer_add", "catalog/model/account/customer.addCustomer", "after", "mail/register"),
    ("mail_customer_alert", "catalog/model/account/customer.addCustomer", "after", "mail/register.alert"),
    ("mail_order_alert", "catalog/model/checkout/order.addHistory", "before", "mail/order.alert"),
    ("mail_gdpr", "catalog/model/account/gdpr.addGdpr", "after", "mail/gdpr"),
    ("statistics_review_add", "catalog/model/catalog/review.addReview", "after", "event/statistics.addReview"),
    ("statistics_order_history", "catalog/model/checkout/order.addHistory", "before", "event/statistics.addHistory"),
    ("admin_currency_setting", "admin/model/setting/setting.editSetting", "after", "event/currency"),
    ("admin_mail_return", "admin/model/sale/returns.addHistory", "after", "mail/returns"),
)


def rows(layout: Layout) -> Rows:
    """Return the rows for the release of ``layout``."""
    return {
        "extension": _extensions(layout),
        "extension_install": table(
            "extension_install_id extension_id package_name name description code version author link status"
            " date_added",
            (
                1,
                0,
                "",
                "OpenCart Default Extensions",
                "",
                "opencart",
                "1.0",
                "OpenCart Ltd",
                "https://www.opencart.com",
                1,
                ADDED,
            ),
        ),
        "extension_path": table(
            "extension_path_id extension_install_id path",
            (1, 1, "opencart/admin/controller/payment/cod.php"),
            (2, 1, "opencart/catalog/controller/payment/cod.php"),
        ),
        "event": [_event(layout, *event) for event in EVENTS],
        "cron": table(
            "cron_id code description cycle action status date_added date_modified",
            (1, "currency", "", "day", "cron/currency", 1, ADDED, ADDED),
            (2, "gdpr", "", "day", "cron/gdpr", 1, ADDED, ADDED),
            (3, "subscription", "", "day", "cron/subscription", 0, ADDED, ADDED),
        ),
    }


def _extensions(layout: Layout) -> list[Row]:
    more = {"total": " voucher", "report": " customer_subscription"}
    if not layout.has("voucher"):
        more = {"module": " topic", "report": " subscription"}
    return table(
        "extension type code",
        *(
            ("opencart", kind, code)
            for kind, codes in EXTENSIONS.items()
            for code in (codes + more.get(kind, "")).split()
        ),
    )


def _event(layout: Layout, code: str, subject: str, moment: str, action: str) -> Row:
    trigger = method(layout, subject) if not layout.has("voucher") else subject.replace(".", "/")
    return {
        "code": code,
        "trigger": f"{trigger}/{moment}",
        "action": method(layout, action),
        "status": 1,
        "sort_order": 1,
    }
