"""Servers, users, and the state of the target."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from migrator.engine.lease import acquire
from migrator.preflight import Finding, run, servers, sizes, switched_off
from migrator.preflight.survey import Survey
from migrator.stores import Store, StoreError
from tests.mariadb import Server
from tests.preflight.pair import Pair, execute, found, only
from tests.stores import mariadb_store, sqlite_store

PASSWORD = "canary-password"
GIVE_TRIGGER = "Give the target's user TRIGGER first, so that a reset can bring it back with its own text."


@pytest.fixture
def user(mariadb_server: Server) -> Iterator[str]:
    """A database user without any privilege."""
    mariadb_server.run(f"CREATE USER pref@'%' IDENTIFIED BY '{PASSWORD}'")
    yield "pref"
    mariadb_server.run("DROP USER pref@'%'")


def as_user(url: str, user: str) -> str:
    return url.replace("root@", f"{user}:{PASSWORD}@")


# -- nothing is changed -------------------------------------------------------------------------------


def test_files_are_the_same_before_and_after(files: Pair) -> None:
    paths = [Path(url.removeprefix("sqlite:///")) for url in (files.source, files.target)]
    before = [path.read_bytes() for path in paths]
    files.run()
    assert [path.read_bytes() for path in paths] == before
    assert sorted(path.name for path in paths[0].parent.iterdir()) == sorted(path.name for path in paths)


def test_dumps_are_the_same_before_and_after(databases: Pair, mariadb_server: Server) -> None:
    before = [mariadb_server.dump(name) for name in ("pref_source", "pref_target")]
    databases.run()
    assert [mariadb_server.dump(name) for name in ("pref_source", "pref_target")] == before


# -- releases and the way of the rows -----------------------------------------------------------------


@pytest.mark.parametrize("release", ["4.0.0.0", "4.0.1.1"])
def test_targets_before_4_0_2_are_refused(tmp_path: Path, release: str) -> None:
    preflight = Pair(sqlite_store(tmp_path, "3.0.3.9"), sqlite_store(tmp_path, release)).run()
    assert preflight.blocking
    (one,) = [one for one in found(preflight, "versions") if one.severity == "blocking"]
    assert "only OpenCart 4.0.2.0 or later is supported" in one.message


@pytest.mark.parametrize(("source", "target"), [("3.0.0.0", "4.1.0.3"), ("3.0.2.0", "4.1.0.0"), ("3.0.5.1", "4.0.2.3")])
def test_supported_releases_have_no_version_in_the_way(tmp_path: Path, source: str, target: str) -> None:
    preflight = Pair(sqlite_store(tmp_path, source), sqlite_store(tmp_path, target)).run()
    assert only(preflight, "versions").severity == "info"
    assert [one.message for one in preflight.findings if "could not be made" in one.message] == []


def test_file_and_server_are_two_servers(tmp_path: Path, mariadb_server: Server) -> None:
    target = mariadb_store(mariadb_server, "4.0.2.3", "pref_lone")
    preflight = Pair(sqlite_store(tmp_path, "3.0.3.9"), target).run()
    assert preflight.path == "stream"
    assert "one store is a SQLite file" in only(preflight, "path").message
    assert only(preflight, "local_infile").message == "The target's server allows LOAD DATA LOCAL INFILE."
    forced = Pair(sqlite_store(tmp_path, "3.0.3.9"), target).run(path="server")
    assert (forced.path, forced.blocking) == ("", True)


def test_target_user_who_may_not_read_the_source_is_named_as_the_reason(
    databases: Pair, mariadb_server: Server, user: str
) -> None:
    mariadb_server.run(f"GRANT ALL PRIVILEGES ON pref_target.* TO {user}")
    preflight = Pair(databases.source, as_user(databases.target, user)).run()
    one = only(preflight, "path")
    assert one.message == (
        "Rows travel through this program, because the target's user may not read the source database “pref_source”."
    )
    assert "SELECT" in one.advice


# -- texts ---------------------------------------------------------------------------------------------


def test_text_that_grows_too_long_in_utf8_is_found(databases: Pair) -> None:
    execute(
        databases.source,
        "ALTER TABLE oc_review CONVERT TO CHARACTER SET latin1, MODIFY text text CHARACTER SET latin1 NOT NULL",
        "UPDATE oc_review SET text = REPEAT('é', 30000)",
        "UPDATE oc_review SET text = REPEAT('é', 40000) WHERE review_id = 1",
    )
    one = only(databases.run(), "text_too_long")
    assert (one.message, [row["review_id"] for row in one.rows]) == (
        "Values for review.text cannot be kept: the column takes 65535 bytes.",
        [1],
    )


# -- users --------------------------------------------------------------------------------------------


def test_source_user_who_only_reads_is_no_matter(databases: Pair, mariadb_server: Server, user: str) -> None:
    mariadb_server.run(f"GRANT SELECT ON pref_source.* TO {user}")
    assert found(Pair(as_user(databases.source, user), databases.target).run(), "source_privileges") == []


def test_source_user_who_writes_is_warned_of(databases: Pair, mariadb_server: Server, user: str) -> None:
    mariadb_server.run(f"GRANT SELECT ON pref_source.* TO {user}", f"GRANT UPDATE ON pref_source.oc_product TO {user}")
    one = only(Pair(as_user(databases.source, user), databases.target).run(), "source_privileges")
    assert one.severity == "warning"
    assert one.message == ("The user “pref” of the source may change the old shop (UPDATE), although it is only read.")


def test_target_user_needs_every_right(databases: Pair, mariadb_server: Server, user: str) -> None:
    mariadb_server.run(f"GRANT SELECT, INSERT, UPDATE, DELETE, CREATE ON pref_target.* TO {user}")
    pair = Pair(databases.source, as_user(databases.target, user))
    one = only(pair.run(), "target_privileges")
    assert (one.severity, one.message) == (
        "blocking",
        "The user “pref” of the target lacks ALTER, DROP on the database.",
    )
    assert one.advice.startswith("GRANT ALTER, DROP ON `pref_target`.*")
    mariadb_server.run(f"GRANT ALTER, DROP ON pref_target.* TO {user}")
    assert found(pair.run(), "target_privileges") == []
    assert "CREATE TEMPORARY TABLES" in only(pair.run(dry_run=True), "target_privileges").message


def test_passwords_of_the_urls_are_nowhere(databases: Pair, mariadb_server: Server, user: str) -> None:
    mariadb_server.run(f"GRANT SELECT ON *.* TO {user}")
    preflight = Pair(as_user(databases.source, user), as_user(databases.target, user)).run()
    assert PASSWORD not in str(preflight.as_dict())


# -- the target ---------------------------------------------------------------------------------------


def lived_in(url: str) -> None:
    source = Store.open(url, "target")
    columns = source.schema["customer"].columns
    values = ", ".join(f"'{column.neutral}'" for column in columns.values())
    names = ", ".join(f"`{name}`" for name in columns)
    execute(url, f"INSERT INTO oc_customer ({names}) VALUES ({values})")


def test_customers_of_its_own_make_a_target_lived_in(files: Pair) -> None:
    lived_in(files.target)
    one = only(files.run(), "freshness")
    assert one.severity == "blocking"
    assert "already has 1 customers of its own" in one.message
    assert only(files.run(force=True), "freshness").severity == "warning"


def test_run_that_is_writing_blocks_until_it_ends(files: Pair) -> None:
    target = Store.open(files.target, "target")
    lease = acquire(target, "run-7", "products", f"{socket.gethostname()}:1:")
    assert found(files.run(), "lease") == []
    lease = acquire(target, "run-7", "products", "elsewhere:1:2")
    one = only(files.run(), "lease")
    assert (one.severity, one.message) == ("blocking", "The run run-7 is writing to this target just now.")
    lease.release()
    assert found(files.run(), "lease") == []


def test_kept_originals_and_remains_are_told_apart(files: Pair) -> None:
    execute(files.target, "CREATE TABLE ocm_keep_oc_product (a int)", "CREATE TABLE ocm_new_oc_order (a int)")
    kept, remains = found(files.run(), "leftovers")
    assert (kept.severity, [dict(row) for row in kept.rows]) == ("info", [{"table": "product"}])
    assert (remains.severity, [dict(row) for row in remains.rows]) == ("warning", [{"table": "ocm_new_oc_order"}])


def test_ids_that_become_too_high_block(files: Pair) -> None:
    execute(files.source, "UPDATE oc_product SET product_id = 357913942 WHERE product_id = 40")
    one = only(files.run(), "ids_out_of_range")
    assert one.severity == "blocking"
    assert one.message.startswith("product_code.product_code_id would have to hold 2147483652,")
    execute(files.source, "UPDATE oc_product SET product_id = 357913941 WHERE product_id = 357913942")
    assert found(files.run(), "ids_out_of_range") == []


def test_passwords_without_salt_are_warned_of_only_when_salts_are_not_kept(files: Pair) -> None:
    assert found(files.run(), "salted_passwords") == []
    customers = only(files.run(keep_passwords=False), "salted_passwords", "customer")
    assert customers.count == 4


@pytest.mark.parametrize(("free", "severity"), [(100, "blocking"), (1_500_000, "warning"), (10**9, "")])
def test_room_on_the_disk(files: Pair, monkeypatch: pytest.MonkeyPatch, free: int, severity: str) -> None:
    usage = type("Usage", (), {"free": free})
    monkeypatch.setattr(sizes.shutil, "disk_usage", lambda _: usage)
    assert [one.severity for one in found(files.run(), "disk")] == ([severity] if severity else [])


def test_check_that_the_server_refuses_is_said_and_the_others_go_on(
    files: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(survey: Survey) -> Iterator[Finding]:
        survey.source.execute(text("SELECT a FROM nowhere"))
        yield from ()

    monkeypatch.setattr(run, "CHECKS", (refused, servers.versions))
    undone, versions = files.run().findings
    assert (undone.severity, undone.message) == (
        "warning",
        "The check “refused” could not be made: no such table: nowhere.",
    )
    assert versions.check == "versions"


def test_source_that_is_gone_is_a_store_error(files: Pair) -> None:
    Path(files.source.removeprefix("sqlite:///")).unlink()
    with pytest.raises(StoreError, match="does not exist"):
        files.run()


# -- triggers -----------------------------------------------------------------------------------------


def test_a_trigger_on_a_table_that_is_written_is_named_and_others_are_not(files: Pair) -> None:
    execute(
        files.target,
        "CREATE TABLE oc_acme (id INTEGER)",
        "CREATE TRIGGER acme AFTER INSERT ON oc_acme BEGIN DELETE FROM oc_acme; END",
        "CREATE TRIGGER discount after update of name on oc_coupon begin delete from oc_acme; end",
    )

    one = only(files.run(), "triggers")

    assert (one.severity, one.table, one.count) == ("warning", "coupon", 1)
    assert one.message == (
        "The trigger “discount” (AFTER UPDATE) on oc_coupon may change or refuse the rows that a migration writes."
    )
    assert one.rows == ({"table": "oc_coupon", "trigger": "discount", "event": "AFTER UPDATE"},)
    assert "drop it" in one.advice


def test_a_trigger_on_a_server_is_named_whatever_the_user_may_do(
    databases: Pair, mariadb_server: Server, user: str
) -> None:
    rights = "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP"
    mariadb_server.run(f"GRANT {rights} ON pref_target.* TO {user}")
    trigger = "CREATE TRIGGER discount BEFORE INSERT ON oc_coupon FOR EACH ROW SET NEW.code = 'X'"
    mariadb_server.run(trigger, database="pref_target")
    try:
        pair = Pair(databases.source, as_user(databases.target, user))
        bare = only(pair.run(), "triggers")
        mariadb_server.run(f"GRANT TRIGGER ON pref_target.* TO {user}")
        seen = only(pair.run(), "triggers")
    finally:
        mariadb_server.run("DROP TRIGGER discount", database="pref_target")

    assert (seen.severity, seen.table) == ("warning", "coupon")
    assert seen.message == (
        "The trigger “discount” (BEFORE INSERT) on oc_coupon is switched off by the migration, so that it cannot change"
        " the rows that are copied."
    )
    assert "create it again under another name" in seen.advice
    assert (bare.severity, bare.message) == ("warning", seen.message)
    assert bare.advice == f"{seen.advice} {GIVE_TRIGGER}"


def test_a_server_that_hides_triggers_from_a_user_without_the_right_is_said_to(
    databases: Pair, mariadb_server: Server, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rights = "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP"
    mariadb_server.run(f"GRANT {rights} ON pref_target.* TO {user}")
    monkeypatch.setattr(switched_off, "_shows_all", lambda _: False)  # as MySQL does
    pair = Pair(databases.source, as_user(databases.target, user))

    unseen = only(pair.run(), "triggers")

    assert (unseen.severity, unseen.count) == ("info", 0)
    assert "because its user “pref” lacks TRIGGER" in unseen.message
    mariadb_server.run(f"GRANT TRIGGER ON pref_target.* TO {user}")
    assert found(pair.run(), "triggers") == []


def test_a_trigger_made_on_a_server_after_a_migration_is_said_to_fire(databases: Pair, mariadb_server: Server) -> None:
    mariadb_server.run(
        "CREATE TABLE ocm_keep_oc_coupon (coupon_id INT)",
        "CREATE TRIGGER discount BEFORE INSERT ON oc_coupon FOR EACH ROW SET NEW.code = 'X'",
        database="pref_target",
    )

    one = only(databases.run(), "triggers")

    assert "may change or refuse the rows that a migration writes" in one.message
    assert "drop it" in one.advice
