"""A store: one OpenCart database, opened by URL, whose release and schema are known."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Literal
from weakref import WeakValueDictionary

from MySQLdb.constants import FIELD_TYPE
from MySQLdb.converters import conversions
from sqlalchemy import Connection, Engine, TableClause, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, QueuePool

from migrator.stores import sqlite
from migrator.stores.errors import (
    ForeignStoreError,
    StoreError,
    StoreUnreachableError,
    StoreUrlError,
    WrongGenerationError,
)
from migrator.stores.release import Release, detect
from migrator.stores.schema import Schema, reflect
from migrator.stores.tables import full_table_of, sql_type, table_of
from migrator.stores.url import StoreUrl

__all__ = ["SQL_MODE", "Role", "Store", "refuse_same_database", "same_server"]

Role = Literal["source", "target"]
VARIABLES: dict[Role, str] = {"source": "SOURCE_DATABASE_URL", "target": "TARGET_DATABASE_URL"}
GENERATION: dict[Role, int] = {"source": 3, "target": 4}

SQL_MODE = "NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION"
"""OpenCart's own mode without NO_ZERO_IN_DATE (data-map G3), so that every stored date can be written
again, and with ids of 0 kept as they are."""

CONNECT_SECONDS = 10
FINGERPRINT_BYTES = 16 * 1024 * 1024
"""The longest text that GROUP_CONCAT may build: the fingerprint of two million rows."""
NO_CACHE = " /*M! , SESSION optimizer_switch = 'subquery_cache=off' */"
"""MariaDB (other servers read a comment) would remember a subquery by the values it depends on, which it compares in
their collation: it takes the answer for “É” as that for “e”."""
ACCESS_DENIED = frozenset({1044, 1045, 1698, 1142})
UNKNOWN_DATABASE = 1049
NOT_ENCRYPTED = 2026
REMEMBERED = 500
"""So many statements of the store API are remembered as they were compiled."""

# Dates stay text: the driver would read 0000-00-00 as None (data-map G4).
CONVERSIONS = conversions | dict.fromkeys(
    (FIELD_TYPE.DATE, FIELD_TYPE.DATETIME, FIELD_TYPE.TIMESTAMP, FIELD_TYPE.TIME), str
)


class Store:
    """One OpenCart database.

    ``schema`` and ``release`` are read once, on first use; ``table()`` gives SQLAlchemy tables by their name
    without prefix. Dates come and go as text, decimals as ``Decimal``. A source is never written to.
    """

    def __init__(self, url: StoreUrl, role: Role, *, variable: str = "", pool: bool = False) -> None:
        self.url = url
        self.role = role
        self.variable = variable or VARIABLES[role]
        self.prefix = url.prefix
        self.pool = pool
        self._tables = self._no_tables()
        self._lock = Lock()

    @classmethod
    def open(
        cls, url: str | None, role: Role, *, variable: str = "", generation: int | None = None, pool: bool = False
    ) -> Store:
        """Open the store at ``url`` and make sure that it is of the generation its role asks for.

        ``variable`` names the URL in errors, ``pool`` tests connections before each use, for a process that lives long (the store API).
        Raises a ``StoreError`` whose text is one sentence for people.
        """
        variable = variable or VARIABLES[role]
        store = cls(StoreUrl.parse(url, variable), role, variable=variable, pool=pool)
        store.check_generation(generation or GENERATION[role])
        return store

    # -- connecting ---------------------------------------------------------------------------

    @property
    def dialect(self) -> Literal["mysql", "sqlite"]:
        return self.url.backend

    @property
    def own_schema(self) -> str | None:
        """The name by which any connection to the server sees the tables; SQLite has none."""
        return None if self.dialect == "sqlite" else self.url.database

    @property
    def where(self) -> str:
        """How messages name this database, without secrets."""
        return f"{self.variable} ({self.url})"

    @cached_property
    def engine(self) -> Engine:
        """The SQLAlchemy engine; READ COMMITTED, utf8mb4 and ``SQL_MODE`` on MySQL."""
        if self.url.backend == "sqlite":
            path = self.url.database
            if not Path(path).is_file():
                raise StoreUnreachableError(
                    f"{self.variable} names a SQLite file that does not exist: {path}", variable=self.variable
                )
            engine = create_engine(
                "sqlite://",
                creator=lambda: sqlite.connect(path, read_only=self.role == "source"),
                poolclass=NullPool,
            )
            # A listener comes after SQLAlchemy's own functions of the same names, which cannot take NULL.
            event.listen(engine, "connect", sqlite.register)
            return engine
        arguments: dict[str, Any] = {
            "conv": CONVERSIONS,
            "charset": "utf8mb4",
            "connect_timeout": CONNECT_SECONDS,
            "local_infile": self.role == "target",
            "init_command": (
                f"SET SESSION sql_mode = '{SQL_MODE}', SESSION group_concat_max_len = {FINGERPRINT_BYTES}{NO_CACHE}"
            ),
        }
        if self.url.socket:
            arguments["unix_socket"] = self.url.socket
        if self.url.ssl_ca:
            # With a file of authorities alone, MariaDB's client would go on without encryption where a server has none.
            arguments |= {"ssl": {"ca": self._authorities()}, "ssl_mode": "VERIFY_CA"}
        return create_engine(
            URL.create(
                "mysql+mysqldb",
                username=self.url.user or None,
                password=self.url.password or None,
                host=self.url.host,
                port=self.url.port,
                database=self.url.database,
            ),
            isolation_level="READ COMMITTED",
            connect_args=arguments,
            poolclass=QueuePool,
            max_overflow=20,
            pool_recycle=600,
            pool_pre_ping=self.pool,
            # A migration asks nearly everything once, and its statements are long: remembering them would only cost.
            query_cache_size=REMEMBERED if self.pool else 0,
        )

    def _authorities(self) -> str:
        """Return the file of ``ssl_ca``; what is in it is for the driver to read."""
        file = Path(self.url.ssl_ca)
        if not (file.is_file() and os.access(file, os.R_OK)):
            raise StoreUrlError(
                f"{self.variable} names in ssl_ca a file that does not exist or cannot be read: {file}; name the "
                "certificate of the authority that signed the server's",
                variable=self.variable,
            )
        return str(file)

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """Yield a connection; a server that cannot be reached raises ``StoreUnreachableError``."""
        try:
            connection = self.engine.connect()
        except DBAPIError as error:
            raise self._unreachable(error) from None
        with connection:
            yield connection

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Yield a connection in one transaction: committed at the end, rolled back on an error."""
        with self.connect() as connection, connection.begin():
            yield connection

    def dispose(self) -> None:
        """Close all connections."""
        if "engine" in self.__dict__:
            self.engine.dispose()

    def _unreachable(self, error: DBAPIError) -> StoreError:
        code, *words = error.orig.args if error.orig is not None and error.orig.args else (0,)
        if self.url.backend == "sqlite":
            reason = f"the SQLite file {self.url.database} cannot be opened"
        elif code in ACCESS_DENIED:
            reason = (
                f"the server refuses the user “{self.url.user}”; check user, password and the grants on the database"
            )
        elif code == NOT_ENCRYPTED:
            reason = (
                f"no encrypted connection to {self.url.host}:{self.url.port} ({''.join(map(str, words))}); check that the "
                "server offers TLS with a certificate for this host, signed by the authority in ssl_ca"
            )
        elif code == UNKNOWN_DATABASE:
            reason = f"there is no database “{self.url.database}” on this server"
        else:
            said = f" ({words[0]})" if words else ""
            reason = f"no answer from {self.url.host}:{self.url.port}{said}; check host, port and firewall"
        return StoreUnreachableError(f"{self.where}: {reason}", variable=self.variable)

    # -- what is in it ------------------------------------------------------------------------

    @cached_property
    def schema(self) -> Schema:
        """Tables and columns under the prefix, as they were when first asked for."""
        with self.connect() as connection:
            try:
                return reflect(connection, self.prefix)
            except DBAPIError as error:
                if self.url.backend == "sqlite":
                    raise ForeignStoreError(f"{self.where} is not a SQLite database", variable=self.variable) from None
                raise self._unreachable(error) from None

    @cached_property
    def release(self) -> Release:
        """The OpenCart release, from the schema."""
        try:
            return detect(self.schema, where=self.where, variable=self.variable)
        except ForeignStoreError as error:
            hint = self._prefix_hint() if not len(self.schema.tables) else ""
            if hint:
                raise ForeignStoreError(f"{error}; {hint}", variable=self.variable) from None
            raise

    def check_generation(self, generation: int) -> None:
        """Raise ``WrongGenerationError`` unless the store is of this generation (3 or 4)."""
        if self.release.generation == generation:
            return
        wanted = "an OpenCart 3 store to read" if generation == 3 else "a freshly installed OpenCart 4 to write to"
        raise WrongGenerationError(
            f"{self.where} is {self.release}, but it has to be {wanted}; did you swap the two URLs?",
            variable=self.variable,
        )

    def _prefix_hint(self) -> str:
        with self.connect() as connection:
            everything = reflect(connection, "")
        found = sorted(name.removesuffix("seo_url") for name in everything if name.endswith("seo_url"))
        return f"tables with the prefix “{found[0]}” are there: did you mean ?prefix={found[0]}" if found else ""

    def table(self, name: str, *, schema: str | None = None, actual: str | None = None) -> TableClause:
        """Return the SQLAlchemy table for ``name`` (without prefix).

        ``schema`` qualifies it with a database name; ``actual`` is a different full table name with the same
        columns (a kept or temporary copy).
        """
        full = actual or self.prefix + name
        key = f"{schema}.{full}" if schema else full
        with self._lock:
            found = self._tables.get(key)
            if found is None:
                columns = ((column.name, sql_type(column)) for column in self.schema[name].columns.values())
                found = (full_table_of if self.pool else table_of)(full, columns, schema)
                self._tables[key] = found
            return found

    def forget(self) -> None:
        """Read the schema anew on next use (after tables were created or changed)."""
        for name in ("schema", "release"):
            self.__dict__.pop(name, None)
        self._tables = self._no_tables()

    def _no_tables(self) -> MutableMapping[str, TableClause]:
        """Return where tables are kept: while a statement needs them, because they grow with what they are needed for.

        In a process that remembers its statements they stay.
        """
        return {} if self.pool else WeakValueDictionary()


