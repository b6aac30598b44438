"""Storefront and administration routes of OpenCart 3 in OpenCart 4's spelling (data-map 3.4 and 3.5)."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import quote, unquote

from steps.convert.notes import Converted, Note
from steps.convert.shipped import shipped_code
from steps.convert.target import Target

__all__ = ["admin_route", "rewrite_link", "storefront_route"]

RENAMED = {
    "account/address/add": "account/address.form",
    "account/address/edit": "account/address.form",
    "account/affiliate/add": "account/affiliate",
    "account/affiliate/edit": "account/affiliate",
    "account/recurring": "account/subscription",
    "account/recurring/info": "account/subscription.info",
    "account/reset": "account/forgotten.reset",
    "account/return": "account/returns",
    "account/return/add": "account/returns.add",
    "account/return/info": "account/returns.info",
    "account/return/success": "account/returns.success",
    "affiliate/login": "account/affiliate",
    "affiliate/register": "account/affiliate",
    "affiliate/success": "account/affiliate",
    "checkout/guest": "checkout/checkout",
    "checkout/guest_shipping": "checkout/checkout",
    "checkout/login": "checkout/checkout",
    "information/information/agree": "information/information.info",
    "product/product/review": "product/review.list",
    "product/product/write": "product/review.write",
}
VOUCHERS = {"account/voucher": "checkout/voucher", "account/voucher/success": "checkout/voucher.success"}
GONE_IN_4_1 = {"account/order/reorder", *VOUCHERS}

CONTROLLERS = frozenset(
    {
        "account/account",
        "account/address",
        "account/download",
        "account/edit",
        "account/forgotten",
        "account/login",
        "account/logout",
        "account/newsletter",
        "account/order",
        "account/password",
        "account/register",
        "account/reward",
        "account/tracking",
        "account/transaction",
        "account/wishlist",
        "checkout/cart",
        "checkout/checkout",
        "checkout/success",
        "common/home",
        "information/contact",
        "information/information",
        "information/sitemap",
        "product/category",
        "product/compare",
        "product/manufacturer",
        "product/product",
        "product/search",
        "product/special",
    }
)

ADMIN_RENAMED = {
    "catalog/recurring": "catalog/subscription_plan",
    "common/profile": "user/profile",
    "mail/return": "mail/returns",
    "marketplace/install": "marketplace/installer",
    "sale/recurring": "sale/subscription",
    "sale/return": "sale/returns",
}
ADMIN_DROPPED = frozenset({"event/theme", "startup/router"})
ADMIN_EXTENSION_LISTS = frozenset(
    {
        "analytics",
        "captcha",
        "currency",
        "dashboard",
        "feed",
        "fraud",
        "module",
        "payment",
        "report",
        "shipping",
        "theme",
        "total",
    }
)

LINK = re.compile(
    r"""(?P<before>(?:(?:https?:)?//(?P<host>[^/\s"'<>?\#]+)[^\s"'<>?\#]*)?
        index\.php\?(?:[^\s"'<>\#]*?(?:&amp;|&))?route=)
        (?P<route>[A-Za-z0-9_./|%-]+)""",
    re.VERBOSE | re.IGNORECASE,
)


def storefront_route(route: str, target: Target, *, table: str = "", key: str = "") -> Converted[str | None]:
    """Return the storefront route in the target's spelling; None when OpenCart 4 has no such page.

    ``table`` and ``key`` say in the notes where the route was found: ``unknown_route`` for one that neither
    generation ships (kept, with the separator rule applied) and ``gone_route`` for None. A trailing ``%`` is a
    pattern of layouts and stays.
    """
    converted, is_known = _rewrite(route, target)
    if converted is None:
        message = f"OpenCart {target.line} has no page for “{route}”."
        return Converted(None, (Note("gone_route", table, key, message, {"route": route}),))
    converted = converted.replace(".", target.separator)
    if is_known:
        return Converted(converted)
    message = f"The page “{route}” belongs to no part of OpenCart; it was kept as “{converted}”: check that it works."
    return Converted(converted, (Note("unknown_route", table, key, message, {"route": route}),))


def admin_route(route: str, target: Target) -> str | None:
    """Return the administration route in OpenCart 4's spelling, or None when it was dropped (data-map 3.4)."""
    parts = route.split("/")
    if parts[:2] == ["extension", "extension"]:
        return f"extension/{parts[2]}" if len(parts) == 3 and parts[2] in ADMIN_EXTENSION_LISTS else None
    if parts[0] == "extension" and len(parts) > 2:
        return _extension(parts, target)
    if route in ADMIN_DROPPED:
        return None
    if route in ("sale/voucher", "sale/voucher_theme"):
        return route if target.has_vouchers else None
    if route == "marketplace/modification":
        return route if target.line == "4.1" else None
    return ADMIN_RENAMED.get(route, route)


def rewrite_link(
    text: str, target: Target, *, hosts: Collection[str] = (), table: str = "", key: str = ""
) -> Converted[str]:
    """Return ``text`` with the route of every ``index.php?route=…`` link in OpenCart 4's spelling.

    ``text`` is one link or HTML full of them; ``&`` and ``&amp;`` stay as they are. ``hosts`` are the shop's own
    host names (with or without ``www.``): absolute links to other hosts are left alone; without ``hosts`` all are
    rewritten. A link to a page that OpenCart 4 has not stays, with a note.
    """
    own = {host.lower().removeprefix("www.") for host in hosts}
    notes: list[Note] = []

    def replace(found: re.Match[str]) -> str:
        host = found["host"]
        if host and own and host.lower().rpartition("@")[2].partition(":")[0].removeprefix("www.") not in own:
            return found[0]
        result = storefront_route(unquote(found["route"]).rstrip("/"), target, table=table, key=key)
        notes.extend(result.notes)
        return found[0] if result.value is None else found["before"] + quote(result.value, safe="/.|%")

    return Converted(LINK.sub(replace, text), tuple(notes))


def _extension(parts: list[str], target: Target) -> str | None:
    code = shipped_code(parts[1], parts[2], has_vouchers=target.has_vouchers)
    return None if code is None else f"extension/opencart/{parts[1]}/{code}"


def _rewrite(route: str, target: Target) -> tuple[str | None, bool]:
    """Return the route with ``.`` before its method, and whether it is one of OpenCart's own."""
    if route.endswith("%"):
        return _rewrite_pattern(route, target), True
    if route == "" or "." in route or "|" in route:
        return route.replace("|", "."), route == ""
    if route in GONE_IN_4_1 and target.line == "4.1":
        return None, True
    known = RENAMED.get(route) or VOUCHERS.get(route)
    if known:
        return known, True
    parts = route.split("/")
    if parts[0] == "extension" and len(parts) > 2:
        shipped = _extension(parts, target)
        controller, rest = shipped or "/".join(parts[:3]), parts[3:]
        is_known = shipped is not None
    else:
        controller, rest = "/".join(parts[:2]), parts[2:]
        is_known = controller in CONTROLLERS or controller in RENAMED
        controller = RENAMED.get(controller, controller)
    return (f"{controller}.{'/'.join(rest)}" if rest else controller), is_known


def _rewrite_pattern(route: str, target: Target) -> str:
    """Patterns over a folder stay; ``account/return/%``, over the methods of one page, follows that page."""
    stem = route.removesuffix("%").removesuffix("/")
    if not route.endswith("/%") or stem.count("/") != 1 or stem.startswith("extension/"):
        return route
    controller, _ = _rewrite(stem, target)
    return f"{controller}.%" if controller else route
