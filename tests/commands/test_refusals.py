"""Every wrong configuration ends in one sentence and exit code 2, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.tool import Tool
from tests.mariadb import Server
from tests.stores import mariadb_store, sqlite_store

NOWHERE = "mysql://root@127.0.0.1:1/shop"


@pytest.fixture(scope="module")
def urls(mariadb_server: Server, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The URLs that the cases below name."""
    folder = tmp_path_factory.mktemp("stores")
    mariadb_server.create("bare")
    mariadb_server.run("CREATE TABLE oc_url_alias (query VARCHAR(255))", database="bare")
    touched = mariadb_store(mariadb_server, "3.0.3.9", "touched")
    mariadb_server.run("ALTER TABLE oc_seo_url ADD COLUMN `key` VARCHAR(64) NOT NULL", database="touched")
    lived_in = mariadb_store(mariadb_server, "4.1.0.4", "lived_in")
    mariadb_server.run(
        "INSERT INTO oc_customer (customer_id, email) VALUES (1, 'new@example.com')", database="lived_in"
    )
    return {
        "unset": "",
        "malformed": "shop on localhost",
        "nowhere": NOWHERE,
        "wrong password": mariadb_server.url("touched").replace("root@", "root:canary-password@"),
        "opencart 2": mariadb_server.url("bare"),
        "other prefix": sqlite_store(folder, "3.0.3.9") + "?prefix=shop_",
        "touched": touched,
        "3": sqlite_store(folder, "3.0.3.9"),
        "4": sqlite_store(folder, "4.1.0.4"),
        "lived in": lived_in,
        "too old a 4": sqlite_store(folder, "4.0.1.1"),
    }


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        ("unset", "4", "SOURCE_DATABASE_URL is not set"),
        ("3", "unset", "TARGET_DATABASE_URL is not set"),
        ("malformed", "4", "is not a URL"),
        ("nowhere", "4", "no answer from 127.0.0.1:1"),
        ("wrong password", "4", "refuses the user “root”"),
        ("other prefix", "4", "no OpenCart tables under this prefix"),
        ("opencart 2", "4", "OpenCart 1.5 or 2"),
        ("touched", "4", "OpenCart's own upgrade"),
        ("4", "4", "did you swap the two URLs"),
        ("3", "3", "did you swap the two URLs"),
        ("3", "lived in", "already has 1 customers of its own"),
    ],
)
def test_migrate_store_refuses(tmp_path: Path, urls: dict[str, str], source: str, target: str, words: str) -> None:
    result = Tool(tmp_path, urls[source], urls[target]).run("migrate_store")

    assert result.returncode == 2, result.stderr
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert "canary-password" not in result.stderr + result.stdout


@pytest.mark.parametrize("command", ["preflight", "validate_store", "reset_store --noinput"])
def test_the_other_commands_refuse_alike(tmp_path: Path, urls: dict[str, str], command: str) -> None:
    result = Tool(tmp_path, urls["nowhere"], urls["4"]).run(*command.split())

    assert result.returncode == 2, result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_an_unknown_step_is_named_with_those_there_are(tmp_path: Path, urls: dict[str, str]) -> None:
    result = Tool(tmp_path, urls["3"], urls["4"]).run("migrate_store", "wishes")

    assert result.returncode == 2
    assert "There is no step “wishes”; the steps are default_data, categories" in result.stderr


def test_a_step_without_those_it_needs(tmp_path: Path, urls: dict[str, str]) -> None:
    result = Tool(tmp_path, urls["3"], urls["4"]).run("migrate_store", "orders")

    assert result.returncode == 2
    assert "“orders” needs default_data, products, customers to be completed first" in result.stderr


def test_a_release_that_is_not_supported_is_refused_before_the_first_write(
    tmp_path: Path, urls: dict[str, str]
) -> None:
    result = Tool(tmp_path, urls["3"], urls["too old a 4"]).run("migrate_store")

    assert result.returncode == 1
    assert "4.0.1" in result.stderr
