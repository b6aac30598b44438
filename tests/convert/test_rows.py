"""Extensions, modules, layouts, permissions, address formats, order methods and store addresses."""

from __future__ import annotations

import json
from typing import Any

import pytest

from steps.convert.addresses import convert_address_formats
from steps.convert.extensions import merge_extensions
from steps.convert.layouts import convert_layout_routes, merge_layouts
from steps.convert.modules import convert_layout_modules, convert_module, convert_modules
from steps.convert.permissions import convert_groups
from steps.convert.shipped import is_shipped, is_stock_event, shipped_code
from steps.convert.target import Target
from steps.convert.urls import store_url

NEW = Target()
OLD = Target(line="4.0", has_vouchers=True, config_description=False)


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("payment", "bank_transfer cheque cod free_checkout"),
        ("shipping", "flat free item pickup weight"),
        ("total", "coupon credit handling low_order_fee reward shipping sub_total tax total"),
        ("captcha", "basic"),
        ("fraud", "ip"),
        ("currency", "ecb fixer"),
        ("theme", "basic"),
        ("module", "account banner bestseller category featured filter html information latest special store"),
        ("dashboard", "activity chart customer map online order recent sale"),
        ("report", "customer_activity customer_order customer_reward customer_search customer_transaction marketing"),
        ("report", "product_purchased product_viewed sale_coupon sale_order sale_return sale_shipping sale_tax"),
    ],
)
def test_what_opencart_4_brings_along(kind: str, codes: str) -> None:
    for code in codes.split():
        assert is_shipped(kind, code, has_vouchers=False)
        assert not is_shipped("feed", code, has_vouchers=True)


def test_vouchers_depend_on_the_release_and_three_extensions_have_a_new_name() -> None:
    assert is_shipped("total", "voucher", has_vouchers=True)
    assert not is_shipped("total", "voucher", has_vouchers=False)
    assert not is_shipped("payment", "klarna_account", has_vouchers=True)
    assert shipped_code("module", "carousel", has_vouchers=False) == "banner"
    assert shipped_code("module", "slideshow", has_vouchers=False) == "banner"
    assert shipped_code("theme", "default", has_vouchers=False) == "basic"
    assert shipped_code("theme", "journal3", has_vouchers=False) is None


def test_events_of_opencart_itself_are_known() -> None:
    stock = ["activity_customer_add", "mail_order_add", "statistics_return_add", "admin_mail_gdpr", "advertise_google"]
    assert all(is_stock_event(code) for code in stock)
    assert not is_stock_event("my_extension")


def test_extensions_are_completed_without_doubles_and_never_without_files() -> None:
    source = [
        {"extension_id": 1, "type": "payment", "code": "cod"},
        {"extension_id": 2, "type": "payment", "code": "cheque"},
        {"extension_id": 3, "type": "payment", "code": "stripe"},
        {"extension_id": 4, "type": "module", "code": "carousel"},
        {"extension_id": 5, "type": "module", "code": "slideshow"},
        {"extension_id": 6, "type": "theme", "code": "default"},
        {"extension_id": 7, "type": "total", "code": "voucher"},
    ]
    fresh = [
        {"extension_id": 5, "extension": "opencart", "type": "payment", "code": "cod"},
        {"extension_id": 9, "extension": "opencart", "type": "theme", "code": "basic"},
    ]
    result = merge_extensions(source, fresh, NEW)
    assert result.value == [
        *fresh,
        {"extension_id": 10, "extension": "opencart", "type": "payment", "code": "cheque"},
        {"extension_id": 11, "extension": "opencart", "type": "module", "code": "banner"},
    ]
    assert [(note.kind, note.key) for note in result.notes] == [("dropped_extension", "3"), ("dropped_extension", "7")]


BANNER = {"name": "N", "banner_id": "7", "width": "11", "height": "12", "status": "1"}
LIST = {"name": "N", "limit": "4", "width": "11", "height": "12", "status": "1"}


@pytest.mark.parametrize(
    ("code", "setting", "new_code", "expected"),
    [
        ("banner", BANNER, "opencart.banner",
         {**BANNER, "effect": "fade", "items": "1", "controls": "0", "indicators": "0", "interval": "5000"}),
        ("slideshow", BANNER, "opencart.banner",
         {**BANNER, "effect": "slide", "items": "1", "controls": "1", "indicators": "1", "interval": "5000"}),
        ("carousel", BANNER, "opencart.banner",
         {**BANNER, "effect": "slide", "items": "5", "controls": "1", "indicators": "1", "interval": "5000"}),
        ("featured", {**LIST, "product": ["43", "40"]}, "opencart.featured",
         {**LIST, "product": ["43", "40"], "axis": "horizontal"}),
        ("bestseller", LIST, "opencart.bestseller", {**LIST, "axis": "horizontal"}),
        ("latest", LIST, "opencart.latest", {**LIST, "axis": "horizontal"}),
        ("special", LIST, "opencart.special", {**LIST, "axis": "horizontal"}),
        ("html", {"name": "N", "module_description": {"1": {"title": "T", "description": "&lt;p&gt;"}}, "status": "1"},
         "opencart.html",
         {"name": "N", "module_description": {"1": {"title": "T", "description": "&lt;p&gt;"}}, "status": "1"}),
    ],
)  # fmt: skip
def test_modules_have_every_key_that_opencart_4_reads(
    code: str, setting: dict[str, Any], new_code: str, expected: dict[str, Any]
) -> None:
    row = {"module_id": 27, "name": "N", "code": code, "setting": json.dumps(setting)}
    result = convert_module(row, NEW)
    assert result.notes == ()
    assert result.value is not None
    assert (result.value["module_id"], result.value["name"], result.value["code"]) == (27, "N", new_code)
    assert json.loads(result.value["setting"]) == expected


