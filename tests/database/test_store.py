"""Opening a store: what is refused, and how values come and go."""

from __future__ import annotations

import gc
import socket
import weakref
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from migrator.stores import (
    ForeignStoreError,
    Store,
    StoreError,
    StoreUnreachableError,
    StoreUrlError,
    TouchedStoreError,
    WrongGenerationError,
    refuse_same_database,
    same_server,
)
from tests.mariadb import Server
from tests.stores import mariadb_store, sqlite_store


@pytest.fixture(scope="module")
def source(mariadb_server: Server) -> str:
    return mariadb_store(mariadb_server, "3.0.3.9", "room_source")


@pytest.fixture(scope="module")
def target(mariadb_server: Server) -> str:
    return mariadb_store(mariadb_server, "4.1.0.4", "room_target")


@pytest.fixture
def scratch(mariadb_server: Server) -> Iterator[str]:
    yield mariadb_server.create("room_scratch")
    mariadb_server.run("DROP DATABASE IF EXISTS room_scratch")


class TestRefusals:
    def test_wrong_password(self, mariadb_server: Server, source: str) -> None:
        mariadb_server.run("CREATE OR REPLACE USER reader@'127.0.0.1' IDENTIFIED BY 'right'")

        with pytest.raises(StoreUnreachableError) as caught:
            Store.open(source.replace("root@", "reader:canary-wrong@"), "source")

        assert "refuses the user “reader”" in str(caught.value)
        assert "canary-wrong" not in str(caught.value)

    def test_a_server_that_does_not_answer(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
            with pytest.raises(StoreUnreachableError, match=f"no answer from 127.0.0.1:{port}"):
                Store.open(f"mysql://root@127.0.0.1:{port}/shop", "source")

    def test_a_database_that_does_not_exist(self, mariadb_server: Server) -> None:
        with pytest.raises(StoreUnreachableError, match="no database “nowhere”"):
            Store.open(mariadb_server.url("nowhere"), "source")

    def test_a_sqlite_file_that_does_not_exist(self, tmp_path: Path) -> None:
        with pytest.raises(StoreUnreachableError, match="does not exist"):
            Store.open(f"sqlite:///{tmp_path}/none.sqlite3", "source")

    def test_a_file_that_is_no_sqlite_database(self, tmp_path: Path) -> None:
        (tmp_path / "picture").write_bytes(b"not a database at all, but long enough to be read as one" * 20)

        with pytest.raises(ForeignStoreError, match="is not a SQLite database"):
            Store.open(f"sqlite:///{tmp_path}/picture", "source")

    def test_no_tables_under_the_prefix_and_a_hint_at_the_right_one(self, source: str) -> None:
        with pytest.raises(ForeignStoreError, match=r"no OpenCart tables .* did you mean \?prefix=oc_"):
            Store.open(f"{source}?prefix=shop_", "source")

    def test_an_opencart_2(self, mariadb_server: Server, scratch: str) -> None:
        mariadb_server.run("CREATE TABLE oc_url_alias (query VARCHAR(255))", database="room_scratch")

        with pytest.raises(ForeignStoreError, match=r"OpenCart 1\.5 or 2 store"):
            Store.open(scratch, "source")

    def test_a_store_that_the_stock_upgrade_has_touched(self, mariadb_server: Server) -> None:
        url = mariadb_store(mariadb_server, "3.0.3.9", "room_touched")
        mariadb_server.run("ALTER TABLE oc_seo_url ADD COLUMN `key` VARCHAR(64) NOT NULL", database="room_touched")

        with pytest.raises(TouchedStoreError, match="already changed by OpenCart's own upgrade"):
            Store.open(url, "source")

    def test_an_opencart_4_as_the_source(self, target: str) -> None:
        with pytest.raises(WrongGenerationError, match=r"SOURCE_DATABASE_URL .* is OpenCart 4\.1\.0\.4"):
            Store.open(target, "source")

    def test_an_opencart_3_as_the_target(self, source: str) -> None:
        with pytest.raises(WrongGenerationError, match="did you swap the two URLs"):
            Store.open(source, "target")

    def test_one_database_as_both(self, source: str, mariadb_server: Server) -> None:
        port = mariadb_server.port
        one = Store.open(source, "source")
        other = Store.open(
            f"mysql://root@localhost:{port}/room_source?socket={mariadb_server.folder}/socket", "target", generation=3
        )

        with pytest.raises(StoreUrlError, match="name the same database"):
            refuse_same_database(one, other)

    def test_one_sqlite_file_as_both(self, tmp_path: Path) -> None:
        url = sqlite_store(tmp_path, "3.0.3.9")
        one, other = Store.open(url, "source"), Store.open(url, "target", generation=3)

        with pytest.raises(StoreUrlError, match="name the same database"):
            refuse_same_database(one, other)

    @pytest.mark.parametrize("error", StoreError.__subclasses__())
    def test_every_refusal_is_a_store_error(self, error: type[StoreError]) -> None:
        assert issubclass(error, StoreError)


class TestReleases:
    @pytest.mark.parametrize(
        ("release", "label"),
        [
            ("3.0.0.0", "3.0.0.0"),
            ("3.0.2.0", "3.0.0.2 – 3.0.2.0"),
            ("3.0.3.0", "3.0.3.0 – 3.0.3.1"),
            ("3.0.3.9", "3.0.3.2 – 3.0.3.9"),
            ("3.0.4.1", "3.0.4.0 – 3.0.4.1"),
            ("3.0.5.1", "3.0.5.0 – 3.0.5.1"),
            ("4.0.0.0", "4.0.0.0"),
            ("4.0.1.1", "4.0.1.0 – 4.0.1.1"),
            ("4.0.2.3", "4.0.2.3"),
            ("4.1.0.0", "4.1.0.0"),
            ("4.1.0.3", "4.1.0.1 – 4.1.0.3"),
            ("4.1.0.4", "4.1.0.4"),
        ],
    )
    def test_each_release_is_known_by_its_tables(self, tmp_path: Path, release: str, label: str) -> None:
        role = "source" if release.startswith("3") else "target"

        assert Store.open(sqlite_store(tmp_path, release), role).release.label == label  # type: ignore[arg-type]


class TestValues:
    def test_zero_and_partial_dates_are_read_and_written_as_they_are(self, mariadb_server: Server) -> None:
        store = Store.open(mariadb_store(mariadb_server, "4.0.2.3", "room_dates"), "target")
        coupon = store.table("coupon")
        row = {
            "coupon_id": 77,
            "date_start": "0000-00-00",
            "date_end": "2020-00-10",
            "date_added": "0000-00-00 00:00:00",
        }
        rest = {c.name: "" for c in coupon.columns if c.name not in row} | {
            "discount": 1,
            "total": 1,
            "logged": 0,
            "shipping": 0,
            "uses_total": 1,
            "uses_customer": 1,
            "status": 1,
        }

        with store.begin() as connection:
            connection.execute(insert(coupon).values(**row, **rest))
        with store.connect() as connection:
            found = connection.execute(
                select(coupon.c.date_start, coupon.c.date_end, coupon.c.date_added).where(coupon.c.coupon_id == 77)
            ).one()

        assert tuple(found) == ("0000-00-00", "2020-00-10", "0000-00-00 00:00:00")

    def test_a_row_with_id_0_keeps_it(self, mariadb_server: Server, scratch: str) -> None:
        url = mariadb_store(mariadb_server, "4.0.2.3", "room_zero")
        store = Store.open(url, "target")
        with store.begin() as connection:
            connection.execute(text("INSERT INTO oc_layout (layout_id, name) VALUES (0, 'zero')"))
            found = connection.execute(text("SELECT layout_id FROM oc_layout WHERE name = 'zero'")).scalar()

        assert found == 0

    def test_four_byte_text_survives(self, mariadb_server: Server) -> None:
        store = Store.open(mariadb_store(mariadb_server, "4.1.0.4", "room_emoji"), "target")
        with store.begin() as connection:
            connection.execute(text("INSERT INTO oc_layout (layout_id, name) VALUES (99, 'Übergröße 🛒')"))
        with store.connect() as connection:
            assert (
                connection.execute(text("SELECT name FROM oc_layout WHERE layout_id = 99")).scalar() == "Übergröße 🛒"
            )

    @pytest.mark.parametrize("backend", ["sqlite", "mariadb"])
    def test_amounts_are_decimals_with_their_scale(self, backend: str, tmp_path: Path, mariadb_server: Server) -> None:
        url = (
            sqlite_store(tmp_path, "3.0.3.9")
            if backend == "sqlite"
            else mariadb_store(mariadb_server, "3.0.3.9", "room_money")
        )
        store = Store.open(url, "source")
        table = store.table("order_total")
        with store.connect() as connection:
            found = connection.execute(select(table.c.value).order_by(table.c.order_total_id).limit(1)).scalar()

        assert isinstance(found, Decimal)
        assert found.as_tuple().exponent == -4


class TestReadOnlySource:
    def test_sqlite_sources_cannot_be_written(self, tmp_path: Path) -> None:
        store = Store.open(sqlite_store(tmp_path, "3.0.3.9"), "source")

        with store.connect() as connection, pytest.raises(DBAPIError, match="readonly"):
            connection.execute(text("DELETE FROM oc_product"))

    def test_a_user_with_select_only_is_enough(self, mariadb_server: Server, source: str) -> None:
        mariadb_server.run(
            "CREATE OR REPLACE USER looker@'127.0.0.1' IDENTIFIED BY 'x'",
            "GRANT SELECT ON room_source.* TO looker@'127.0.0.1'",
        )
        store = Store.open(source.replace("root@", "looker:x@"), "source")

        assert store.release.generation == 3
        assert len(store.schema.tables) > 130


class TestSameServer:
    def test_two_databases_of_one_server(self, source: str, target: str) -> None:
        assert same_server(Store.open(source, "source"), Store.open(target, "target"))

    def test_a_target_user_that_may_not_read_the_source(self, mariadb_server: Server, source: str, target: str) -> None:
        mariadb_server.run(
            "CREATE OR REPLACE USER writer@'127.0.0.1' IDENTIFIED BY 'x'",
            "GRANT ALL ON room_target.* TO writer@'127.0.0.1'",
        )

        assert not same_server(Store.open(source, "source"), Store.open(target.replace("root@", "writer:x@"), "target"))

    def test_sqlite_beside_mariadb(self, tmp_path: Path, target: str) -> None:
        assert not same_server(Store.open(sqlite_store(tmp_path, "3.0.3.9"), "source"), Store.open(target, "target"))


class TestTables:
    @staticmethod
    def lives(store: Store) -> bool:
        """Tell whether a table is still there when the statement that needed it is gone."""
        statement = select(store.table("product").c.product_id)
        known = weakref.ref(store.table("product"))
        assert statement.get_final_froms() == [known()]
        del statement
        gc.collect()
        return known() is not None

    def test_a_table_stays_while_a_statement_needs_it(self, source: str) -> None:
        assert not self.lives(Store.open(source, "source"))

    def test_it_stays_where_statements_are_remembered(self, target: str) -> None:
        assert self.lives(Store.open(target, "target", pool=True))

    def test_one_of_another_database_is_another_table(self, source: str) -> None:
        store = Store.open(source, "source")
        here, there = store.table("product"), store.table("product", schema="elsewhere")

        assert str(select(here.c.model)) == 'SELECT "oc_product"."model" \nFROM "oc_product"'
        assert str(select(there.c.model)) == 'SELECT "elsewhere"."oc_product"."model" \nFROM "elsewhere"."oc_product"'
