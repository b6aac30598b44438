"""What a database user may do, read from SHOW GRANTS of MySQL and MariaDB."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["ALL", "Grants"]

ALL = "ALL PRIVILEGES"

STATEMENT = re.compile(
    r"(?P<verb>GRANT|REVOKE) (?P<privileges>.+?) ON (?:TABLE )?(?P<database>`(?:[^`]|``)*`|\*)\."
    r"(?P<table>`(?:[^`]|``)*`|\*) (?:TO|FROM) ",
    re.IGNORECASE | re.DOTALL,
)
ROLE = re.compile(r"GRANT (?:`[^`]*`(?:@`[^`]*`)?(?:, ?)?)+ TO ", re.IGNORECASE)
COLUMNS = re.compile(r"\s*\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Grants:
    """The privileges of a user on one database, in capital letters.

    ``everywhere`` hold for all of its tables, ``somewhere`` for some table or column; ``has_roles`` is whether the
    user has roles, whose privileges are not all in the list.
    """

    everywhere: frozenset[str]
    somewhere: frozenset[str]
    has_roles: bool = False

    @classmethod
    def parse(cls, statements: Iterable[str], database: str) -> Grants:
        """Read the lines of SHOW GRANTS for ``database``; lines about other databases and routines are passed over."""
        everywhere: set[str] = set()
        somewhere: set[str] = set()
        revoked: set[str] = set()
        has_roles = False
        for statement in statements:
            found = STATEMENT.match(statement)
            if found is None:
                has_roles = has_roles or ROLE.match(statement) is not None
                continue
            if not _covers(found["database"], database):
                continue
            whole = found["table"] == "*"
            for privilege in _privileges(found["privileges"]):
                name, is_partial = privilege
                if found["verb"].upper() == "REVOKE":
                    revoked.add(name)
                elif whole and not is_partial:
                    everywhere.add(name)
                else:
                    somewhere.add(name)
        return cls(frozenset(everywhere - revoked), frozenset((everywhere | somewhere) - revoked), has_roles)

    def missing(self, wanted: Iterable[str]) -> list[str]:
        """Return those of the wanted privileges that the user lacks on the database as a whole."""
        return [] if ALL in self.everywhere else [name for name in wanted if name not in self.everywhere]

    def any_of(self, unwanted: Iterable[str]) -> list[str]:
        """Return those of the privileges that the user has on any table, all of them with ALL PRIVILEGES."""
        return [name for name in unwanted if name in self.somewhere or ALL in self.somewhere]


def _privileges(listed: str) -> list[tuple[str, bool]]:
    """Return (privilege, whether it is limited to columns) of ``SELECT, UPDATE (`a`, `b`)``."""
    columns = re.findall(r"([A-Za-z ]+?)\s*\([^)]*\)", listed)
    limited = {name.strip().upper() for name in columns}
    names = [name.strip().upper() for name in COLUMNS.sub("", listed).split(",")]
    return [(ALL if name == "ALL" else name, name in limited) for name in names]


def _covers(pattern: str, database: str) -> bool:
    """Whether the database of a grant, in which ``_`` and ``%`` stand for any character, is this one."""
    if pattern == "*":
        return True
    regular = ""
    name = pattern[1:-1].replace("``", "`")
    position = 0
    while position < len(name):
        character = name[position]
        if character == "\\" and position + 1 < len(name):
            position += 1
            regular += re.escape(name[position])
        else:
            regular += {"_": ".", "%": ".*"}.get(character, re.escape(character))
        position += 1
    return re.fullmatch(regular, database, re.DOTALL) is not None
