"""Store URLs: what is understood, and what is said about the rest."""

from __future__ import annotations

import pytest

from migrator.stores import StoreUrl, StoreUrlError


def test_every_part_is_read_and_decoded() -> None:
    url = StoreUrl.parse("mysql://shop%40eu:p%40ss%2Fw%3Frd@db.example:3307/old_shop?prefix=x1_", "SOURCE_DATABASE_URL")

    assert (url.backend, url.host, url.port, url.user, url.password, url.database, url.prefix) == (
        "mysql",
        "db.example",
        3307,
        "shop@eu",
        "p@ss/w?rd",
        "old_shop",
        "x1_",
    )


def test_port_and_prefix_have_opencarts_defaults() -> None:
    url = StoreUrl.parse("mysql://root@localhost/shop", "SOURCE_DATABASE_URL")

    assert (url.port, url.prefix, url.password) == (3306, "oc_", "")


def test_an_empty_prefix_is_kept() -> None:
    assert StoreUrl.parse("mysql://root@localhost/shop?prefix=", "X").prefix == ""


@pytest.mark.parametrize(
    ("text", "path"), [("sqlite:///var/a.db", "var/a.db"), ("sqlite:////srv/a%20b.db", "/srv/a b.db")]
)
def test_sqlite_paths_are_relative_or_absolute(text: str, path: str) -> None:
    assert StoreUrl.parse(text, "X").database == path


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "is not set"),
        ("  ", "is not set"),
        ("shop", "is not a URL"),
        ("postgres://root@localhost/shop", "begins with “postgres”"),
        ("mysql://root@localhost", "names no database"),
        ("mysql:///shop", "names no host"),
        ("mysql://root@localhost:port/shop", "malformed host or port"),
        ("mysql://root@localhost/shop?charset=latin1", "unknown option “charset”"),
        ("mysql://root@localhost/shop?ssl_ca=", "names no file in ssl_ca"),
        ("mysql://root@localhost/shop?prefix=oc-", "table prefix with characters"),
        ("sqlite://", "names no SQLite file"),
    ],
)
def test_a_bad_url_is_refused_in_a_sentence_that_names_the_variable(text: str | None, reason: str) -> None:
    with pytest.raises(StoreUrlError) as caught:
        StoreUrl.parse(text, "TARGET_DATABASE_URL")

    assert str(caught.value).startswith("TARGET_DATABASE_URL ")
    assert reason in str(caught.value)


def test_the_password_is_never_shown() -> None:
    url = StoreUrl.parse("mysql://shop:canary-password@localhost/shop", "SOURCE_DATABASE_URL")

    assert "canary-password" not in str(url)
    assert "canary-password" not in repr(url)


def test_the_password_is_not_in_the_message_of_a_bad_url() -> None:
    with pytest.raises(StoreUrlError) as caught:
        StoreUrl.parse("mysql://shop:canary-password@localhost/shop?nonsense=1", "SOURCE_DATABASE_URL")

    assert "canary-password" not in str(caught.value)
