"""An SFTP server in the test process, which serves a folder as its root, links and all."""

# Paths of the protocol are text; objects for them would only be taken apart again.
# ruff: noqa: PTH102, PTH104, PTH105, PTH107, PTH116, PTH208

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import paramiko
from paramiko.sftp import SFTP_OK

USER, PASSWORD = "shop", "canary-password"


@dataclass
class Account:
    """What the server does, and what it saw: ``cut_after`` breaks the connection at the nth opened file."""

    key: paramiko.PKey
    port: int = 0
    cut_after: int = 0
    opened: int = 0
    transports: list[paramiko.Transport] = field(default_factory=list)


class _Login(paramiko.ServerInterface):
    def __init__(self, account: Account) -> None:
        self.account = account

    def check_auth_password(self, username: str, password: str) -> int:
        right = (username, password) == (USER, PASSWORD)
        return paramiko.AUTH_SUCCESSFUL if right else paramiko.AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED


class _Handle(paramiko.SFTPHandle):
    def stat(self) -> Any:
        return paramiko.SFTPAttributes.from_stat(os.fstat(self.readfile.fileno()))


def _answering(function: Any) -> Any:
    def call(*arguments: Any) -> Any:
        try:
            return function(*arguments)
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)

    return call


class _Files(paramiko.SFTPServerInterface):
    def __init__(self, server: _Login) -> None:
        self.account = server.account

    @_answering
    def list_folder(self, path: str) -> Any:
        return [
            paramiko.SFTPAttributes.from_stat(os.lstat(f"{path}/{name}"), filename=name) for name in os.listdir(path)
        ]

    @_answering
    def stat(self, path: str) -> Any:
        return paramiko.SFTPAttributes.from_stat(os.stat(path))

    @_answering
    def lstat(self, path: str) -> Any:
        return paramiko.SFTPAttributes.from_stat(os.lstat(path))

    def canonicalize(self, path: str) -> Any:
        return os.path.realpath(path)

    @_answering
    def open(self, path: str, flags: int, _attr: Any) -> Any:
        self.account.opened += 1
        if self.account.opened == self.account.cut_after:
            for transport in self.account.transports:
                transport.close()
        descriptor = os.open(path, flags, 0o644)
        handle = _Handle(flags)
        mode = "rb" if flags & 3 == os.O_RDONLY else "wb"
        handle.readfile = handle.writefile = os.fdopen(descriptor, mode)
        handle.filename = path
        return handle

    @_answering
    def remove(self, path: str) -> Any:
        os.remove(path)
        return SFTP_OK

    @_answering
    def rename(self, old: str, new: str) -> Any:
        if os.path.lexists(new):
            return paramiko.SFTP_FAILURE
        os.rename(old, new)
        return SFTP_OK

    @_answering
    def posix_rename(self, old: str, new: str) -> Any:
        os.replace(old, new)
        return SFTP_OK

    @_answering
    def mkdir(self, path: str, _attr: Any) -> Any:
        os.mkdir(path)
        return SFTP_OK

    @_answering
    def chattr(self, path: str, attr: Any) -> Any:
        paramiko.SFTPServer.set_file_attr(path, attr)
        return SFTP_OK


@contextmanager
def serving(key: paramiko.PKey) -> Iterator[Account]:
    """Run a server on a free port of 127.0.0.1."""
    account = Account(key)
    listener = socket.create_server(("127.0.0.1", 0))
    account.port = listener.getsockname()[1]

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                transport = paramiko.Transport(connection)
                transport.add_server_key(account.key)
                transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Files)
                account.transports.append(transport)
                # A client that refuses the key hangs up in the middle.
                with suppress(paramiko.SSHException, EOFError, OSError):
                    transport.start_server(server=_Login(account))

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield account
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
        for transport in account.transports:
            transport.close()


def url(account: Account, folder: Path, *, password: str = PASSWORD, **options: str) -> str:
    """Return the URL of a folder on the server."""
    query = f"?{urlencode(options)}" if options else ""
    return f"sftp://{USER}:{password}@127.0.0.1:{account.port}{quote(str(folder))}{query}"
