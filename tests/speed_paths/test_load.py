"""Rows streamed with LOAD DATA arrive byte by byte, and refused ones fail alone."""

from __future__ import annotations

import pytest

from migrator.models import RejectedRow
from tests.shop import Shop

pytestmark = pytest.mark.parametrize("backend", ["mariadb"], indirect=True)

TEXT = "tab\t, line\n, return\r\n, back\\slash, \\N, \\t, 'quotes\", nul\0, per%s cent, é and ☃"
HEX = TEXT.encode().hex()


def test_every_character_arrives_as_it_was(shop: Shop) -> None:
    shop.source.run(f"UPDATE oc_review SET text = CONVERT(X'{HEX}' USING utf8) WHERE review_id = 1")

    result = shop.migrate(["default_data", "infrastructure"], path="stream")

    assert result.verified
    assert shop.target.value("SELECT text FROM oc_review WHERE review_id = 1") == TEXT


def test_a_refused_row_fails_alone(shop: Shop) -> None:
    shop.target.run("ALTER TABLE oc_review ADD UNIQUE KEY (author)")
    shop.source.run("UPDATE oc_review SET author = CONCAT('Author ', review_id)")
    shop.source.run("UPDATE oc_review SET author = 'Author 1' WHERE review_id = 2")
    reviews = shop.source.value("SELECT COUNT(*) FROM oc_review")

    shop.migrate(["default_data", "infrastructure"], path="stream")

    assert list(RejectedRow.objects.values_list("table", "key")) == [("review", "2")]
    assert shop.target.value("SELECT COUNT(*) FROM oc_review") == reviews - 1


def test_without_load_data_rows_are_inserted(shop: Shop) -> None:
    server = shop.target.server
    assert server is not None
    server.run("SET GLOBAL local_infile = 0")
    try:
        assert shop.migrate(["default_data", "infrastructure"], path="stream").verified
    finally:
        server.run("SET GLOBAL local_infile = 1")