def same_server(source: Store, target: Store) -> bool:
    """Whether the target's connection can read the source's tables, so that the server can copy by itself.

    On MySQL a named lock taken through one connection must be seen through the other, and the target's user
    must be allowed to select from the source; on SQLite the file is attached.
    """
    if source.dialect != target.dialect:
        return False
    if source.dialect == "sqlite":
        return True
    name = f"ocm_{secrets.token_hex(8)}"
    with source.connect() as one, target.connect() as other:
        mine = one.execute(text("SELECT CONNECTION_ID()")).scalar()
        one.execute(text("SELECT GET_LOCK(:name, 0)"), {"name": name})
        try:
            if other.execute(text("SELECT IS_USED_LOCK(:name)"), {"name": name}).scalar() != mine:
                return False
        finally:
            one.execute(text("SELECT RELEASE_LOCK(:name)"), {"name": name})
        try:
            other.execute(source.table("setting", schema=source.url.database).select().limit(1)).all()
        except DBAPIError:
            return False
    return True


def refuse_same_database(source: Store, target: Store) -> None:
    """Raise ``StoreUrlError`` when both URLs name one database."""
    if source.dialect != target.dialect:
        return
    if source.dialect == "sqlite":
        same = Path(source.url.database).resolve() == Path(target.url.database).resolve()
    else:
        same = source.url.database == target.url.database and same_server(source, target)
    if same:
        raise StoreUrlError(
            "SOURCE_DATABASE_URL and TARGET_DATABASE_URL name the same database; "
            "install OpenCart 4 into a database of its own",
            variable="TARGET_DATABASE_URL",
        )
