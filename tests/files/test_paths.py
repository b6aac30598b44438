"""File names become one safe relative path, or are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.files.errors import UnsafePathError
from migrator.files.paths import clean, fold, is_cache, is_program, shown, spellings


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("catalog/a.jpg", "catalog/a.jpg"),
        ("/catalog//a.jpg", "catalog/a.jpg"),
        ("catalog/./x/../a b.jpg", "catalog/a b.jpg"),
        ("catalog\\Süß\\Ä.JPG", "catalog/Süß/Ä.JPG"),
        ("...", "..."),
    ],
)
def test_names_become_relative_paths(name: str, path: str) -> None:
    assert clean(name) == path


@pytest.mark.parametrize("name", ["../a", "catalog/../../a", "", "/", ".", "a\0b", "C:\\a.jpg", "catalog/.."])
def test_names_that_lead_out_or_nowhere_are_refused(name: str) -> None:
    with pytest.raises(UnsafePathError):
        clean(name)


@given(st.text(alphabet=st.sampled_from("ab./\\: ü\0"), max_size=20))
def test_no_name_whatever_leads_out(name: str) -> None:
    try:
        path = clean(name)
    except UnsafePathError:
        return
    assert not path.startswith("/")
    assert ".." not in path.split("/")


def test_entities_are_read_and_url_escapes_are_the_second_reading() -> None:
    assert spellings("catalog/salt &amp; pepper.jpg") == ("catalog/salt & pepper.jpg",)
    assert spellings(" catalog/a%20b.jpg") == ("catalog/a%20b.jpg", "catalog/a b.jpg")


def test_case_and_composition_of_umlauts_are_overlooked_when_folded() -> None:
    assert fold("Catalog/MU\u0308LLER.jpg") == fold("catalog/m\u00fcller.JPG")


@pytest.mark.parametrize("path", ["catalog/x.php", "catalog/X.PHP", "catalog/.htaccess", "catalog/a.jpg.phtml"])
def test_programs_are_known(path: str) -> None:
    assert is_program(path)


def test_pictures_are_no_programs_and_thumbnails_are_known() -> None:
    assert not is_program("catalog/php.jpg")
    assert is_cache("cache/catalog/a-100x100.jpg")
    assert not is_cache("catalog/cache/a.jpg")


def test_names_that_are_no_utf8_can_be_shown() -> None:
    assert shown("M\udcfcller") == "M\ufffdller"
