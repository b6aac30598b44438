"""Send one HTTP POST to an address that was checked, and read little of the answer."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from migrator.webhooks.addresses import addresses_of, endpoint

__all__ = ["TIMEOUT_SECONDS", "Answer", "send"]

TIMEOUT_SECONDS = 15.0
READ_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver said: its status, and its ``Retry-After`` header if there is one."""

    status: int
    retry_after: str | None


class _Checked(http.client.HTTPConnection):
    """Connects to the addresses that were checked, whatever the name leads to by now (DNS rebinding)."""

    def __init__(self, host: str, port: int, addresses: list[str], context: ssl.SSLContext | None, end: float) -> None:
        super().__init__(host, port)
        self._addresses = addresses
        self._context = context
        self.end = end

    def connect(self) -> None:
        """Take the first address that answers."""
        problem: OSError | None = None
        for address in self._addresses:
            try:
                connected = socket.create_connection((address, self.port), timeout=_left(self.end))
            except OSError as error:
                problem = error
                continue
            self.sock = connected
            if self._context is not None:
                self.sock = self._context.wrap_socket(connected, server_hostname=self.host)
            return
        raise problem or OSError("no address")


def send(url: str, body: bytes, headers: Mapping[str, str], *, seconds: float = TIMEOUT_SECONDS) -> Answer:
    """POST ``body`` and return the answer; redirects are not followed, proxies not used.

    Everything together takes ``seconds`` at most, however slowly the other side talks. Raises ``RefusedAddressError``
    when the URL may not be used and ``OSError`` when no answer came.
    """
    end = time.monotonic() + seconds
    where = endpoint(url)
    addresses = addresses_of(where.host, where.port, _left(end))
    context = ssl.create_default_context() if where.scheme == "https" else None
    connection = _Checked(where.host, where.port, addresses, context, end)
    try:
        connection.connect()
        with _hung_up_at(connection.sock, end):
            return _exchange(connection, where.target, body, {"Host": where.authority, **headers})
    except (http.client.HTTPException, ValueError) as error:
        if time.monotonic() >= end:
            raise TimeoutError(f"no answer within {seconds:g} seconds") from error
        raise OSError(f"no HTTP answer ({type(error).__name__})") from error
    except OSError as error:
        if time.monotonic() >= end:
            raise TimeoutError(f"no answer within {seconds:g} seconds") from error
        raise
    finally:
        connection.close()


def _exchange(connection: _Checked, target: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    connection.putrequest("POST", target, skip_host=True, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.putheader("Content-Length", str(len(body)))
    connection.putheader("Connection", "close")
    connection.endheaders(body)
    response = connection.getresponse()
    _left(connection.end)  # a connection that was hung up looks like the end of the headers
    with suppress(OSError, http.client.HTTPException):
        response.read(READ_BYTES)
    return Answer(response.status, response.headers.get("Retry-After"))


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


@contextmanager
def _hung_up_at(connected: socket.socket, end: float) -> Iterator[None]:
    """Shut the socket down at a moment, for a socket's own timeout begins anew with every byte."""

    def hang_up() -> None:
        with suppress(OSError):
            connected.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(end - time.monotonic(), 0), hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