@pytest.mark.parametrize(
    ("code", "keys"),
    [
        ("banner", "name banner_id effect items controls indicators interval width height status"),
        ("featured", "name product axis width height status"),
        ("latest", "name axis limit width height status"),
        ("html", "name module_description status"),
    ],
)
def test_a_module_with_missing_values_is_completed(code: str, keys: str) -> None:
    result = convert_module({"module_id": 1, "name": "N", "code": code, "setting": "a:0:{}"}, NEW)
    assert result.value is not None
    assert set(json.loads(result.value["setting"])) == set(keys.split())


def test_featured_products_beyond_the_limit_are_cut_and_told() -> None:
    setting = 'a:2:{s:7:"product";a:3:{i:0;s:2:"43";i:1;s:2:"40";i:2;s:2:"42";}s:5:"limit";s:1:"2";}'
    result = convert_module({"module_id": 1, "name": "F", "code": "featured", "setting": setting}, NEW)
    assert result.value is not None
    assert json.loads(result.value["setting"])["product"] == ["43", "40"]
    assert [(note.kind, note.data) for note in result.notes] == [("shortened_module", {"product": ["42"]})]


def test_unknown_and_unreadable_modules_are_dropped_and_told() -> None:
    rows = [
        {"module_id": 1, "name": "A", "code": "megamenu", "setting": "{}"},
        {"module_id": 2, "name": "B", "code": "latest", "setting": "oops"},
        {"module_id": 3, "name": "C", "code": "latest", "setting": "{}"},
    ]
    result = convert_modules(rows, NEW)
    assert [row["module_id"] for row in result.value] == [3]
    assert [(note.kind, note.key) for note in result.notes] == [("dropped_module", "1"), ("dropped_module", "2")]


def test_modules_keep_their_places_in_layouts() -> None:
    codes = ["0", "", "featured.28", "slideshow.27", "carousel.29", "account", "megamenu", "megamenu.4", "latest.99"]
    rows = [
        {"layout_module_id": number, "layout_id": 1, "code": code, "position": "content_top", "sort_order": number}
        for number, code in enumerate(codes)
    ]
    result = convert_layout_modules(rows, {27, 28, 29}, NEW)
    assert [(row["layout_module_id"], row["code"]) for row in result.value] == [
        (2, "opencart.featured.28"),
        (3, "opencart.banner.27"),
        (4, "opencart.banner.29"),
        (5, "opencart.account"),
    ]
    assert [note.key for note in result.notes] == ["6", "7", "8"]


FRESH_LAYOUTS = [
    {"layout_id": 1, "name": "Home"},
    {"layout_id": 6, "name": "Account"},
    {"layout_id": 14, "name": "Blog"},
]


def test_layouts_of_opencart_4_are_added_under_a_free_id() -> None:
    result = merge_layouts([{"layout_id": 14, "name": "Landing"}, {"layout_id": 6, "name": "Account"}], FRESH_LAYOUTS)
    assert result.rows == [
        {"layout_id": 14, "name": "Landing"},
        {"layout_id": 6, "name": "Account"},
        {"layout_id": 15, "name": "Blog"},
    ]
    assert result.fresh_ids == {6: 6, 14: 15}


def test_a_layout_of_the_same_name_is_used() -> None:
    result = merge_layouts([{"layout_id": 3, "name": "blog"}], FRESH_LAYOUTS)
    assert result.rows == [{"layout_id": 3, "name": "blog"}]
    assert result.fresh_ids == {14: 3}


