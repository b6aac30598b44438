"""Secrets stay out of what is told, and the target's facts come from its schema."""

from __future__ import annotations

from typing import Any

import pytest

from migrator.stores import ColumnInfo, Release, Schema, TableInfo
from steps.convert.notes import mask
from steps.convert.target import Target


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ({"key": "config_mail_smtp_password", "value": "x"}, {"key": "config_mail_smtp_password", "value": "•••"}),
        ({"key": "config_encryption", "value": "x"}, {"key": "config_encryption", "value": "•••"}),
        ({"key": "payment_stripe_live_key", "value": "x"}, {"key": "payment_stripe_live_key", "value": "•••"}),
        ({"key": "config_meta_keyword", "value": "x"}, {"key": "config_meta_keyword", "value": "x"}),
        ({"key": "config_mail_smtp_password", "value": ""}, {"key": "config_mail_smtp_password", "value": ""}),
        ({"api_id": 1, "username": "Default", "key": "x"}, {"api_id": 1, "username": "Default", "key": "•••"}),
        ({"customer_id": 3, "password": "x", "salt": "y"}, {"customer_id": 3, "password": "•••", "salt": "•••"}),
        ({"customer_token_id": 3, "token": "x"}, {"customer_token_id": 3, "token": "•••"}),
        ({"keyword": "apple", "monkey": 1}, {"keyword": "apple", "monkey": 1}),
        ({"settings": [{"key": "a_secret", "value": "x"}]}, {"settings": [{"key": "a_secret", "value": "•••"}]}),
        ({"setting": '{"apiKey":"x","a":"b"}'}, {"setting": '{"apiKey":"\\u2022\\u2022\\u2022","a":"b"}'}),
        ({"setting": 'a:1:{s:5:"token";s:1:"x";}'}, {"setting": '{"token":"\\u2022\\u2022\\u2022"}'}),
        ({"setting": '{"broken'}, {"setting": '{"broken'}),
    ],
)
def test_secrets_are_masked(data: dict[str, Any], shown: dict[str, Any]) -> None:
    assert mask(data) == shown


def schema(keyword: str, **tables: str) -> Schema:
    columns = {"seo_url": {"keyword": keyword}} | {
        name: dict.fromkeys(text.split(), "int") for name, text in tables.items()
    }
    return Schema(
        {
            name: TableInfo(
                name, {column: ColumnInfo(column, kind, True, None) for column, kind in wanted.items()}, (), {}
            )
            for name, wanted in columns.items()
        }
    )


def test_the_target_of_each_layout() -> None:
    four_0_1 = Target.of(schema("varchar(255)", order="order_id", voucher=""), Release("4.0", (4, 0, 1, 0), "4.0.1.0"))
    assert four_0_1 == Target(
        line="4.0", separator="|", has_vouchers=True, has_articles=False, config_description=False,
        return_forms=("return",), payment_address_setting="config_checkout_address", keyword_length=255,
    )  # fmt: skip
    four_0_2_3 = Target.of(
        schema("varchar(768)", order="payment_address_id", voucher="", article=""),
        Release("4.0", (4, 0, 2, 3), "4.0.2.3"),
    )
    assert four_0_2_3 == Target(
        line="4.0", has_vouchers=True, config_description=False, return_forms=("return", "returns")
    )
    four_1_0_0 = Target.of(
        schema("varchar(768)", order="payment_address_id", article=""), Release("4.1", (4, 1, 0, 0), "4.1.0.0")
    )
    assert four_1_0_0 == Target(config_description=False)
    four_1_0_4 = Target.of(
        schema("varchar(768)", order="payment_address_id", article="", country_description=""),
        Release("4.1", (4, 1, 0, 4), "4.1.0.4"),
    )
    assert four_1_0_4 == Target()
