"""The administrator, the groups and their permissions, and the API account of a fresh OpenCart 4."""

from __future__ import annotations

from collections.abc import Mapping

from migrator.demo.fill import Rows, json_text, table
from migrator.demo.layouts import Layout
from migrator.demo.reference import STATISTICS

__all__ = ["rows"]

ADDED = "2026-01-15 09:00:00"

# The pages of the administration by folder: those of 4.0 and 4.1, then those of one line alone.
COMMON = {
    "catalog": "attribute attribute_group category download filter information manufacturer option product review"
    " subscription_plan",
    "common": "developer filemanager security",
    "customer": "custom_field customer customer_approval customer_group gdpr",
    "design": "banner layout seo_url theme translation",
    "error": "exception",
    "extension": "analytics captcha currency dashboard feed fraud language marketplace module other payment report"
    " shipping theme total",
    "extension/opencart/captcha": "basic",
    "extension/opencart/currency": "ecb fixer",
    "extension/opencart/dashboard": "activity chart customer map online order recent sale",
    "extension/opencart/fraud": "ip",
    "extension/opencart/module": "account banner bestseller category featured filter html information latest special"
    " store",
    "extension/opencart/payment": "bank_transfer cheque cod free_checkout",
    "extension/opencart/report": "customer customer_activity customer_order customer_reward customer_search"
    " customer_transaction marketing product_purchased product_viewed sale_coupon sale_order sale_return"
    " sale_shipping sale_tax",
    "extension/opencart/shipping": "flat free item pickup weight",
    "extension/opencart/theme": "basic",
    "extension/opencart/total": "coupon credit handling low_order_fee reward shipping sub_total tax total",
    "localisation": "address_format country currency geo_zone language length_class location order_status"
    " return_action return_reason return_status stock_status subscription_status tax_class tax_rate weight_class zone",
    "mail": "affiliate authorize customer forgotten gdpr returns reward subscription transaction",
    "marketing": "affiliate contact coupon marketing",
    "marketplace": "api cron event extension installer marketplace promotion startup",
    "report": "online report statistics",
    "sale": "order returns subscription",
    "setting": "setting store",
    "tool": "backup log notification upgrade upload",
    "user": "api profile user user_permission",
}

ONLY_40 = {
    "common": "column_left pagination",
    "cron": "cron currency gdpr subscription",
    "extension/opencart/report": "customer_subscription",
    "extension/opencart/total": "voucher",
    "mail": "voucher",
    "sale": "voucher voucher_theme",
    "startup": "authorize",
}

ONLY_41 = {
    "catalog": "filter_group identifier",
    "cms": "antispam article comment topic",
    "customer": "address",
    "event": "modification",
    "extension/opencart/api": "coupon reward",
    "extension/opencart/fraud": "ddos",
    "extension/opencart/module": "blog topic",
    "extension/opencart/report": "subscription",
    "marketplace": "modification",
}

# bcrypt of “admin-demo”, which only this demonstration store uses
PASSWORD = "$2y$10$LQzlIANagTviQoG9wfQ8/eh0cyHY76o5kSCX/iWk3iPK5qraIzkUm"  # noqa: S105 - see above

GROUPS_40 = ("Administrator", "Demonstration")
GROUPS_41 = (
    "Administrator",
    "Demonstration",
    "Marketing",
    "Product Data Entry",
    "Order Processing",
    "Accounting",
    "Customer Service",
    "Analysis",
    "Content Writing",
)


def _routes(*parts: Mapping[str, str]) -> list[str]:
    return sorted(f"{folder}/{name}" for part in parts for folder, names in part.items() for name in names.split())


def rows(layout: Layout) -> Rows:
    """Return the rows for the release of ``layout``."""
    modern = not layout.has("voucher")
    routes = _routes(COMMON, ONLY_41 if modern else ONLY_40)
    groups = GROUPS_41 if modern else GROUPS_40
    return {
        "user_group": table(
            "user_group_id name permission",
            *(
                (number, name, json_text({"access": routes, "modify": routes}) if number == 1 else "")
                for number, name in enumerate(groups, 1)
            ),
        ),
        "user": table(
            "user_id user_group_id username password firstname lastname email image code ip status date_added",
            (1, 1, "admin", PASSWORD, "John", "Doe", "owner@new.example", "", "", "", 1, ADDED),
        ),
        "api": table(
            "api_id username key status date_added date_modified",
            (1, "Default", "new-store-key-" + "0" * 50, 1, ADDED, ADDED),
        ),
        "statistics": table(
            "statistics_id code value", *((number, code, "0.0000") for number, code in enumerate(STATISTICS, 1))
        ),
    }
