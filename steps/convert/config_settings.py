"""Settings of the code ``config``: copied, converted or dropped (data-map 3.3 a, b and d)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from migrator.engine import php
from steps.convert.notes import Row
from steps.convert.setting_rows import ShopFacts, SourceSettings, TargetSettings
from steps.convert.target import Target

__all__ = ["COPIED", "DROPPED", "ConfigSettings"]

COPIED = frozenset(
    f"config_{name}"
    for name in (
        "account_id", "address", "affiliate_approval", "affiliate_auto", "affiliate_commission",
        "affiliate_group_id", "affiliate_id", "api_id", "cart_weight", "checkout_guest", "checkout_id",
        "comment", "complete_status", "compression", "country_id", "currency", "currency_auto",
        "customer_activity", "customer_group_display", "customer_group_id", "customer_online",
        "customer_price", "customer_search", "email", "error_display", "error_filename", "error_log",
        "fraud_status_id", "geocode", "image", "invoice_prefix", "layout_id", "length_class_id", "location",
        "login_attempts", "logo", "mail_alert", "mail_alert_email", "mail_engine", "mail_parameter",
        "mail_smtp_hostname", "mail_smtp_username", "mail_smtp_password", "mail_smtp_port",
        "mail_smtp_timeout", "maintenance", "name", "open", "order_status_id", "owner", "processing_status",
        "product_count", "return_id", "return_status_id", "review_guest", "review_status", "seo_url",
        "shared", "stock_checkout", "stock_display", "stock_warning", "tax", "tax_customer", "tax_default",
        "telephone", "timezone", "weight_class_id", "zone_id",
    )
)  # fmt: skip
"""Keys with the same meaning in both generations (3.3 a)."""

DROPPED: Mapping[str, str] = MappingProxyType(
    {
        "config_secure": "0",
        "config_ssl": "",
        "config_password": "1",
        "config_fax": "",
        "config_google_analytics": "",
        "config_ftp_hostname": "",
        "config_ftp_port": "21",
        "config_ftp_username": "",
        "config_ftp_password": "",
        "config_ftp_root": "",
        "config_ftp_status": "0",
        "config_fraud_detection": "0",
        "config_symbol_left_space": "0",
        "config_symbol_right_space": "0",
    }
)
"""Keys OpenCart 4 does not read → the value of a fresh OpenCart 3, which needs no mention (3.3 d)."""

SECURE_ADDRESSES = frozenset({"config_secure", "config_ssl"})
"""Dropped, but not lost: they decide the store's address."""

EXTENDED = ("config_file_max_size", "config_file_ext_allowed", "config_file_mime_allowed")
"""Limits on uploads: what OpenCart 4 allows stays allowed."""

META = ("meta_title", "meta_description", "meta_keyword")
BYTES_PER_MIB = 1048576


