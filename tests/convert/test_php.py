"""PHP-serialized text becomes JSON, and nothing dangerous is read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.engine import php

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
)
KEYS = st.integers(-(2**31), 2**31) | TEXT.filter(lambda key: not key.lstrip("-").isdecimal())
VALUES = st.recursive(SCALARS, lambda inner: st.dictionaries(KEYS, inner, max_size=5), max_leaves=20)


def serialize(value: object) -> str:
    """PHP's ``serialize``, written from its format's definition."""
    if value is None:
        return "N;"
    if isinstance(value, bool):
        return f"b:{int(value)};"
    if isinstance(value, int):
        return f"i:{value};"
    if isinstance(value, float):
        return f"d:{value!r};"
    if isinstance(value, str):
        return f's:{len(value.encode())}:"{value}";'
    assert isinstance(value, dict)
    inner = "".join(serialize(key) + serialize(item) for key, item in value.items())
    return f"a:{len(value)}:{{{inner}}}"


@given(VALUES)
def test_every_plain_value_survives_the_round_trip(value: object) -> None:
    assert php.parse(serialize(value)) == value
    assert php.is_serialized(serialize(value))


@given(VALUES)
def test_json_is_always_valid_and_empty_maps_are_lists(value: object) -> None:
    text = php.to_json(value)
    json.loads(text)
    if value == {}:
        assert text == "[]"


@given(st.text(max_size=60) | st.text('aisbdNO:;{}"0123456789', max_size=60))
def test_arbitrary_text_is_read_or_refused_in_one_sentence(text: str) -> None:
    try:
        php.parse(text)
    except php.PhpError as error:
        assert str(error).startswith("The PHP-serialized value")
        assert str(error).endswith(".")


@pytest.mark.parametrize(
    ("serialized", "expected"),
    [
        ('a:2:{i:0;s:1:"5";i:1;s:1:"3";}', '["5","3"]'),
        ('a:2:{i:1;s:1:"5";i:2;s:1:"3";}', '{"1":"5","2":"3"}'),
        ('a:2:{i:1;s:1:"5";i:0;s:1:"3";}', '{"1":"5","0":"3"}'),
        ("a:0:{}", "[]"),
        ('a:1:{s:1:"5";i:7;}', '{"5":7}'),
        ('a:1:{s:4:"name";a:1:{i:0;b:1;}}', '{"name":[true]}'),
        ('a:1:{i:3;s:6:"Größe";}', '{"3":"Gr\\u00f6\\u00dfe"}'),  # seven bytes: a length counted in another charset
        ('a:1:{i:3;s:7:"Größe";}', '{"3":"Gr\\u00f6\\u00dfe"}'),
        ('a:1:{i:3;N;}', '{"3":null}'),
        ("a:1:{i:3;d:0.5;}", '{"3":0.5}'),
        ('a:1:{i:3;s:13:"a";i:4;s:1:"b";}', '{"3":"a\\";i:4;s:1:\\"b"}'),
    ],
)  # fmt: skip
def test_arrays_become_lists_or_objects(serialized: str, expected: str) -> None:
    assert php.to_json(php.parse(serialized)) == expected


def test_lengths_in_characters_are_understood() -> None:
    assert php.parse('a:2:{s:4:"Größ";s:3:"Maß";s:1:"x";i:1;}') == {"Größ": "Maß", "x": 1}
    assert php.parse('s:9:"ö";i:1;xx";') == 'ö";i:1;xx'


@pytest.mark.parametrize(
    ("serialized", "reason"),
    [
        ('O:8:"stdClass":0:{}', "object"),
        ('a:1:{i:0;O:8:"stdClass":0:{}}', "object"),
        ('C:3:"Foo":0:{}', "object"),
        ("a:2:{i:0;i:1;i:1;R:2;}", "reference"),
        ("a:2:{i:0;i:1;i:1;r:1;}", "reference"),
        ("a:1:{i:0;i:1;}x", "goes on after its end"),
        ("a:2:{i:0;i:1;}", "damaged at byte 13"),
        ('a:1:{i:0;s:3:"ab', "damaged"),
        ("a:1:{N;i:1;}", "damaged"),
        ("d:INF;", "damaged"),
        ("d:1e999;", "damaged"),
        ("", "damaged at byte 0"),
    ],
)
def test_what_is_not_plain_data_is_refused(serialized: str, reason: str) -> None:
    with pytest.raises(php.PhpError, match=reason):
        php.parse(serialized)


def test_depth_and_size_have_limits() -> None:
    deep = "a:1:{i:0;" * 64 + "i:1;" + "}" * 64
    assert php.parse(deep)
    with pytest.raises(php.PhpError, match="deeper than 64"):
        php.parse("a:1:{i:0;" + deep + "}")
    with pytest.raises(php.PhpError, match="larger than 16 MiB"):
        php.parse('s:5:"' + "x" * php.MAX_BYTES + '";')


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "[]"),
        (None, "[]"),
        ("null", "[]"),
        ('""', "[]"),
        ('s:0:"";', "[]"),
        ("b:0;", "[]"),
        ("N;", "[]"),
        ("[]", "[]"),
        ('{"1":"x \\/ y"}', '{"1":"x \\/ y"}'),
        ('a:1:{i:1;s:1:"x";}', '{"1":"x"}'),
    ],
)
def test_columns_that_opencart_decodes_always_hold_json(text: str | None, expected: str) -> None:
    assert php.json_or_converted(text) == expected


def test_another_empty_value_can_be_asked_for() -> None:
    assert php.json_or_converted("", empty="{}") == "{}"


@pytest.mark.parametrize("text", ["hello", "{broken", '{"a":NaN}', "[" * 100_000])
def test_neither_json_nor_php_is_refused(text: str) -> None:
    with pytest.raises(php.PhpError, match="neither JSON nor PHP-serialized"):
        php.json_or_converted(text)


def test_values_without_json_form_are_refused() -> None:
    with pytest.raises(php.PhpError, match="cannot be written as JSON"):
        php.to_json(object())


@pytest.mark.parametrize("text", ["hello", '{"a":1}', "a:b", "1", "", "s:one"])
def test_ordinary_text_is_not_taken_for_serialized(text: str) -> None:
    assert not php.is_serialized(text)
