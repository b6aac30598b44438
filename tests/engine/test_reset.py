"""Putting the target back: byte for byte, for all steps or some, however often it was interrupted."""

from __future__ import annotations

import pytest

from migrator.actions import StartRun
from migrator.engine import snapshot
from migrator.execution import reset
from migrator.models import Operation, StepState, StepStatus
from tests.shop import Shop


def put_back(*steps: str) -> list[str]:
    return reset(StartRun(steps, Operation.RESET).execute())


@pytest.mark.target("4.0.2.3")
def test_a_4_0_target_is_as_it_was(shop: Shop) -> None:
    before = shop.target.dump()
    shop.migrate()
    assert shop.target.dump() != before

    put_back()

    assert shop.target.dump() == before


def test_a_4_1_target_is_as_it_was(shop: Shop) -> None:
    before = shop.target.dump()
    shop.migrate()

    put_back()

    assert shop.target.dump() == before


def test_the_source_is_never_written_to(shop: Shop) -> None:
    before = shop.source.dump()

    shop.migrate()
    put_back()

    assert shop.source.dump() == before


def test_a_step_takes_those_that_depend_on_it_along(shop: Shop) -> None:
    shop.migrate()

    assert put_back("customers") == ["customers", "orders", "other_data"]
    assert shop.target.value("SELECT COUNT(*) FROM oc_customer") == 0
    assert shop.target.value("SELECT COUNT(*) FROM oc_product") == shop.source.value("SELECT COUNT(*) FROM oc_product")
    assert StepState.objects.get(step_id="orders").status == StepStatus.PENDING
    assert StepState.objects.get(step_id="products").status == StepStatus.COMPLETED


def test_a_reset_that_failed_can_be_repeated(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    before = shop.target.dump()
    shop.migrate()
    calls = 0
    put_back_tables = snapshot.put_back

    def failing(context: object, tables: list[str]) -> list[str]:
        nonlocal calls
        calls += 1
        if calls == 4:
            raise KeyboardInterrupt
        return put_back_tables(context, tables)  # type: ignore[arg-type]

    monkeypatch.setattr(snapshot, "put_back", failing)
    with pytest.raises(KeyboardInterrupt):
        put_back()
    assert shop.target.dump() != before

    put_back()

    assert shop.target.dump() == before


def test_after_a_reset_the_migration_can_be_run_again(shop: Shop) -> None:
    shop.migrate()
    put_back()

    assert shop.migrate().verified


@pytest.mark.parametrize("backend", ["mariadb"], indirect=True)
def test_the_next_ids_are_those_of_the_fresh_store(shop: Shop) -> None:
    query = (
        "SELECT auto_increment FROM information_schema.tables"
        " WHERE table_schema = 'shop_target' AND table_name = 'oc_product'"
    )
    fresh = shop.target.value(query)
    shop.migrate()

    put_back()

    assert shop.target.value(query) == fresh
