"""The languages and currencies of the shop, and whether its defaults can work (data-map 6, invariants 5 and 6)."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.preflight.finding import Finding, finding
from migrator.preflight.survey import Survey
from steps import facts

__all__ = ["currencies", "languages"]


def languages(survey: Survey) -> Iterator[Finding]:
    """Languages that customers can choose; the shop's own must be one of them."""
    rows = survey.context.rows("language", "code", "name", "status", order="sort_order")
    enabled = [row for row in rows if row["status"]]
    yield finding("languages", "info", "These languages are enabled in the shop.", count=len(enabled), rows=enabled)
    for key, whose in (("config_language", "shop"), ("config_admin_language", "administration")):
        chosen = facts.config(survey.context, key)
        if chosen and chosen not in {row["code"] for row in enabled}:
            yield finding(
                "languages",
                "warning",
                f"The language of the {whose} ({chosen}) is missing or disabled.",
                rows=rows,
                count=1,
                advice="Choose an enabled language in the settings of the store.",
                table="language",
            )


def currencies(survey: Survey) -> Iterator[Finding]:
    """Currencies that customers can choose; the shop's own must be enabled with the value 1."""
    rows = survey.context.rows("currency", "code", "value", "status", order="code")
    enabled = [row for row in rows if row["status"]]
    yield finding("currencies", "info", "These currencies are enabled in the shop.", count=len(enabled), rows=enabled)
    chosen = facts.config(survey.context, "config_currency")
    if chosen not in {row["code"] for row in enabled if row["value"] == 1}:
        yield finding(
            "currencies",
            "warning",
            f"The currency of the shop ({chosen or 'none'}) is missing, disabled or not worth 1.",
            count=1,
            rows=[row for row in rows if row["code"] == chosen],
            advice="Correct the currency, or choose another one in the settings of the store: all prices count in it.",
            table="currency",
        )
