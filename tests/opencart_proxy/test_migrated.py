"""What a migrated shop offers OpenCart 3's clients: the payment methods that they were offered before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from migrator.actions import StartRun
from migrator.execution import reset, validate
from migrator.models import Operation
from opencart_proxy.database import forget_stores, open_store
from tests.mariadb import Server
from tests.opencart_proxy.shop import encoded
from tests.shop import Shop, shop_on

KEY = "old-store-key-kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"
E_BOOK = 47
"""Costs 15 and needs no shipping; the demo shop takes bank transfers from 25 on, cash only for what is shipped."""

ADDRESS = {
    "firstname": "Gwen",
    "lastname": "Guest",
    "address_1": "Ring 1",
    "city": "Berlin",
    "postcode": "10115",
    "country_id": 81,
    "zone_id": 1256,
}
TRANSFER = {"code": "bank_transfer", "title": "Bank Transfer", "terms": "", "sort_order": "1"}
MINIMUMS = [("payment_bank_transfer_total", "25"), ("payment_cheque_total", "0"), ("payment_cod_total", "0.01")]

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[("sqlite", "4.1.0.4"), ("mariadb", "4.0.2.3")], ids=lambda param: "-".join(param))
def moved(request: pytest.FixtureRequest, tmp_path: Path, mariadb_server: Server, settings: Settings) -> Iterator[Shop]:
    """The demo shop and the OpenCart 4 that it moves to, which the store API opened before the move."""
    backend, release = request.param
    shop = shop_on(backend, "3.0.3.9", release, tmp_path, mariadb_server, settings)
    settings.MIDDLEWARE = ["opencart_proxy.views.StoreApiMiddleware"]
    assert open_store().schema.tables
    yield shop
    forget_stores()


def _call(route: str, form: dict[str, Any], token: str = "") -> Any:
    path = f"/index.php?route={route}&api_token={token}"
    return Client().post(path, encoded(form), content_type="application/x-www-form-urlencoded").json()


def _methods(quantity: int) -> Any:
    """Return the payment methods that a client of OpenCart 3 is offered for so many e-books."""
    token = _call("api/login", {"username": "Default", "key": KEY})["api_token"]
    _call("api/cart/add", {"product_id": E_BOOK, "quantity": quantity}, token)
    assert "success" in _call("api/payment/address", ADDRESS, token)
    return _call("api/payment/methods", {}, token)


def test_a_payment_method_is_offered_from_the_minimum_of_opencart_3_on(moved: Shop) -> None:
    moved.migrate()
    assert _methods(1) == {"payment_methods": [], "error": "Warning: No Payment options are available!"}
    assert _methods(2) == {"payment_methods": {"bank_transfer": TRANSFER}}


def test_the_minimums_are_kept_beside_the_settings_and_gone_with_a_reset(moved: Shop) -> None:
    minimums = "SELECT `key`, value FROM oc_setting WHERE `key` LIKE 'payment%_total' ORDER BY `key`"
    fresh, before = moved.target.rows(minimums), moved.target.dump()

    assert moved.migrate().verified
    assert moved.target.rows("SELECT name, value FROM oc_ocm_setting ORDER BY name") == MINIMUMS
    assert moved.target.rows(minimums) == fresh

    moved.target.run("UPDATE oc_ocm_setting SET value = '24' WHERE name = 'payment_bank_transfer_total'")
    checks = [check for step in validate(StartRun((), Operation.VALIDATE).execute()).steps for check in step.checks]
    assert [check.table for check in checks if not check.passed] == ["ocm_setting"]

    reset(StartRun((), Operation.RESET).execute())
    assert moved.target.dump() == before
