"""The app's own tables beside the store's; they are made when they are first missing.

They live in the store's database because what they hold has to be committed together with the store's rows, and
because every process and host behind one shop has to see it.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Engine, Integer, MetaData, String, Table, Text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateTable

from migrator.stores.schema import INTERNAL_PREFIX

__all__ = ["answers", "create", "is_missing", "tokens"]

metadata = MetaData()
MISSING = (1146, "no such table")

tokens = Table(
    f"{INTERNAL_PREFIX}api_session",
    metadata,
    Column("api_session_id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("api_id", Integer, nullable=False),
    Column("session_id", String(32), nullable=False, unique=True),
    Column("ip", String(40), nullable=False),
    Column("date_added", String(19), nullable=False),
    Column("date_modified", String(19), nullable=False),
    mysql_charset="utf8mb4",
)
"""What ``api_session`` was before 4.1 dropped it."""

answers = Table(
    f"{INTERNAL_PREFIX}store_api_answer",
    metadata,
    Column("idempotency_key", String(64), primary_key=True, autoincrement=False),
    Column("fingerprint", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("document", Text(2**24 - 1), nullable=False),  # MEDIUMTEXT
    Column("date_added", String(19), nullable=False),
    mysql_charset="utf8mb4",
)
"""First answers by ``Idempotency-Key``."""


def is_missing(error: DBAPIError) -> bool:
    """Whether a statement failed because one of these tables is not there yet."""
    message = str(error.orig)
    return INTERNAL_PREFIX in message and any(str(sign) in message for sign in MISSING)


def create(engine: Engine) -> None:
    """Make the tables that are missing; several callers may do so at once."""
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            connection.execute(CreateTable(table, if_not_exists=True))
