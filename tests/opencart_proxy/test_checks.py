"""E-mail addresses and patterns."""

import pytest

from opencart_proxy.shop.checks import is_email, matches


@pytest.mark.parametrize(
    "value",
    ["a@b.c", "first.last+tag@example.co.uk", "a@[127.0.0.1]", '"quoted name"@example.com', "o'neil@example.com"],
)
def test_accepted_addresses(value: str) -> None:
    assert is_email(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "a@b",
        "a@127.0.0.1",
        ".a@b.cd",
        "a.@b.cd",
        "a..b@c.de",
        "a@-b.cd",
        "a@b_c.de",
        "zoë@example.com",
        "a&amp;b@example.com",
        "x" * 65 + "@example.com",
        "a@" + "b" * 64 + ".com",
        "a@example.com\n",
    ],
)
def test_refused_addresses(value: str) -> None:
    assert not is_email(value)


@pytest.mark.parametrize(
    ("pattern", "value", "fits"),
    [
        ("/^GB\\d{6}$/i", "gb123456", True),
        ("/^GB\\d{6}$/", "gb123456", False),
        ("#b#", "abc", True),
        ("{^a}", "abc", True),
        ("/(?<year>\\d{4})/", "in 2026", True),
        ("/&lt;/", "<", True),
        ("no delimiters", "no delimiters", False),
        ("/(/", "(", False),
        ("/a/Z", "a", False),
    ],
)
def test_patterns_have_delimiters_and_flags(pattern: str, value: str, *, fits: bool) -> None:
    assert matches(pattern, value, escaped=True) is fits


def test_opencart_3_takes_a_pattern_as_it_is_stored() -> None:
    assert not matches("/&lt;/", "<", escaped=False)
