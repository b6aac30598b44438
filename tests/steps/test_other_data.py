"""Coupons, modules and settings (data-map 0, 2.1, 3.3 and 3.7)."""

from __future__ import annotations

import json

import pytest

from tests.steps.conftest import Moved


def setting(moved: Moved, key: str) -> str:
    return str(moved.target.value(f"SELECT value FROM oc_setting WHERE store_id = 0 AND `key` = '{key}'"))


@pytest.mark.parametrize(("coupon_id", "uses"), [(9001, 7), (9002, 0), (9003, 0), (9004, 2147483647)])
def test_uses_of_a_coupon_become_a_number_that_fits(moved: Moved, coupon_id: int, uses: int) -> None:
    assert moved.target.value(f"SELECT uses_customer FROM oc_coupon WHERE coupon_id = {coupon_id}") == uses


def test_a_module_without_setting_is_kept_with_all_keys(moved: Moved) -> None:
    [(code, text)] = moved.target.rows("SELECT code, setting FROM oc_module WHERE module_id = 9001")
    assert code == "opencart.latest"
    assert json.loads(text) == {
        "name": "Newest",
        "axis": "horizontal",
        "limit": "5",
        "width": "200",
        "height": "200",
        "status": "0",
    }


def test_the_log_is_a_plain_file_name(moved: Moved) -> None:
    assert setting(moved, "config_error_filename") == "error.log"


def test_the_list_of_allowed_files_is_the_targets_with_what_it_lacks(moved: Moved) -> None:
    assert setting(moved, "config_file_ext_allowed") == "zip\r\ntxt\r\nzip\r\nfoo"
