"""A private MariaDB for tests: its own data directory and port, gone when the tests end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import MySQLdb

from tests.patience import PATIENCE_SECONDS


@dataclass(frozen=True, slots=True)
class Server:
    """A running MariaDB, reachable as root without password at 127.0.0.1:``port``."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes]

    def run(self, *statements: str, database: str = "") -> None:
        """Execute statements as root."""
        connection = MySQLdb.connect(host="127.0.0.1", port=self.port, user="root", database=database)
        try:
            cursor = connection.cursor()
            for statement in statements:
                cursor.execute(statement)
            connection.commit()
        finally:
            connection.close()

    def create(self, name: str) -> str:
        """Create an empty database and return its store URL."""
        self.run(f"DROP DATABASE IF EXISTS `{name}`", f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4")
        return self.url(name)

    def url(self, name: str) -> str:
        return f"mysql://root@127.0.0.1:{self.port}/{name}"

    def load(self, name: str, dump: str) -> None:
        """Run an SQL dump in a database."""
        subprocess.run(
            [_program("mariadb", "mysql"), "--host=127.0.0.1", f"--port={self.port}", "--user=root", name],
            input=dump.encode(),
            check=True,
        )

    def dump(self, name: str) -> str:
        """Return the database as SQL, without the moment of the dump."""
        return subprocess.run(
            [
                _program("mariadb-dump", "mysqldump"),
                "--host=127.0.0.1",
                f"--port={self.port}",
                "--user=root",
                "--skip-dump-date",
                "--order-by-primary",
                "--hex-blob",
                name,
            ],
            check=True,
            capture_output=True,
        ).stdout.decode()


def _program(*names: str) -> str:
    for name in names:
        found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
        if found:
            return found
    raise RuntimeError(f"{names[0]} is not installed; bin/test installs it, or: apt-get install mariadb-server")


@contextmanager
def running(port: int = 0, folder: Path | None = None, options: Sequence[str] = ()) -> Iterator[Server]:
    """Start a server (in ``folder``, kept, or in a new one, removed) with more options, and stop it at the end."""
    own = folder is None
    home = folder or Path(tempfile.mkdtemp(prefix="migrator-mariadb-"))
    if not port:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
    user = f"--user={'root' if os.geteuid() == 0 else os.environ.get('USER', '')}"
    data = home / "data"
    try:
        if not data.exists():
            subprocess.run(
                [
                    _program("mariadb-install-db", "mysql_install_db"),
                    "--no-defaults",
                    f"--datadir={data}",
                    "--auth-root-authentication-method=normal",
                    "--skip-test-db",
                    *([user] if os.geteuid() == 0 else []),
                ],
                check=True,
                capture_output=True,
            )
        server = start(home, port, options)
        try:
            yield server
        finally:
            server.process.terminate()
            server.process.wait(PATIENCE_SECONDS)
    finally:
        if own:
            shutil.rmtree(home, ignore_errors=True)


def start(home: Path, port: int, options: Sequence[str] = ()) -> Server:
    """Start a server on the data directory in ``home`` and wait until it answers."""
    # A server that starts removes all temporary tables in its folder, those of others that share it as well.
    temporary = home / "tmp"
    temporary.mkdir(exist_ok=True)
    process = subprocess.Popen(
        [
            _program("mariadbd", "mysqld"),
            "--no-defaults",
            f"--datadir={home / 'data'}",
            f"--tmpdir={temporary}",
            f"--socket={home / 'socket'}",
            f"--pid-file={home / 'pid'}",
            f"--log-error={home / 'error.log'}",
            f"--port={port}",
            "--bind-address=127.0.0.1",
            "--local-infile=1",
            "--innodb-flush-log-at-trx-commit=2",
            "--innodb-buffer-pool-size=256M",
            *(["--user=root"] if os.geteuid() == 0 else []),
            *options,
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    server = Server(port, home, process)
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            server.run("SELECT 1")
        except MySQLdb.OperationalError:
            if process.poll() is not None or time.monotonic() > end:
                log = (home / "error.log").read_text(errors="replace")[-2000:]
                raise RuntimeError(f"MariaDB did not start:\n{log}") from None
            time.sleep(0.05)
        else:
            return server
