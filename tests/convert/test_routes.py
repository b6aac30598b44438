"""Routes get OpenCart 4's spelling: every row of the tables of data-map 3.4 and 3.5."""

from __future__ import annotations

import pytest

from steps.convert.routes import admin_route, rewrite_link, storefront_route
from steps.convert.target import Target

NEW = Target()
MIDDLE = Target(line="4.0", has_vouchers=True, config_description=False, return_forms=("return", "returns"))
FIRST = Target(line="4.0", separator="|", has_vouchers=True, has_articles=False, keyword_length=255)

UNCHANGED = [
    "account/transaction", "account/reward", "account/newsletter", "account/download", "account/edit",
    "account/password", "account/tracking", "account/wishlist", "account/login", "account/logout", "account/register",
    "account/forgotten", "account/account", "account/order", "common/home", "product/category", "product/product",
    "product/special", "product/search", "product/compare", "product/manufacturer", "information/information",
    "information/contact", "information/sitemap", "checkout/cart", "checkout/checkout", "checkout/success", "",
    "account/%", "affiliate/%", "checkout/%",
]  # fmt: skip

CHANGED = {
    "product/manufacturer/info": "product/manufacturer.info",
    "product/compare/add": "product/compare.add",
    "checkout/cart/add": "checkout/cart.add",
    "account/order/info": "account/order.info",
    "account/return": "account/returns",
    "account/return/info": "account/returns.info",
    "account/return/add": "account/returns.add",
    "account/return/success": "account/returns.success",
    "account/return/%": "account/returns.%",
    "account/address/add": "account/address.form",
    "account/address/edit": "account/address.form",
    "account/address/delete": "account/address.delete",
    "account/download/download": "account/download.download",
    "account/wishlist/add": "account/wishlist.add",
    "account/affiliate/add": "account/affiliate",
    "account/affiliate/edit": "account/affiliate",
    "affiliate/login": "account/affiliate",
    "affiliate/register": "account/affiliate",
    "affiliate/success": "account/affiliate",
    "account/recurring": "account/subscription",
    "account/recurring/info": "account/subscription.info",
    "account/reset": "account/forgotten.reset",
    "checkout/login": "checkout/checkout",
    "checkout/guest": "checkout/checkout",
    "checkout/guest_shipping": "checkout/checkout",
    "information/information/agree": "information/information.info",
    "product/product/review": "product/review.list",
    "product/product/write": "product/review.write",
    "extension/module/featured": "extension/opencart/module/featured",
    "extension/module/slideshow": "extension/opencart/module/banner",
    "extension/payment/cod/confirm": "extension/opencart/payment/cod.confirm",
}


@pytest.mark.parametrize("route", UNCHANGED)
def test_pages_of_both_generations_keep_their_route(route: str) -> None:
    for target in (NEW, MIDDLE, FIRST):
        assert storefront_route(route, target) == storefront_route(route, NEW)
    assert storefront_route(route, NEW).value == route
    assert storefront_route(route, NEW).notes == ()


@pytest.mark.parametrize(("old", "new"), CHANGED.items())
def test_renamed_pages_and_methods(old: str, new: str) -> None:
    assert storefront_route(old, NEW).value == new
    assert storefront_route(old, NEW).notes == ()
    assert storefront_route(old, MIDDLE).value == new
    assert storefront_route(old, FIRST).value == new.replace(".", "|")


