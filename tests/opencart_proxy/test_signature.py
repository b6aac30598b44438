"""The signature of 4.1 calls, against the worked example of the interface's description."""

from dataclasses import replace

import pytest

from opencart_proxy.access.signature import complete, in_time, is_signed_by
from opencart_proxy.wire.request import Request

QUERY = {
    "route": "api/order",
    "call": "cart",
    "username": "Default",
    "store_id": "0",
    "language": "en-gb",
    "currency": "USD",
    "time": "1700000000",
    "signature": "kVs2FUl6z49GTBUbl+zF3C10YmU=",
}
BODY = {
    "customer_id": "0",
    "firstname": 'Zoë & "Co"',
    "product": {"0": {"product_id": "100", "quantity": "2", "option": {"300": "401", "301": {"0": "403", "1": "404"}}}},
    "comment": "a b~c*(d)!'e",
}
SIGNED = Request("POST", "https", "shop.example.com", "/", "127.0.0.1", QUERY, BODY, {})


def _good(request: Request) -> bool:
    return is_signed_by(request.cleaned(trim=True), "Default", "secret-key")


def test_the_worked_example() -> None:
    assert _good(SIGNED)


def test_an_empty_body_is_signed_too() -> None:
    query = {**QUERY, "signature": "Cs4GE36sgSXaNOx5peDwqN2qj/k="}
    assert _good(replace(SIGNED, query=query, body={}))


def test_a_signature_may_be_percent_encoded_twice() -> None:
    assert _good(replace(SIGNED, query={**QUERY, "signature": "kVs2FUl6z49GTBUbl%2BzF3C10YmU%3D"}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("route", "api/Order"),
        ("call", "confirm"),
        ("store_id", "1"),
        ("language", "de-de"),
        ("currency", "EUR"),
        ("time", "1700000001"),
        ("signature", ""),
    ],
)
def test_every_signed_parameter_counts(name: str, value: str) -> None:
    assert not _good(replace(SIGNED, query={**QUERY, name: value}))


def test_host_folder_and_body_count() -> None:
    assert not _good(replace(SIGNED, host="shop.example.com:8080"))
    assert not _good(replace(SIGNED, directory="/shop/"))
    assert not _good(replace(SIGNED, body={**BODY, "comment": ""}))


def test_all_eight_parameters_have_to_be_there() -> None:
    assert complete(SIGNED)
    for name in QUERY:
        assert not complete(replace(SIGNED, query={key: value for key, value in QUERY.items() if key != name}))


@pytest.mark.parametrize(("seconds", "fits"), [(0, True), (450, True), (-450, True), (451, False), (-451, False)])
def test_the_time_window_is_450_seconds_to_both_sides(seconds: int, *, fits: bool) -> None:
    assert in_time(SIGNED, 1_700_000_000 + seconds) is fits
