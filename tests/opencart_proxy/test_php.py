"""Values as PHP sees them."""

from decimal import Decimal
from typing import Any

import pytest

from opencart_proxy.php import as_int, as_number, dumps, greater, loads, truthy


@pytest.mark.parametrize("value", [None, "", "0", 0, [], {}])
def test_falsy(value: Any) -> None:
    assert not truthy(value)


@pytest.mark.parametrize("value", ["0.0", "00", " ", "a", 1, ["0"]])
def test_truthy(value: Any) -> None:
    assert truthy(value)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("12abc", 12),
        ("", 0),
        ("1e2", 100),
        ("3.9", 3),
        ("-3.9", -3),
        (" 7", 7),
        ("+5", 5),
        ("abc", 0),
        (None, 0),
        ({"0": "1"}, 1),
        ({}, 0),
        ("99999999999999999999", 10**18),
        ("-1e999999999", -(10**18)),
        ("١٢", 0),
    ],
)
def test_integers_are_read_from_the_beginning_of_a_text(value: Any, number: int) -> None:
    assert as_int(value) == number


@pytest.mark.parametrize(("value", "number"), [("1.50", "1.50"), (".5x", "0.5"), ("1e-400000", "0"), ("x", "0")])
def test_numbers_keep_their_decimals(value: str, number: str) -> None:
    assert as_number(value) == Decimal(number)


@pytest.mark.parametrize(
    ("value", "limit", "expected"),
    [("501", 500, True), ("500", 500, False), ("-20", 500, False), ("abc", 700, True), ("", 0, False)],
)
def test_a_text_that_is_no_number_is_compared_letter_by_letter(value: str, limit: int, *, expected: bool) -> None:
    assert greater(value, limit) is expected


@pytest.mark.parametrize(
    ("value", "document"),
    [
        ({}, "[]"),
        ({"0": "a", "1": "b"}, '["a","b"]'),
        ({"1": "a", "0": "b"}, '{"1":"a","0":"b"}'),
        ({"300": "401", "301": {"0": "403"}}, '{"300":"401","301":["403"]}'),
        ({"a": "Zoë/x"}, '{"a":"Zo\\u00eb\\/x"}'),
        ([Decimal("18.00"), Decimal("18.50"), True, None], "[18,18.5,true,null]"),
    ],
)
def test_json_as_php_writes_it(value: Any, document: str) -> None:
    assert dumps(value) == document


@pytest.mark.parametrize("document", ["", None, "{broken"])
def test_unreadable_json_is_an_empty_map(document: str | None) -> None:
    assert loads(document) == {}
