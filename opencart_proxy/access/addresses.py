"""The caller's address, and whether an API user may call from it (store-api 3.5)."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from opencart_proxy import conf
from opencart_proxy.wire.request import Request

__all__ = ["allowed", "client_address"]

HEADERS_41 = ("cf-connecting-ip", "x-forwarded-for", "x-real-ip", "x-client-ip", "client-ip", "x-cluster-client-ip")


def client_address(request: Request, line: str) -> str:
    """Return the caller's address by the rules of release line ``line``.

    Forwarding headers count only when the peer is a trusted proxy, and for OpenCart 3 only when that is switched on.
    """
    if not allowed(request.peer, conf.trusted_proxies()):
        return request.peer
    if line == "4.0":
        return request.header("x-forwarded-for") or request.header("client-ip") or request.peer
    if line == "4.1":
        candidates = (request.header(name).partition(",")[0].strip() for name in HEADERS_41)
        return next((found for found in candidates if _parsed(found)), request.peer)
    return _last_untrusted(request) if conf.forwarded_for_oc3() else request.peer


def _last_untrusted(request: Request) -> str:
    hops = [hop.strip() for hop in request.header("x-forwarded-for").split(",") if _parsed(hop.strip())]
    untrusted = [hop for hop in hops if not allowed(hop, conf.trusted_proxies())]
    return untrusted[-1] if untrusted else request.peer


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def allowed(address: str, entries: Iterable[str]) -> bool:
    """Whether ``address`` is one of ``entries``: the same text, the same address, or within a network."""
    parsed = _parsed(address)
    for entry in (entry.strip() for entry in entries):
        if entry == address and entry:
            return True
        try:
            if parsed is not None and parsed in ip_network(entry, strict=False):
                return True
        except ValueError:
            continue
    return False
