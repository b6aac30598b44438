"""SHOW GRANTS is read as the servers write it."""

from __future__ import annotations

import pytest

from migrator.preflight.grants import Grants
from migrator.preflight.privileges import NEEDED, WRITING


def test_privileges_of_one_database() -> None:
    grants = Grants.parse(
        [
            "GRANT USAGE ON *.* TO `shop`@`%` IDENTIFIED BY PASSWORD '*AB'",
            "GRANT SELECT, INSERT ON `shop`.* TO `shop`@`%`",
        ],
        "shop",
    )
    assert grants.missing(NEEDED) == ["UPDATE", "DELETE", "CREATE", "ALTER", "DROP"]
    assert grants.any_of(WRITING) == ["INSERT"]


@pytest.mark.parametrize("statement", ["GRANT ALL PRIVILEGES ON *.* TO `root`@`%`", "GRANT ALL ON `shop`.* TO 'a'@'%'"])
def test_all_privileges_are_every_privilege(statement: str) -> None:
    grants = Grants.parse([statement], "shop")
    assert grants.missing(NEEDED) == []
    assert grants.any_of(WRITING) == list(WRITING)


def test_other_databases_do_not_count() -> None:
    grants = Grants.parse(["GRANT ALL PRIVILEGES ON `other`.* TO `a`@`%`"], "shop")
    assert grants.missing(["SELECT"]) == ["SELECT"]
    assert grants.any_of(WRITING) == []


@pytest.mark.parametrize(
    ("pattern", "database", "covers"),
    [
        (r"shop\_live", "shop_live", True),
        (r"shop\_live", "shopXlive", False),
        ("shop_live", "shopXlive", True),
        ("shop%", "shop_live", True),
        ("shop%", "myshop", False),
        ("shop.live", "shopXlive", False),
    ],
)
def test_database_patterns(pattern: str, database: str, covers: bool) -> None:
    grants = Grants.parse([f"GRANT SELECT ON `{pattern}`.* TO `a`@`%`"], database)
    assert (grants.missing(["SELECT"]) == []) is covers


def test_privilege_on_a_table_or_column_is_no_privilege_on_the_database() -> None:
    grants = Grants.parse(
        [
            "GRANT SELECT, UPDATE (`status`, `price`) ON `shop`.* TO `a`@`%`",
            "GRANT DELETE ON `shop`.`oc_session` TO `a`@`%`",
        ],
        "shop",
    )
    assert grants.missing(["SELECT", "UPDATE", "DELETE"]) == ["UPDATE", "DELETE"]
    assert grants.any_of(WRITING) == ["UPDATE", "DELETE"]


def test_revoked_privileges_are_taken_away() -> None:
    grants = Grants.parse(["GRANT SELECT, INSERT ON *.* TO `a`@`%`", "REVOKE INSERT ON `shop`.* FROM `a`@`%`"], "shop")
    assert grants.any_of(WRITING) == []
    assert grants.missing(["SELECT"]) == []


def test_roles_are_noticed() -> None:
    assert Grants.parse(["GRANT `writer`@`%` TO `a`@`%`"], "shop").has_roles
    assert not Grants.parse(["GRANT SELECT ON `shop`.* TO `a`@`%`"], "shop").has_roles


def test_routines_and_proxies_are_passed_over() -> None:
    grants = Grants.parse(
        [
            "GRANT PROXY ON ''@'%' TO 'root'@'localhost' WITH GRANT OPTION",
            "GRANT EXECUTE ON FUNCTION `shop`.`f` TO `a`@`%`",
        ],
        "shop",
    )
    assert grants.somewhere == frozenset()
