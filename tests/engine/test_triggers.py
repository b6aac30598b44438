"""Triggers of the target do nothing to its originals, and are to the byte as they were after a reset."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from migrator.actions import StartRun
from migrator.execution import reset
from migrator.models import Operation, RejectedRow
from tests.mariadb import Server
from tests.shop import Shop

RENAMING = (
    "CREATE TRIGGER shop_coupon before insert on oc_coupon for each row begin set new.name = 'é 100%s'; end",
    "CREATE TRIGGER shop_coupon_2 BEFORE INSERT ON oc_coupon FOR EACH ROW FOLLOWS shop_coupon SET NEW.code = 'X'",
)
DELETING = (
    "CREATE TRIGGER shop_coupon before delete on oc_coupon begin delete from oc_coupon_history; end",
    "CREATE TRIGGER shop_coupon_2 after insert on oc_coupon when new.coupon_id = 90 begin update oc_coupon set name = 'é 100%s'; end",
)
COUPON = "INSERT IGNORE INTO oc_coupon (coupon_id, name, code) VALUES (90, 'Before', 'B')"


def with_triggers(shop: Shop) -> None:
    """Create the triggers; on MariaDB by a connection of another mode and character set than the tool's."""
    if shop.target.server is None:
        shop.target.run(*DELETING)
    else:
        mode = "SET SESSION sql_mode = 'ANSI_QUOTES', NAMES latin1 COLLATE latin1_german1_ci"
        shop.target.run(mode, *RENAMING)


def test_a_migration_is_verified_and_a_reset_brings_the_triggers_back_to_the_byte(shop: Shop) -> None:
    with_triggers(shop)
    before = shop.target.dump()

    assert shop.migrate().verified
    names = "SELECT coupon_id, name, code FROM oc_coupon ORDER BY coupon_id"
    assert shop.target.rows(names) == shop.source.rows(names)
    reset(StartRun((), Operation.RESET).execute())

    assert shop.target.dump() == before


def test_the_rows_of_a_table_with_a_trigger_are_kept_without_it(shop: Shop) -> None:
    columns = "INSERT INTO oc_coupon_history (coupon_history_id, coupon_id, order_id, customer_id, amount, date_added)"
    shop.target.run(f"{columns} VALUES (7, 1, 1, 1, 0, '2026-01-02')")
    with_triggers(shop)
    before = shop.target.dump()

    shop.migrate()
    reset(StartRun((), Operation.RESET).execute())

    assert shop.target.dump() == before
    assert shop.target.rows("SELECT coupon_history_id FROM oc_coupon_history") == [(7,)]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_file_refuses_rows_by_its_triggers(shop: Shop) -> None:
    shop.target.run(
        "CREATE TRIGGER refuse BEFORE INSERT ON oc_coupon WHEN new.coupon_id = 4 BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    before = shop.target.dump()
    there = shop.source.rows("SELECT coupon_id FROM oc_coupon WHERE coupon_id <> 4 ORDER BY coupon_id")

    shop.migrate()

    assert list(RejectedRow.objects.values_list("table", "key", "error")) == [("coupon", "4", "no")]
    assert shop.target.rows("SELECT coupon_id FROM oc_coupon ORDER BY coupon_id") == there
    reset(StartRun((), Operation.RESET).execute())
    assert shop.target.dump() == before


@pytest.mark.parametrize("backend", ["mariadb"], indirect=True)
@pytest.mark.parametrize("more", [", TRIGGER", ""])
def test_a_trigger_that_the_user_may_not_create_again_is_there_after_a_reset(
    shop: Shop, mariadb_server: Server, settings: Settings, more: str
) -> None:
    mariadb_server.run(
        "CREATE USER shop_writer@'%'",
        f"GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP{more} ON shop_target.* TO shop_writer@'%'",
    )
    try:
        settings.TARGET_DATABASE_URL = shop.target.url.replace("root@", "shop_writer@")
        with_triggers(shop)

        assert shop.migrate().verified
        reset(StartRun((), Operation.RESET).execute())

        assert [row[0] for row in shop.target.rows("SHOW TRIGGERS")] == ["shop_coupon", "shop_coupon_2"]
        shop.target.run(COUPON)
        assert shop.target.rows("SELECT code FROM oc_coupon WHERE coupon_id = 90") == [("X",)]
        assert shop.target.rows("SHOW TABLES LIKE 'ocm%'") == []
    finally:
        mariadb_server.run("DROP USER shop_writer@'%'")


def test_a_trigger_that_was_made_since_does_not_touch_what_a_reset_puts_back(shop: Shop) -> None:
    with_triggers(shop)
    before = shop.target.dump()
    shop.migrate()
    if shop.target.server is None:
        shop.target.run("CREATE TRIGGER later AFTER INSERT ON oc_user BEGIN UPDATE oc_user SET image = 'x'; END")
    else:
        shop.target.run("CREATE TRIGGER later BEFORE INSERT ON oc_user FOR EACH ROW SET NEW.image = 'x'")

    reset(StartRun((), Operation.RESET).execute())

    assert shop.target.dump() == before
