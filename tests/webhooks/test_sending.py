"""One POST: what it says, and how little the other side can do to us."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from migrator.webhooks.addresses import RefusedAddressError
from migrator.webhooks.sending import send
from tests.patience import PATIENCE_SECONDS
from tests.webhooks.receiver import Receiver


def test_what_arrives(private: None, receiver: Receiver) -> None:
    answer = send(f"{receiver.url}/hook?a=1", b'{"x": 1}', {"Content-Type": "application/json", "webhook-id": "msg_1"})
    message = receiver.messages.get(timeout=PATIENCE_SECONDS)
    assert answer.status == 204
    assert (message.path, message.body) == ("/hook?a=1", b'{"x": 1}')
    assert message.headers["host"] == receiver.url.removeprefix("http://")
    assert message.headers["webhook-id"] == "msg_1"


def test_a_private_address_is_refused(receiver: Receiver) -> None:
    with pytest.raises(RefusedAddressError):
        send(receiver.url, b"{}", {})
    assert receiver.messages.empty()


def test_a_redirect_is_not_followed(private: None, receiver: Receiver) -> None:
    receiver.answers = [(302, {"Location": f"{receiver.url}/elsewhere"}), (204, {})]
    assert send(receiver.url, b"{}", {}).status == 302
    receiver.messages.get(timeout=PATIENCE_SECONDS)
    assert receiver.messages.empty()


@contextmanager
def _server(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connected, _ = listening.accept()
            with connected:
                connected.recv(65536)
                try:
                    talk(connected)
                except OSError:
                    return

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        thread.join(PATIENCE_SECONDS)


def test_an_answer_that_drips_ends_in_time(private: None) -> None:
    over = threading.Event()

    def drip(connected: socket.socket) -> None:
        connected.sendall(b"HTTP/1.1 200 OK\r\n")
        while not over.wait(0.05):
            connected.sendall(b"X: y\r\n")

    with _server(drip) as url:
        with pytest.raises(TimeoutError, match=r"no answer within 0\.5 seconds"):
            send(url, b"{}", {}, seconds=0.5)
        over.set()


def test_an_answer_without_end_is_not_read_to_the_end(private: None) -> None:
    sent = []

    def flood(connected: socket.socket) -> None:
        connected.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while len(sent) < 10_000:
            connected.sendall(b"x" * 65536)
            sent.append(1)

    with _server(flood) as url:
        assert send(url, b"{}", {}).status == 200
    assert len(sent) < 10_000


def test_what_is_no_http(private: None) -> None:
    with (
        _server(lambda connected: connected.sendall(b"SSH-2.0-OpenSSH\r\n")) as url,
        pytest.raises(OSError, match="HTTP"),
    ):
        send(url, b"{}", {})
