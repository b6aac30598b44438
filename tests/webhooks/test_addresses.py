"""A webhook never leads into the network that the server stands in."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from migrator.webhooks.addresses import RefusedAddressError, addresses_of, endpoint, is_public
from migrator.webhooks.sending import send
from tests.webhooks.receiver import Receiver


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12:3456::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::7f00:1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001:db8::1",
        "100::1",
    ],
)
def test_addresses_that_are_refused(address: str) -> None:
    assert is_public(address) is False


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_addresses_of_the_internet(address: str) -> None:
    assert is_public(address) is True


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "::1"])
def test_other_spellings_of_this_machine_are_refused(host: str) -> None:
    with pytest.raises(RefusedAddressError, match="WEBHOOK_ALLOW_PRIVATE"):
        addresses_of(host, 80, 5)


def _resolver(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Let names lead to these addresses, another list at each look-up; return the names that were looked up."""
    asked: list[str] = []
    left = list(answers)

    def look_up(host: str, port: int, **_options: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in left.pop(0)]

    monkeypatch.setattr("migrator.webhooks.addresses.socket.getaddrinfo", look_up)
    return asked


def test_one_private_address_among_others_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    _resolver(monkeypatch, ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(RefusedAddressError):
        addresses_of("example.com", 443, 5)


def test_the_connection_goes_to_the_address_that_was_checked(
    monkeypatch: pytest.MonkeyPatch, receiver: Receiver
) -> None:
    asked = _resolver(monkeypatch, ["93.184.216.34"])
    reached: list[Any] = []

    def connect(address: Any, **_options: Any) -> socket.socket:
        reached.append(address)
        raise ConnectionRefusedError("not really")

    monkeypatch.setattr("migrator.webhooks.sending.socket.create_connection", connect)
    with pytest.raises(ConnectionRefusedError):
        send("http://rebinding.example:8080/hook", b"{}", {})
    assert asked == ["rebinding.example"]
    assert reached == [("93.184.216.34", 8080)]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com/hook",
        "ftp://example.com/",
        "file:///etc/passwd",
        "https://",
        "https://user:pass@example.com/",
        "https://example.com:99999/",
        "https://example.com/ä",
        "https://example.com/a b",
        "https://example.com/a\r\nX: y",
        "https://[::1",
        "https://example.com/" + "a" * 2000,
    ],
)
def test_what_is_no_url_for_a_webhook(url: str) -> None:
    with pytest.raises(RefusedAddressError):
        endpoint(url)