class ConfigSettings:
    """Converts one row of the code ``config`` at a time; ``finish`` adds what needs all of them."""

    def __init__(self, source: SourceSettings, into: TargetSettings, facts: ShopFacts, target: Target) -> None:
        self.source, self.into, self.facts, self.target = source, into, facts, target
        self.fresh = {key: into.value(0, key) or "" for key in EXTENDED}
        self.converters: Mapping[str, Callable[[Row, str], None]] = {
            "config_language": self._language,
            "config_admin_language": self._admin_language,
            "config_limit_admin": self._renamed("config_pagination_admin"),
            "config_theme": self._theme,
            "config_meta_title": self._meta,
            "config_meta_description": self._meta,
            "config_meta_keyword": self._meta,
            "config_file_max_size": self._file_size,
            "config_file_ext_allowed": self._lines,
            "config_file_mime_allowed": self._lines,
            "config_captcha": self._captcha,
            "config_captcha_page": self._captcha_page,
            "config_currency": self._currency,
            "config_currency_engine": self._currency_engine,
            "config_error_filename": self._error_file,
            "config_icon": self._only_in("4.1", "catalog/cart.png"),
            "config_robots": self._only_in("4.0", None),
            "config_voucher_min": self._only_with_vouchers("1"),
            "config_voucher_max": self._only_with_vouchers("1000"),
            "config_url": self._ignore,
            "config_encryption": self._ignore,
        }

    def convert(self, row: Row, value: str) -> None:
        """Write what becomes of one source row; ``value`` is its text, already JSON where it was PHP-serialized."""
        key = str(row["key"])
        converter = self.converters.get(key)
        if converter is not None:
            converter(row, value)
        elif key in COPIED:
            self._copy(row, value)
        elif key not in DROPPED:
            self._drop(row, None, "belongs to no part of OpenCart 4; an extension may have written it")
        elif key not in SECURE_ADDRESSES:
            self._drop(row, DROPPED[key], "has no counterpart in OpenCart 4")

    def finish(self) -> None:
        """Write the page titles of every store for every language (OpenCart 4.1.0.1 and later)."""
        if not self.target.config_description:
            return
        for store in self.facts.store_ids:
            own = [self.source.own(store, f"config_{name}") for name in META]
            if store and own == [None, None, None]:
                continue
            texts = {name: self.source.effective(store, f"config_{name}") for name in META}
            by_language = {str(language): texts for language in self.facts.languages}
            self.into.put(store, "config_description", php.to_json(by_language), is_json=True)

    def _copy(self, row: Row, value: str) -> None:
        self.into.put(row["store_id"], str(row["key"]), value, is_json=bool(row["serialized"]))

    def _drop(self, row: Row, default: str | None, reason: str) -> None:
        if row["value"] and str(row["value"]) != default:
            self.into.tell("dropped_setting", row, f"The setting {row['key']} was left out: it {reason}.")

    def _ignore(self, row: Row, value: str) -> None:
        """Store addresses come from ``store``; the target keeps its own encryption key."""

    def _renamed(self, key: str) -> Callable[[Row, str], None]:
        return lambda row, value: self.into.put(row["store_id"], key, value)

    def _only_in(self, line: str, default: str | None) -> Callable[[Row, str], None]:
        def convert(row: Row, value: str) -> None:
            if self.target.line == line:
                self._copy(row, value)
            else:
                self._drop(row, default, f"has no counterpart in OpenCart {self.target.line}")

        return convert

    def _only_with_vouchers(self, default: str) -> Callable[[Row, str], None]:
        def convert(row: Row, value: str) -> None:
            if self.target.has_vouchers:
                self._copy(row, value)
            else:
                self._drop(row, default, f"is about gift certificates, which OpenCart {self.target.line} does not have")

        return convert

    def _language(self, row: Row, value: str) -> None:
        self._language_as("config_language_catalog" if self.target.line == "4.1" else "config_language", row, value)

    def _admin_language(self, row: Row, value: str) -> None:
        self._language_as("config_language_admin", row, value)

    def _language_as(self, key: str, row: Row, value: str) -> None:
        if value not in self.facts.languages.values():
            message = (
                f"The language “{value}” of {row['key']} does not exist; choose one in the settings of OpenCart 4."
            )
            self.into.tell("unknown_language", row, message)
        self.into.put(row["store_id"], key, value)

    def _currency(self, row: Row, value: str) -> None:
        if value not in self.facts.currencies:
            message = f"The default currency “{value}” does not exist; choose one in OpenCart 4."
            self.into.tell("unknown_currency", row, message)
        self._copy(row, value)

    def _currency_engine(self, row: Row, value: str) -> None:
        if value in ("ecb", "fixer"):
            self._copy(row, value)
        else:
            self._drop(row, None, "names a source of exchange rates that OpenCart 4 does not have")

    def _error_file(self, row: Row, value: str) -> None:
        self._copy(row, re.split(r"[/\\]", value)[-1])

    def _theme(self, row: Row, value: str) -> None:
        self.into.put(row["store_id"], "config_theme", "basic")
        directory = self.source.effective(row["store_id"], f"theme_{value}_directory", f"theme_{value}")
        name = directory if value == "default" and directory else value
        if name not in ("", "default"):
            message = f"The theme “{name}” does not work in OpenCart 4; the store now uses the theme “basic”."
            self.into.tell("replaced_theme", row, message)

    def _meta(self, row: Row, value: str) -> None:
        if not self.target.config_description:
            self._copy(row, value)

    def _file_size(self, row: Row, value: str) -> None:
        fresh = self.fresh["config_file_max_size"]
        size = math.ceil(int(value) / BYTES_PER_MIB) if value.isdecimal() else 0
        self.into.put(row["store_id"], "config_file_max_size", str(max(size, int(fresh) if fresh.isdecimal() else 0)))

    def _lines(self, row: Row, value: str) -> None:
        fresh = self.fresh[str(row["key"])]
        known = _lines(fresh)
        missing = [line for line in dict.fromkeys(_lines(value)) if line not in known]
        self.into.put(row["store_id"], str(row["key"]), "\r\n".join([*([fresh] if fresh else []), *missing]))

    def _captcha(self, row: Row, value: str) -> None:
        if value not in ("", "basic"):
            message = f"OpenCart 4 does not have the captcha “{value}”; forms are shown without one."
            self.into.tell("dropped_captcha", row, message)
        self.into.put(row["store_id"], "config_captcha", "basic" if value == "basic" else "")

    def _captcha_page(self, row: Row, value: str) -> None:
        try:
            forms = php.load(value) if value else []
        except php.PhpError:
            forms = None
        if not isinstance(forms, list):
            self._drop(row, None, "cannot be read")
            return
        pages = [page for form in forms for page in (self.target.return_forms if form == "return" else (form,))]
        self.into.put(row["store_id"], "config_captcha_page", php.to_json(pages), is_json=True)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in re.split(r"\r\n|\r|\n", text) if line.strip()]
