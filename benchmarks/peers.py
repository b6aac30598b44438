"""What a migration is compared with: a dump piped into the other database, and a bare INSERT … SELECT."""

from __future__ import annotations

import subprocess
import time

import MySQLdb

from benchmarks.measure import Measured
from tests.mariadb import Server

__all__ = ["bare_copy", "dump_and_load"]


def dump_and_load(source: Server, database: str, target: Server) -> Measured:
    """Pipe ``mariadb-dump`` of a database into another, all tables as InnoDB."""
    target.create("peer")
    pipe = (
        f"mariadb-dump --host=127.0.0.1 --port={source.port} --user=root {database}"
        " | sed 's/^) ENGINE=MyISAM/) ENGINE=InnoDB/'"
        f" | mariadb --host=127.0.0.1 --port={target.port} --user=root peer"
    )
    started = time.perf_counter()
    subprocess.run(["bash", "-o", "pipefail", "-c", pipe], check=True)
    seconds = time.perf_counter() - started
    target.run("DROP DATABASE peer")
    return Measured(seconds)


def bare_copy(server: Server, database: str) -> Measured:
    """Copy all tables of a database into empty InnoDB tables on the same server, one INSERT … SELECT each."""
    server.create("peer")
    connection = MySQLdb.connect(host="127.0.0.1", port=server.port, user="root", database="peer", autocommit=True)
    try:
        cursor = connection.cursor()
        cursor.execute(f"SHOW TABLES FROM `{database}`")
        tables = [name for (name,) in cursor.fetchall()]
        for name in tables:
            cursor.execute(f"CREATE TABLE `{name}` LIKE `{database}`.`{name}`")
            cursor.execute(f"ALTER TABLE `{name}` ENGINE=InnoDB")
        cursor.execute("SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO'")
        started = time.perf_counter()
        for name in tables:
            cursor.execute(f"INSERT INTO `{name}` SELECT * FROM `{database}`.`{name}`")
        seconds = time.perf_counter() - started
    finally:
        connection.close()
    server.run("DROP DATABASE peer")
    return Measured(seconds)