@pytest.mark.parametrize(
    ("old", "in_4_0"),
    [
        ("account/voucher", "checkout/voucher"),
        ("account/voucher/success", "checkout/voucher.success"),
        ("account/order/reorder", "account/order.reorder"),
    ],
)
def test_pages_that_only_4_0_has(old: str, in_4_0: str) -> None:
    assert storefront_route(old, MIDDLE).value == in_4_0
    gone = storefront_route(old, NEW, table="layout_route", key="9")
    assert gone.value is None
    assert [(note.kind, note.table, note.key) for note in gone.notes] == [("gone_route", "layout_route", "9")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("blog/article/list", "blog/article.list"),
        ("blog/article", "blog/article"),
        ("extension/module/megamenu", "extension/module/megamenu"),
        ("extension/module/megamenu/open", "extension/module/megamenu.open"),
        ("extension/total/voucher", "extension/total/voucher"),
    ],
)
def test_unknown_routes_follow_the_separator_rule_and_are_told(old: str, new: str) -> None:
    result = storefront_route(old, NEW, table="seo_url", key="3")
    assert result.value == new
    assert [note.kind for note in result.notes] == ["unknown_route"]


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("index.php?route=product/product&amp;path=57&amp;product_id=49",) * 2,
        (
            "index.php?route=product/manufacturer/info&amp;manufacturer_id=7",
            "index.php?route=product/manufacturer.info&amp;manufacturer_id=7",
        ),
        ("https://shop.test/index.php?route=account/return/add", "https://shop.test/index.php?route=account/returns.add"),
        ("http://www.shop.test/s/index.php?a=1&route=account/return", "http://www.shop.test/s/index.php?a=1&route=account/returns"),
        ("/index.php?route=account%2Freturn#top", "/index.php?route=account/returns#top"),
        ("https://other.test/index.php?route=account/return",) * 2,
        ("https://shop.test/desktops",) * 2,
        ("",) * 2,
        (
            '<a href="index.php?route=account/recurring">a</a> <a href="index.php?route=checkout/guest&x=1">',
            '<a href="index.php?route=account/subscription">a</a> <a href="index.php?route=checkout/checkout&x=1">',
        ),
    ],
)  # fmt: skip
def test_links_of_the_shop_follow_their_pages(link: str, expected: str) -> None:
    assert rewrite_link(link, NEW, hosts=["shop.test"]).value == expected


def test_without_hosts_every_absolute_link_is_rewritten() -> None:
    link = "https://other.test/index.php?route=account/return"
    assert rewrite_link(link, NEW).value == "https://other.test/index.php?route=account/returns"


def test_a_link_to_a_page_that_is_gone_stays_and_is_told() -> None:
    result = rewrite_link("index.php?route=account/voucher", NEW, table="banner_image", key="5")
    assert result.value == "index.php?route=account/voucher"
    assert [(note.kind, note.table, note.key) for note in result.notes] == [("gone_route", "banner_image", "5")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        *((f"extension/extension/{kind}", f"extension/{kind}") for kind in (
            "analytics", "captcha", "currency", "dashboard", "feed", "fraud", "module", "payment", "report",
            "shipping", "theme", "total",
        )),
        ("extension/extension/advertise", None),
        ("extension/extension/menu", None),
        ("extension/payment/cod", "extension/opencart/payment/cod"),
        ("extension/payment/klarna_account", None),
        ("extension/theme/default", "extension/opencart/theme/basic"),
        ("extension/module/carousel", "extension/opencart/module/banner"),
        ("extension/module/slideshow", "extension/opencart/module/banner"),
        ("catalog/recurring", "catalog/subscription_plan"),
        ("sale/recurring", "sale/subscription"),
        ("sale/return", "sale/returns"),
        ("mail/return", "mail/returns"),
        ("common/profile", "user/profile"),
        ("marketplace/install", "marketplace/installer"),
        ("startup/router", None),
        ("event/theme", None),
        ("catalog/product", "catalog/product"),
    ],
)  # fmt: skip
def test_administration_routes(old: str, new: str | None) -> None:
    assert admin_route(old, NEW) == new
    assert admin_route(old, MIDDLE) == new


@pytest.mark.parametrize(
    ("old", "in_4_0", "in_4_1"),
    [
        ("sale/voucher", "sale/voucher", None),
        ("sale/voucher_theme", "sale/voucher_theme", None),
        ("extension/total/voucher", "extension/opencart/total/voucher", None),
        ("marketplace/modification", None, "marketplace/modification"),
    ],
)
def test_administration_routes_of_one_line(old: str, in_4_0: str | None, in_4_1: str | None) -> None:
    assert (admin_route(old, MIDDLE), admin_route(old, NEW)) == (in_4_0, in_4_1)
