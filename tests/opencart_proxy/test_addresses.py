"""Whose address counts, and which are allowed."""

from collections.abc import Mapping

import pytest
from pytest_django import Settings

from opencart_proxy.access.addresses import allowed, client_address
from opencart_proxy.wire.request import Request

PROXY = "10.0.0.1"


def _address(line: str, headers: Mapping[str, str], peer: str = PROXY) -> str:
    return client_address(Request("GET", "http", "x", "/", peer, {}, {}, dict(headers)), line)


@pytest.mark.parametrize(
    ("address", "entries", "expected"),
    [
        ("192.0.2.44", ["192.0.2.44"], True),
        ("192.0.2.44", [" 192.0.2.44 "], True),
        ("192.0.2.44", ["192.0.2.0/24"], True),
        ("192.0.2.44", ["192.0.3.0/24", "nonsense"], False),
        ("2001:db8::1", ["2001:0db8:0:0::1"], True),
        ("2001:db8::1", ["2001:db8::/32"], True),
        ("::ffff:192.0.2.44", ["192.0.2.44"], True),
        ("192.0.2.44", [], False),
        ("", ["", "0.0.0.0/0"], False),
    ],
)
def test_an_allowed_address_is_listed_or_within_a_network(address: str, entries: list[str], *, expected: bool) -> None:
    assert allowed(address, entries) is expected


def test_nobody_is_believed_without_trusted_proxies(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = []
    headers = {"x-forwarded-for": "1.2.3.4", "cf-connecting-ip": "1.2.3.4", "client-ip": "1.2.3.4"}
    assert {_address(line, headers) for line in ("3.0", "4.0", "4.1")} == {PROXY}


def test_behind_a_trusted_proxy_each_release_reads_its_own_headers(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    headers = {"x-forwarded-for": "1.2.3.4, 5.6.7.8"}
    assert _address("3.0", headers) == PROXY
    assert _address("4.0", headers) == "1.2.3.4, 5.6.7.8"
    assert _address("4.1", headers) == "1.2.3.4"
    assert _address("4.1", {"cf-connecting-ip": "none", "x-real-ip": "2001:db8::1"}) == "2001:db8::1"
    assert _address("4.0", headers, peer="192.0.2.1") == "192.0.2.1"


def test_opencart_3_looks_behind_the_proxy_when_asked_to(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    settings.STORE_API_OC3_FORWARDED = "1"
    assert _address("3.0", {"x-forwarded-for": "6.6.6.6, 1.2.3.4, 10.0.0.2"}) == "1.2.3.4"
