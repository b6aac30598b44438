"""Tables of an old shop that are not in UTF-8 arrive in the same letters, and are compared as such."""

from __future__ import annotations

import pytest

from migrator.actions import StartRun
from migrator.engine.verify import Difference
from migrator.execution import validate
from migrator.models import Operation
from tests.shop import Shop

pytestmark = pytest.mark.parametrize("backend", ["mariadb"], indirect=True)

NAME = "Zoë Müller €"
LATIN = ("customer", "order", "order_product", "product_description", "seo_url", "setting", "category_description")
ADDRESS = ["company", "address_1", "address_2", "city", "postcode", "country_id", "zone_id"]


@pytest.fixture
def latin(shop: Shop) -> Shop:
    """The shop with some tables in Latin 1, and the customer of order 1 with letters that are two bytes in UTF-8."""
    alike = ", ".join(f"o.payment_{name} = a.{name}" for name in ADDRESS)
    shop.source.run(
        "SET sql_mode = ''",
        *(f"ALTER TABLE oc_{table} CONVERT TO CHARACTER SET latin1" for table in LATIN),
        f"UPDATE oc_customer SET firstname = '{NAME}' WHERE customer_id = 1",
        f"UPDATE oc_address SET firstname = '{NAME}', lastname = 'É' WHERE customer_id = 1",
        f"UPDATE oc_order o JOIN oc_address a USING (customer_id) SET o.payment_firstname = '{NAME}',"
        f" o.payment_lastname = 'É', o.payment_method = 'Überweisung “sofort”', {alike} WHERE o.order_id = 1",
        f"UPDATE oc_order_product SET name = '{NAME}' WHERE order_id = 1",
        "UPDATE oc_product_description SET name = 'Größe ½' WHERE product_id = 40",
        "UPDATE oc_seo_url SET keyword = 'größe' WHERE query = 'product_id=40'",
    )
    return shop


@pytest.mark.parametrize("path", ["server", "stream"])
def test_letters_arrive(latin: Shop, path: str) -> None:
    assert latin.migrate(path=path).verified

    target = latin.target
    assert target.rows("SELECT firstname FROM oc_customer WHERE customer_id = 1") == [(NAME,)]
    assert set(target.rows("SELECT name FROM oc_order_product WHERE order_id = 1")) == {(NAME,)}
    assert set(target.rows("SELECT name FROM oc_product_description WHERE product_id = 40")) == {("Größe ½",)}
    assert set(target.rows("SELECT keyword FROM oc_seo_url WHERE `key` = 'product_id' AND value = '40'")) == {
        ("größe",)
    }
    [(method, address)] = target.rows("SELECT payment_method, payment_address_id FROM oc_order WHERE order_id = 1")
    assert '"name": "Überweisung “sofort”"' in method
    assert target.rows(f"SELECT customer_id, lastname FROM oc_address WHERE address_id = {address}") == [(1, "É")]


def test_a_letter_that_changed_is_found(latin: Shop) -> None:
    latin.migrate()
    latin.target.run("UPDATE oc_customer SET firstname = 'Zoe Müller €' WHERE customer_id = 1")

    result = validate(StartRun((), Operation.VALIDATE).execute())

    assert [found for step in result.steps for check in step.checks for found in check.differences] == [
        Difference("customer", "1", "changed", "firstname", NAME, "Zoe Müller €")
    ]
