"""The SQL functions of our own, on the server that runs them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Text, literal, literal_column, select

from migrator.engine.sql import collation_hash, json_has_keys, same_code
from migrator.stores import Store, StoreUrl
from tests.mariadb import Server


@contextmanager
def connected(backend: str, server: Server, folder: Path) -> Iterator[Connection]:
    file = folder / "sql.sqlite3"
    file.touch()
    url = server.create("sql") if backend == "mariadb" else f"sqlite:///{file}"
    store = Store(StoreUrl.parse(url, "url"), "target")
    with store.connect() as connection:
        yield connection
    store.dispose()


@pytest.fixture
def connection(backend: str, mariadb_server: Server, tmp_path: Path) -> Iterator[Connection]:
    with connected(backend, mariadb_server, tmp_path) as connection:
        yield connection


@pytest.mark.parametrize("collation", ["utf8mb3_general_ci", "utf8mb4_unicode_ci", "utf8mb4_bin", "latin1_swedish_ci"])
@pytest.mark.parametrize(
    "pair", [("é", "e"), ("a ", "a"), ("a\t", "a"), ("ß", "ss"), ("ß", "s"), ("A", "a"), ("a", "b")]
)
def test_texts_have_one_hash_when_their_collation_takes_one_for_the_other(
    mariadb_server: Server, tmp_path: Path, collation: str, pair: tuple[str, str]
) -> None:
    charset = collation.partition("_")[0]
    one, other = (literal_column(f"CONVERT('{text}' USING {charset}) COLLATE {collation}", Text()) for text in pair)
    with connected("mariadb", mariadb_server, tmp_path) as connection:
        found = connection.execute(select(one == other, collation_hash(one) == collation_hash(other))).one()
    assert found[0] == found[1]


def test_texts_have_a_hash_everywhere(connection: Connection) -> None:
    one, same, other = connection.execute(
        select(*(collation_hash(literal(text, Text())) for text in ("ann@example.com", "ann@example.com", "bob")))
    ).one()
    assert one == same != other


@pytest.mark.parametrize(
    ("document", "complete"),
    [
        ({"name": "Cash", "code": "cod.cod"}, True),
        ({"name": "", "code": "", "more": 1}, True),
        ({"name": "Cash"}, False),
        ({}, False),
        ([], False),
        (["name", "code"], False),
        ("name", False),
    ],
)
def test_an_object_has_its_keys_whatever_they_hold(connection: Connection, document: object, complete: bool) -> None:
    found = connection.execute(select(json_has_keys(literal(json.dumps(document), Text()), "name", "code"))).scalar()
    assert found == complete


@pytest.mark.parametrize(
    ("code", "known"), [("tax", True), ("Tax", False), ("táx", False), ("tax ", False), ("", False)]
)
def test_codes_are_compared_letter_by_letter(connection: Connection, code: str, known: bool) -> None:
    found = connection.execute(select(same_code(literal(code, Text()), {"tax", "total"}))).scalar()
    assert found == known
