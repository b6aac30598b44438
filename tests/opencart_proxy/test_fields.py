"""Query strings and bodies as PHP reads and writes them."""

from typing import Any

import pytest

from opencart_proxy.wire.fields import TooManyFieldsError, cleaned, encoded, from_json, nested, pairs


def _read(data: bytes) -> dict[str, Any]:
    return nested(pairs(data, 100))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a=1&b=2&a=3", {"a": "3", "b": "2"}),
        (b"product[0][option][300]=401", {"product": {"0": {"option": {"300": "401"}}}}),
        (b"x[]=a&x[]=b&x[7]=c&x[]=d", {"x": {"0": "a", "1": "b", "7": "c", "8": "d"}}),
        (b"a.b=1&c%20d=2", {"a_b": "1", "c_d": "2"}),
        (b"a[b=1", {"a_b": "1"}),
        (b"a=1&a[b]=2", {"a": {"b": "2"}}),
        (b"=1&[x]=2", {}),
        (b"name=Zo%C3%AB+%26+Co", {"name": "Zoë & Co"}),
        (b"name=%FF%FE", {"name": ""}),
        (b"flag", {"flag": ""}),
    ],
)
def test_names_with_brackets_nest(data: bytes, expected: dict[str, Any]) -> None:
    assert _read(data) == expected


def test_a_field_nested_too_deeply_is_dropped() -> None:
    assert _read(b"a" + b"[x]" * 64 + b"=1&b=2") == {"b": "2"}


def test_more_fields_than_the_limit_are_refused() -> None:
    with pytest.raises(TooManyFieldsError):
        pairs(b"a=1&" * 5, 5)


def test_json_members_count_as_posted_fields() -> None:
    document = b'{"a": 1, "b": [true, false, null, 1.50], "c": {"d": "x"}}'
    assert from_json(document) == {"a": "1", "b": {"0": "1", "1": "", "2": "", "3": "1.50"}, "c": {"d": "x"}}


@pytest.mark.parametrize("document", [b"[1]", b"x", b"\xff", b'{"a":' * 5000])
def test_a_body_that_is_no_json_object_is_refused(document: bytes) -> None:
    with pytest.raises(ValueError):
        from_json(document)


def test_texts_and_keys_are_escaped_and_trimmed() -> None:
    posted = {"<k>": ' a&b "c" \t\0', "n": {"x": "&amp;'"}}
    assert cleaned(posted, trim=True) == {"&lt;k&gt;": "a&amp;b &quot;c&quot;", "n": {"x": "&amp;amp;'"}}
    assert cleaned({"a": " b "}, trim=False) == {"a": " b "}


def test_the_signed_body_leaves_only_letters_digits_and_three_signs_bare() -> None:
    body = {"p": {"0": {"o": {"301": {"0": "403"}}}}, "c": "a b~c*(d)!'e._-"}
    assert encoded(body) == "p%5B0%5D%5Bo%5D%5B301%5D%5B0%5D=403&c=a+b%7Ec%2A%28d%29%21%27e._-"
