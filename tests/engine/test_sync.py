"""Bringing over what changed since, and leaving alone what was edited in OpenCart 4."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from migrator.actions import ResumeRun, StartRun
from migrator.engine.errors import LivedInError, ReplacedError
from migrator.errors import RequestInvalidError
from migrator.execution import RunResult, execute, reset
from migrator.models import (
    ChunkRecord,
    Operation,
    RejectedRow,
    Run,
    RunStatus,
    StepRun,
    StepState,
    StepStatus,
)
from migrator.rejects import retry
from migrator.stores import StoreUrl
from tests.shop import Shop
from tests.stores import mariadb_store, sqlite_store


def sync(shop: Shop, steps: Sequence[str] = (), **options: bool) -> RunResult:
    return shop.migrate(steps, operation=Operation.SYNC, **options)


def conflicts(result: RunResult) -> list[str]:
    return [str(conflict) for step in result.steps for conflict in step.conflicts]


def written(result: RunResult) -> tuple[int, int]:
    return sum(step.rows for step in result.steps), sum(step.deleted for step in result.steps)


def test_without_a_change_nothing_is_written(shop: Shop) -> None:
    shop.migrate()
    before = shop.target.rows("SELECT * FROM oc_product ORDER BY product_id")

    result = sync(shop)

    assert result.verified
    assert written(result) == (0, 0)
    assert shop.target.rows("SELECT * FROM oc_product ORDER BY product_id") == before


def test_added_changed_and_deleted_rows_are_brought_over(shop: Shop) -> None:
    shop.migrate()
    shop.source.run(
        "UPDATE oc_customer SET firstname = 'Johanna' WHERE customer_id = 1",
        "INSERT INTO oc_category_to_store (category_id, store_id) VALUES (4711, 1)",
        "DELETE FROM oc_order_history WHERE order_history_id = 1",
    )

    result = sync(shop)

    assert result.verified
    assert written(result) == (2, 1)
    assert shop.target.value("SELECT firstname FROM oc_customer WHERE customer_id = 1") == "Johanna"
    assert shop.target.value("SELECT COUNT(*) FROM oc_category_to_store WHERE category_id = 4711") == 1
    assert shop.target.value("SELECT COUNT(*) FROM oc_order_history WHERE order_history_id = 1") == 0


def test_a_new_discount_moves_the_specials_that_share_its_table(shop: Shop) -> None:
    """In 4.1 specials follow the last discount, so a new discount takes the id of a special."""
    shop.migrate()
    shop.source.run(
        "INSERT INTO oc_product_discount (product_id, customer_group_id, quantity, priority, price, date_start, date_end)"
        " VALUES (42, 1, 5, 1, 80, '0000-00-00', '0000-00-00')"
    )

    assert sync(shop).verified
    discounts, specials = (
        shop.source.value(f"SELECT COUNT(*) FROM oc_product_{name}") for name in ("discount", "special")
    )
    assert shop.target.value("SELECT COUNT(*) FROM oc_product_discount WHERE special = 0") == discounts
    assert shop.target.value("SELECT COUNT(*) FROM oc_product_discount WHERE special = 1") == specials


class TestConflicts:
    def test_a_row_edited_in_opencart_4_is_listed_and_left_alone(self, shop: Shop) -> None:
        shop.migrate()
        shop.target.run("UPDATE oc_product SET price = 7 WHERE product_id = 42")

        result = sync(shop)

        assert conflicts(result) == ["product 42 was edited in OpenCart 4 since"]
        assert not result.verified
        assert shop.target.value("SELECT price FROM oc_product WHERE product_id = 42") == 7

    def test_changes_of_its_neighbours_still_arrive(self, shop: Shop) -> None:
        shop.migrate()
        shop.target.run("UPDATE oc_product SET price = 7 WHERE product_id = 42")
        shop.source.run("UPDATE oc_product SET quantity = 3 WHERE product_id = 47")

        result = sync(shop)

        assert conflicts(result) == ["product 42 was edited in OpenCart 4 since"]
        assert shop.target.value("SELECT quantity FROM oc_product WHERE product_id = 47") == 3

    def test_it_is_still_a_conflict_the_next_time(self, shop: Shop) -> None:
        shop.migrate()
        shop.target.run("UPDATE oc_product SET price = 7 WHERE product_id = 42")
        sync(shop)

        assert conflicts(sync(shop)) == ["product 42 was edited in OpenCart 4 since"]

    def test_deleted_and_added_rows_are_conflicts_too(self, shop: Shop) -> None:
        shop.migrate()
        shop.target.run("DELETE FROM oc_review WHERE review_id = 1", "INSERT INTO oc_category_to_store VALUES (999, 0)")

        assert conflicts(sync(shop)) == [
            "category_to_store 999, 0 was added in OpenCart 4 since",
            "review 1 was deleted in OpenCart 4 since",
        ]
        assert shop.target.value("SELECT COUNT(*) FROM oc_review WHERE review_id = 1") == 0

    def test_overwrite_makes_the_target_equal_again(self, shop: Shop) -> None:
        shop.migrate()
        shop.target.run(
            "UPDATE oc_product SET price = 7 WHERE product_id = 42", "DELETE FROM oc_review WHERE review_id = 1"
        )

        result = sync(shop, overwrite=True)

        assert result.verified
        assert shop.target.value("SELECT price FROM oc_product WHERE product_id = 42") == 100
        assert shop.target.value("SELECT COUNT(*) FROM oc_review WHERE review_id = 1") == 1

    def test_a_row_that_both_sides_changed_alike_is_no_conflict(self, shop: Shop) -> None:
        shop.migrate()
        for database in (shop.source, shop.target):
            database.run("UPDATE oc_product SET price = 7 WHERE product_id = 42")

        assert conflicts(sync(shop)) == []


@pytest.mark.parametrize("backend", ["mariadb"], indirect=True)
def test_a_sync_through_the_program_does_the_same(shop: Shop) -> None:
    shop.migrate(path="stream")
    shop.source.run("UPDATE oc_customer SET firstname = 'Johanna' WHERE customer_id = 1")

    result = sync(shop, path="stream")

    assert (result.verified, written(result)) == (True, (1, 0))


@pytest.mark.target("4.0.2.3")
class TestAfterAnInterruptedPass:
    @pytest.fixture
    def cut_short(self, shop: Shop) -> Shop:
        """A shop whose migration was cut short after it had copied all, and compared some, of the zones."""
        shop.source.run(
            *(
                f"INSERT INTO oc_zone (country_id, name, code, status) VALUES (222, 'Zone {n}', 'X', 1)"
                for n in range(9)
            )
        )
        shop.migrate(["default_data"])
        [record] = ChunkRecord.objects.filter(table="zone")
        everything = memoryview(record.checksums).cast("I")
        middle = shop.source.rows("SELECT zone_id FROM oc_zone ORDER BY zone_id")[len(everything) // 2][0]
        record.upto = middle
        record.save()
        StepRun.objects.update(status=StepStatus.RUNNING)
        return shop

    def test_what_changed_in_rows_that_are_not_on_record_arrives(self, cut_short: Shop) -> None:
        cut_short.source.run(
            "UPDATE oc_zone SET name = 'Changed' WHERE name = 'Zone 8'", "DELETE FROM oc_zone WHERE name = 'Zone 7'"
        )

        result = sync(cut_short, steps=["default_data"])

        assert (result.verified, written(result)) == (True, (1, 1))
        names = cut_short.target.rows("SELECT name FROM oc_zone WHERE country_id = 222 ORDER BY zone_id")
        assert [name for (name,) in names][-2:] == ["Zone 6", "Changed"]
        assert written(sync(cut_short, steps=["default_data"])) == (0, 0)

    def test_every_row_is_compared(self, cut_short: Shop) -> None:
        rows = cut_short.source.value("SELECT COUNT(*) FROM oc_zone")

        [check] = [found for found in sync(cut_short, steps=["default_data"]).steps[0].checks if found.table == "zone"]

        assert (check.source_count, check.target_count) == (rows, rows)

    def test_rows_of_a_finished_pass_without_a_record_are_conflicts(self, cut_short: Shop) -> None:
        StepRun.objects.update(status=StepStatus.COMPLETED)
        cut_short.target.run("UPDATE oc_zone SET name = 'Edited' WHERE name = 'Zone 8'")

        assert [one.split(" ", 2)[2] for one in conflicts(sync(cut_short, steps=["default_data"]))] == [
            "was edited in OpenCart 4 since"
        ]


class TestAnotherTarget:
    def reinstalled(self, shop: Shop, tmp_path: Path) -> None:
        """Put a fresh OpenCart 4 where the migrated one was."""
        if shop.target.server is None:
            fresh = StoreUrl.parse(sqlite_store(tmp_path, "4.1.0.4"), "X").database
            shutil.copyfile(fresh, StoreUrl.parse(shop.target.url, "X").database)
        else:
            mariadb_store(shop.target.server, "4.1.0.4", "shop_target")

    def test_a_sync_keeps_the_originals_and_brings_everything(self, shop: Shop, tmp_path: Path) -> None:
        shop.migrate()
        self.reinstalled(shop, tmp_path)
        before = shop.target.dump()

        assert sync(shop, overwrite=True).verified
        assert shop.target.value("SELECT firstname FROM oc_customer WHERE customer_id = 1") == "John"

        reset(StartRun((), Operation.RESET).execute())
        assert shop.target.dump() == before

    def test_a_sync_refuses_a_shop_that_is_in_use(self, shop: Shop) -> None:
        shop.target.run("INSERT INTO oc_customer (customer_id, firstname) VALUES (777, 'Ann')")
        before = shop.target.dump()

        with pytest.raises(LivedInError, match="already has 1 customers of its own"):
            sync(shop)

        assert shop.target.dump() == before

    def test_a_resume_refuses_it(self, shop: Shop, tmp_path: Path) -> None:
        run = StartRun(["default_data", "manufacturers"]).execute()
        execute(run)
        self.reinstalled(shop, tmp_path)
        Run.objects.filter(pk=run.pk).update(status=RunStatus.FAILED)
        StepRun.objects.filter(step_id="manufacturers").update(status=StepStatus.RUNNING)

        with pytest.raises(
            ReplacedError, match="has nothing of “Default Data Migration”, which this run has completed"
        ):
            execute(ResumeRun(Run.objects.get()).execute(), resume=True)


def test_a_resume_does_again_what_was_reset_since(shop: Shop) -> None:
    run = StartRun(["default_data", "manufacturers"]).execute()
    execute(run)
    before = shop.target.rows("SELECT * FROM oc_manufacturer ORDER BY manufacturer_id")
    Run.objects.filter(pk=run.pk).update(status=RunStatus.FAILED)
    StepRun.objects.filter(step_id="manufacturers").update(status=StepStatus.RUNNING)
    reset(StartRun((), Operation.RESET).execute())

    result = execute(ResumeRun(Run.objects.get(pk=run.pk)).execute(), resume=True)

    assert [step.step_id for step in result.steps] == ["default_data", "manufacturers"]
    assert shop.target.rows("SELECT * FROM oc_manufacturer ORDER BY manufacturer_id") == before


def test_there_is_no_dry_run_of_a_sync(shop: Shop) -> None:
    with pytest.raises(RequestInvalidError, match="a sync has none"):
        sync(shop, dry_run=True)
    assert not StepState.objects.exists()


class TestRefusedRows:
    """The target takes no maker of this name."""

    NEW = (
        "INSERT INTO oc_manufacturer (manufacturer_id, name, image, sort_order) VALUES (99, 'Refused', '', 0)",
        "INSERT INTO oc_coupon (coupon_id, name, code, type, discount, logged, shipping, total, date_start, date_end,"
        " uses_total, uses_customer, status, date_added) VALUES (77, 'New', 'NEW', 'P', 1, 0, 0, 0, '2026-01-01',"
        " '2027-01-01', 1, '1', 1, '2026-01-01 00:00:00')",
    )

    def refuse(self, shop: Shop, table: str, condition: str) -> None:
        if shop.target.server is None:
            shop.target.run(
                f"CREATE TRIGGER refusing BEFORE INSERT ON {table} WHEN {condition.replace('.', 'new.', 1)}"
                " BEGIN SELECT RAISE(ABORT, 'refused'); END"
            )
        else:
            shop.target.run(f"ALTER TABLE {table} ADD CONSTRAINT refusing CHECK (NOT ({condition.removeprefix('.')}))")

    def allow(self, shop: Shop, table: str) -> None:
        shop.target.run(
            "DROP TRIGGER refusing" if shop.target.server is None else f"ALTER TABLE {table} DROP CONSTRAINT refusing"
        )

    def test_one_beside_a_conflict_fails_alone_and_arrives_later(self, shop: Shop) -> None:
        shop.migrate()
        self.refuse(shop, "oc_manufacturer", ".name = 'Refused'")
        shop.source.run(*self.NEW)
        shop.target.run("UPDATE oc_manufacturer SET sort_order = 5 WHERE manufacturer_id = 5")

        result = sync(shop)

        assert conflicts(result) == ["manufacturer 5 was edited in OpenCart 4 since"]
        assert list(RejectedRow.objects.values_list("table", "key")) == [("manufacturer", "99")]
        assert shop.target.value("SELECT COUNT(*) FROM oc_coupon WHERE coupon_id = 77") == 1

        self.allow(shop, "oc_manufacturer")
        result = sync(shop)

        assert conflicts(result) == ["manufacturer 5 was edited in OpenCart 4 since"]
        assert shop.target.value("SELECT COUNT(*) FROM oc_manufacturer WHERE manufacturer_id = 99") == 1
        assert not RejectedRow.objects.filter(resolved_at=None).exists()

    def test_what_was_there_stays_where_the_change_is_refused(self, shop: Shop) -> None:
        shop.migrate()
        self.refuse(shop, "oc_manufacturer", ".name = 'Refused'")
        shop.source.run("UPDATE oc_manufacturer SET name = 'Refused' WHERE manufacturer_id = 5")
        before = shop.target.rows("SELECT * FROM oc_manufacturer ORDER BY manufacturer_id")

        assert not sync(shop).verified

        assert shop.target.rows("SELECT * FROM oc_manufacturer ORDER BY manufacturer_id") == before
        assert list(RejectedRow.objects.values_list("key", flat=True)) == ["5"]

    def test_one_of_the_second_part_of_a_table_is_tried_again_where_it_belongs(self, shop: Shop) -> None:
        shop.migrate()
        self.refuse(shop, "oc_product_discount", ".price = 77.77")
        shop.source.run(
            "INSERT INTO oc_product_special (product_id, customer_group_id, priority, price, date_start, date_end)"
            " VALUES (42, 1, 1, 77.77, '0000-00-00', '0000-00-00')"
        )
        sync(shop)
        self.allow(shop, "oc_product_discount")

        found = retry(list(RejectedRow.objects.all()))

        assert [row.table for row in found.resolved] == ["product_discount"]
        assert shop.target.value("SELECT COUNT(*) FROM oc_product_discount WHERE price = 77.77 AND special = 1") == 1


@pytest.mark.parametrize("backend", ["mariadb"], indirect=True)
def test_what_the_target_makes_of_a_row_is_compared(shop: Shop) -> None:
    shop.migrate()
    shop.target.run(
        "CREATE TRIGGER shouting BEFORE INSERT ON oc_manufacturer FOR EACH ROW SET new.name = UPPER(new.name)"
    )
    shop.source.run(TestRefusedRows.NEW[0])

    result = sync(shop)

    assert not result.verified
    assert [str(found) for step in result.steps for check in step.checks for found in check.differences] == [
        "manufacturer 99, name: expected “Refused”, found “REFUSED”"
    ]
    assert written(result) == (1, 0)


class TestDeletedInOpenCart4:
    def test_a_row_that_also_changed_in_opencart_3_is_a_conflict(self, shop: Shop) -> None:
        shop.migrate()
        shop.target.run("DELETE FROM oc_manufacturer WHERE manufacturer_id = 5")
        shop.source.run("UPDATE oc_manufacturer SET name = 'Other' WHERE manufacturer_id = 5", TestRefusedRows.NEW[0])

        for _ in range(2):
            assert conflicts(sync(shop)) == ["manufacturer 5 was deleted in OpenCart 4 since"]

        assert shop.target.value("SELECT COUNT(*) FROM oc_manufacturer WHERE manufacturer_id = 5") == 0
        assert shop.target.value("SELECT COUNT(*) FROM oc_manufacturer WHERE manufacturer_id = 99") == 1

    def test_a_row_that_was_deleted_in_both_hides_no_new_one(self, shop: Shop) -> None:
        shop.migrate()
        for database in (shop.source, shop.target):
            database.run("DELETE FROM oc_manufacturer WHERE manufacturer_id = 5")
        shop.source.run(TestRefusedRows.NEW[0])

        assert sync(shop).verified
        assert shop.target.value("SELECT COUNT(*) FROM oc_manufacturer WHERE manufacturer_id = 99") == 1
