"""Where a webhook may lead: never into the network that this server stands in (SSRF)."""

from __future__ import annotations

import queue
import socket
import threading
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings

__all__ = ["Endpoint", "HostNotFoundError", "RefusedAddressError", "addresses_of", "endpoint", "is_public"]

PORTS = {"http": 80, "https": 443}
LONGEST_URL = 2000
NAT64 = ip_network("64:ff9b::/96")
MORE_RESERVED = tuple(
    ip_network(network) for network in ("192.0.0.0/24", "64:ff9b:1::/48", "fec0::/10", "::/96", "100::/64")
)
"""What Python 3.11 takes for public, although it is not."""


class RefusedAddressError(ValueError):
    """The URL is none for a webhook, or leads to an address that is not public."""


class HostNotFoundError(OSError):
    """The name of the host has no address."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A webhook's URL in the parts that a connection needs."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """The ``Host`` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def endpoint(url: str) -> Endpoint:
    """Take a URL apart; raise ``RefusedAddressError`` with one sentence when it is none for a webhook."""
    if len(url) > LONGEST_URL or not all("!" <= character <= "~" for character in url):
        raise RefusedAddressError(
            f"The URL of a webhook has at most {LONGEST_URL} characters, all of them ASCII and none of them a blank: "
            "percent-encode the path and write the host name in its xn-- form"
        )
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise RefusedAddressError("This is not a URL; a webhook needs one like https://example.com/hook") from error
    if parts.scheme not in PORTS or not host:
        raise RefusedAddressError("The URL of a webhook begins with https:// or http:// and names a host")
    if parts.username is not None or parts.password is not None:
        raise RefusedAddressError("The URL of a webhook must not contain a user name or password")
    path = parts.path or "/"
    return Endpoint(parts.scheme, host, port or PORTS[parts.scheme], f"{path}?{parts.query}" if parts.query else path)


def addresses_of(host: str, port: int, seconds: float) -> list[str]:
    """Return the addresses of a host, all of them checked, so that a connection can be made to what was checked.

    Raises ``RefusedAddressError`` when one of them is not public (unless ``WEBHOOK_ALLOW_PRIVATE``) and
    ``HostNotFoundError`` when there is none, or when the look-up takes longer than ``seconds``.
    """
    found = _look_up(host, port, seconds)
    if not settings.WEBHOOK_ALLOW_PRIVATE and not all(is_public(address) for address in found):
        raise RefusedAddressError(
            f"{host} leads to an address that is not public; webhooks to private networks need WEBHOOK_ALLOW_PRIVATE=on"
        )
    return found


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public Internet, with those that only wrap an IPv4 address unwrapped."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = _wrapped(found)
        if inner is not None:
            return is_public(str(inner))
    if any(found in network for network in MORE_RESERVED):
        return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def _wrapped(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if isinstance(NAT64, IPv6Network) and address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _look_up(host: str, port: int, seconds: float) -> list[str]:
    """Ask the resolver in a thread of its own: it knows no time limit."""
    answers: queue.Queue[list[str]] = queue.Queue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            found = []
        answers.put(list(dict.fromkeys(str(item[4][0]) for item in found)))

    threading.Thread(target=ask, daemon=True).start()
    try:
        addresses = answers.get(timeout=max(seconds, 0.001))
    except queue.Empty:
        addresses = []
    if not addresses:
        raise HostNotFoundError(f"{host} was not found")
    return addresses
