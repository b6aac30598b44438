"""Settings of extensions (data-map 3.3 e)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from steps.convert.notes import Note, Row
from steps.convert.setting_rows import ShopFacts, SourceSettings, TargetSettings
from steps.convert.shipped import SHIPPED, shipped_code
from steps.convert.target import Target

__all__ = ["ExtensionSettings", "extension_of"]

BANK_TRANSFER = "payment_bank_transfer"
BANK_TEXT = re.compile(rf"{BANK_TRANSFER}_bank(\d+)")
MISSPELLED = {"report_customer_transaction_status_sort_order": "report_customer_transaction_sort_order"}
MINIMUM_TOTALS = frozenset({f"{BANK_TRANSFER}_total", "payment_cheque_total", "payment_cod_total"})
STOCK_MINIMUM = Decimal("0.01")
"""The minimum of a fresh OpenCart 3: any order that costs something."""

SWITCHABLE = ("payment", "shipping", "total")
"""Types a visitor meets at the checkout without the shop owner placing them in a layout."""


def extension_of(row: Row) -> str:
    """Return the code (``total_voucher``) a setting belongs to.

    OpenCart finds settings by key alone, and early OpenCart 3 releases filed some under another code.
    """
    code, key = str(row["code"]), str(row["key"])
    if key.startswith(f"{code}_"):
        return code
    owners = (f"{kind}_{name}" for kind, names in SHIPPED.items() for name in names)
    return max((owner for owner in owners if key.startswith(f"{owner}_")), key=len, default=code)


class ExtensionSettings:
    """Converts the settings of one extension at a time."""

    def __init__(self, source: SourceSettings, into: TargetSettings, facts: ShopFacts, target: Target) -> None:
        self.source, self.into, self.facts, self.target = source, into, facts, target

    def convert(self, code: str, rows: Sequence[tuple[Row, str]]) -> None:
        """Write the rows of one store and ``code`` (``payment_cod``), each with its text, or tell what is lost."""
        kind, _, name = code.partition("_")
        if shipped_code(kind, name, has_vouchers=self.target.has_vouchers) == name:
            for row, value in rows:
                self._convert_row(code, row, value)
            return
        store = rows[0][0]["store_id"]
        is_enabled = any(row["key"] == f"{code}_status" and value == "1" for row, value in rows)
        state = "was switched on" if is_enabled else "was switched off"
        message = (
            f"The {len(rows)} settings of “{code}”, which {state}, were left out: "
            f"OpenCart {self.target.line} does not have it."
        )
        word = "dropped_enabled_extension" if is_enabled else "dropped_extension_settings"
        data = {"settings": [dict(row) for row, _ in rows]}
        self.into.notes.append(Note(word, "setting", f"{store} {code}", message, data))

    def finish(self) -> None:
        """Complete the bank texts, and switch off what the fresh target offers and the source did not have."""
        self._finish_bank_transfer()
        for kind in SWITCHABLE:
            for name in sorted(SHIPPED[kind]):
                code = f"{kind}_{name}"
                is_on = self.into.value(0, f"{code}_status", code) == "1"
                if (kind, name) not in self.facts.extensions and is_on:
                    self.into.put(0, f"{code}_status", "0", code=code)
                    message = f"OpenCart 4 comes with “{name}” ({kind}) switched on; it was switched off as before."
                    self.into.notes.append(Note("turned_off", "setting", f"0 {code} {code}_status", message))

    def _convert_row(self, code: str, row: Row, value: str) -> None:
        key, store = str(row["key"]), row["store_id"]
        if key in MINIMUM_TOTALS:
            if _number(value) > STOCK_MINIMUM:
                message = f"The minimum order of {value} ({key}) was left out: OpenCart 4 has none for this payment."
                self.into.tell("dropped_minimum_total", row, message)
            return
        bank = BANK_TEXT.fullmatch(key)
        if bank:
            key = _bank_text_key(int(bank[1]))
        key = MISSPELLED.get(key, key)
        self.into.put(store, key, value, code=code, is_json=bool(row["serialized"]))

    def _finish_bank_transfer(self) -> None:
        """Bank transfer fails in a language without text: the default language's stands in."""
        if self.into.value(0, f"{BANK_TRANSFER}_status", BANK_TRANSFER) != "1":
            return
        default = self.source.effective(0, "config_language")
        ids = sorted(self.facts.languages, key=lambda language: (self.facts.languages[language] != default, language))
        texts = [self.into.value(0, _bank_text_key(language), BANK_TRANSFER) for language in ids]
        fallback = next((text for text in texts if text), "")
        for language, text in zip(ids, texts, strict=True):
            if text is None:
                self.into.put(0, _bank_text_key(language), fallback, code=BANK_TRANSFER)


def _bank_text_key(language: int) -> str:
    return f"{BANK_TRANSFER}_bank_{language}"


def _number(text: str) -> Decimal:
    try:
        return Decimal(text or 0)
    except InvalidOperation:
        return Decimal(0)
