"""The address that a request really came from."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

__all__ = ["client_address"]

Address = IPv4Address | IPv6Address


def client_address(request: HttpRequest) -> str:
    """Return the address of the caller, read from ``X-Forwarded-For`` only as far as ``TRUSTED_PROXIES`` wrote it.

    Every proxy appends the address it was called from, so the list is read from its end: the first address that is
    no trusted proxy is the caller's. What stands before it may be invented.
    """
    address = _parsed(request.META.get("REMOTE_ADDR", ""))
    if address is None:  # a Unix socket: whoever may write to it is the proxy
        address = ip_address("127.0.0.1")
    for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        before = _parsed(hop.strip())
        if before is None or not _is_trusted(address, settings.TRUSTED_PROXIES):
            break
        address = before
    return str(address)


def _parsed(text: str) -> Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_trusted(address: Address, proxies: Sequence[str]) -> bool:
    return any(address in ip_network(proxy, strict=False) for proxy in proxies)
