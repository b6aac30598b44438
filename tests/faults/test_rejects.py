"""Rows that the target refuses fail alone, are kept with their data, and can be tried again."""

from __future__ import annotations

import pytest

from migrator.engine.errors import EngineError
from migrator.models import RejectedRow
from migrator.rejects import retry
from tests.shop import Shop

pytestmark = pytest.mark.parametrize("backend", ["mariadb"], indirect=True)


@pytest.fixture
def narrow(shop: Shop) -> Shop:
    """A target whose column for models is too short for two of the products."""
    shop.target.run("DELETE FROM oc_product", "ALTER TABLE oc_product MODIFY model VARCHAR(9) NULL")
    shop.source.run("UPDATE oc_product SET model = 'short' WHERE product_id NOT IN (42, 47)")
    shop.source.run("UPDATE oc_product SET model = 'much too long' WHERE product_id IN (42, 47)")
    return shop


@pytest.mark.parametrize("path", ["server", "stream"])
def test_only_the_refused_rows_stay_behind(narrow: Shop, path: str) -> None:
    result = narrow.migrate(path=path)

    assert not result.verified
    assert [(row.table, row.key) for row in RejectedRow.objects.all()] == [("product", "42"), ("product", "47")]
    assert "model" in RejectedRow.objects.get(key="42").error
    assert RejectedRow.objects.get(key="42").data["model"] == "much too long"
    here = {row[0] for row in narrow.target.rows("SELECT product_id FROM oc_product")}
    there = {row[0] for row in narrow.source.rows("SELECT product_id FROM oc_product")}
    assert here == there - {42, 47}


def test_a_refused_row_can_be_tried_again(narrow: Shop) -> None:
    narrow.migrate()
    narrow.target.run("ALTER TABLE oc_product MODIFY model VARCHAR(64) NULL")

    resolved, rejected = retry(list(RejectedRow.objects.all()))

    assert (len(resolved), len(rejected)) == (2, 0)
    assert RejectedRow.objects.filter(resolved_at=None).count() == 0
    assert narrow.target.value("SELECT model FROM oc_product WHERE product_id = 42") == "much too long"


def test_trying_again_in_vain_keeps_the_row(narrow: Shop) -> None:
    narrow.migrate()

    resolved, rejected = retry(list(RejectedRow.objects.filter(key="42")))

    assert (len(resolved), len(rejected)) == (0, 1)
    assert RejectedRow.objects.get(key="42").attempts == 2


def test_stop_on_error_stops_at_the_first(narrow: Shop) -> None:
    with pytest.raises(EngineError, match="model"):
        narrow.migrate(stop_on_error=True)


def test_secrets_of_a_refused_row_are_masked(shop: Shop) -> None:
    shop.target.run("DELETE FROM oc_customer", "ALTER TABLE oc_customer MODIFY firstname VARCHAR(2) NULL")
    shop.migrate()

    data = RejectedRow.objects.filter(table="customer").first().data  # type: ignore[union-attr]

    assert data["password"] == "•••"