def test_new_pages_get_their_layout_in_every_store() -> None:
    def route(number: int, layout: int, store: int, name: str) -> dict[str, Any]:
        return {"layout_route_id": number, "layout_id": layout, "store_id": store, "route": name}

    source = [
        route(38, 20, 0, "account/%"),
        route(40, 21, 2, "account/%"),
        route(41, 5, 0, "product/manufacturer/info"),
        route(42, 7, 0, "checkout/checkout"),
        route(43, 8, 0, "checkout/guest"),
        route(44, 7, 0, "checkout/login"),
        route(45, 7, 0, "account/voucher"),
        route(46, 9, 2, "cms/blog"),
    ]
    fresh = [route(1, 6, 0, "account/%"), route(2, 6, 0, "information/gdpr"), route(3, 14, 0, "cms/blog")]
    layouts = merge_layouts([{"layout_id": 20, "name": "Konto"}], FRESH_LAYOUTS)
    result = convert_layout_routes(source, fresh, layouts, [0, 2], NEW)
    assert result.value == [
        route(38, 20, 0, "account/%"),
        route(40, 21, 2, "account/%"),
        route(41, 5, 0, "product/manufacturer.info"),
        route(42, 7, 0, "checkout/checkout"),
        route(46, 9, 2, "cms/blog"),
        route(47, 20, 0, "information/gdpr"),
        route(48, 21, 0, "cms/blog"),
        route(49, 21, 2, "information/gdpr"),
    ]
    assert [(note.kind, note.key) for note in result.notes] == [
        ("merged_layout_route", "43"),
        ("gone_route", "45"),
        ("unknown_route", "46"),
    ]


FRESH_GROUP = {
    "user_group_id": 1,
    "name": "Administrator",
    "permission": json.dumps(
        {
            "access": ["catalog/product", "catalog/identifier", "sale/returns", "extension/payment",
                       "extension/opencart/payment/cod", "user/user_permission", "tool/notification"],
            "modify": ["catalog/product", "catalog/identifier", "user/user_permission"],
        }
    ),
}  # fmt: skip


def groups(*permissions: str, target: Target = NEW) -> tuple[list[Any], list[Any]]:
    rows = [{"user_group_id": n, "name": f"G{n}", "permission": text} for n, text in enumerate(permissions, 1)]
    result = convert_groups(rows, [FRESH_GROUP], target)
    return [json.loads(row["permission"] or "null") for row in result.value], [note.data for note in result.notes]


def test_an_administrator_receives_everything_the_target_has() -> None:
    permissions, dropped = groups(
        '{"access":["sale\\/return","startup\\/router"],"modify":["user\\/user_permission"]}',
        target=Target(line="4.0", has_vouchers=True),
    )
    cms = ["cms/antispam", "cms/article", "cms/comment", "cms/topic"]
    assert permissions == [
        {
            "access": ["sale/returns", "catalog/product", "catalog/identifier", "extension/payment",
                       "extension/opencart/payment/cod", "user/user_permission", "tool/notification", *cms],
            "modify": ["user/user_permission", "catalog/product", "catalog/identifier", *cms],
        }
    ]  # fmt: skip
    assert dropped == [{"routes": ["startup/router"]}]


def test_other_groups_keep_theirs_and_gain_the_pages_split_off() -> None:
    permissions, dropped = groups(
        'a:2:{s:6:"access";a:4:{i:0;s:15:"catalog/product";i:1;s:21:"extension/payment/cod";'
        'i:2;s:27:"extension/extension/payment";i:3;s:24:"extension/payment/stripe";}s:6:"modify";a:0:{}}'
    )
    assert permissions == [
        {
            "access": ["catalog/product", "extension/opencart/payment/cod", "extension/payment", "catalog/identifier"],
            "modify": [],
        }
    ]
    assert dropped == [{"routes": ["extension/payment/stripe"]}]


def test_no_permission_stays_none_and_an_unreadable_one_is_told() -> None:
    permissions, notes = groups("", "oops")
    assert permissions == [None, None]
    assert [note["permission"] for note in notes] == ["oops"]


DEFAULT = "{firstname} {lastname}\n{company}\n{address_1}\n{address_2}\n{city}, {zone} {postcode}\n{country}"


def test_each_address_format_is_stored_once() -> None:
    german = "{company}\r\n{firstname}\r\n{country}"
    result = convert_address_formats(
        [(1, DEFAULT), (2, german), (3, ""), (4, "{company}\n{firstname}\r{country}\n"), (5, None), (6, " \n")],
        [{"address_format_id": 1, "name": "Address Format", "address_format": DEFAULT.replace("\n", "\r\n")}],
    )
    fallback = (
        "{firstname} {lastname}\r\n{company}\r\n{address_1}\r\n{address_2}\r\n{city} {postcode}\r\n{zone}\r\n{country}"
    )
    assert result.rows == [
        {"address_format_id": 2, "name": "OpenCart 3 format 2", "address_format": german},
        {"address_format_id": 3, "name": "OpenCart 3 default", "address_format": fallback},
    ]
    assert result.by_country == {1: 1, 2: 2, 3: 3, 4: 2, 5: 3, 6: 3}


@pytest.mark.parametrize(
    ("url", "ssl", "is_secure", "expected"),
    [
        ("http://a.test/", "https://a.test/", True, "https://a.test/"),
        ("http://a.test/", "https://a.test/", False, "http://a.test/"),
        ("http://a.test/s", "", True, "http://a.test/s/"),
        ("", "https://a.test", False, "https://a.test/"),
        ("", None, False, ""),
    ],
)
def test_a_store_has_one_address(url: str, ssl: str | None, is_secure: bool, expected: str) -> None:
    assert store_url(url, ssl, is_secure=is_secure) == expected
