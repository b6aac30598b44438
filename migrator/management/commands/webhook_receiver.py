"""``manage.py webhook_receiver``: see webhooks arrive."""

from __future__ import annotations

import hmac
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from django.core.management.base import CommandError, CommandParser

from migrator.management.base import ToolCommand
from migrator.webhooks.signing import key_of, signature

SHOWN = ("webhook-id", "webhook-timestamp", "webhook-signature")
LONGEST = 1 << 20


class Command(ToolCommand):
    """Listens on this machine only, until it is interrupted."""

    help = (
        "Prints the webhooks that arrive at http://127.0.0.1:PORT/, to try them out. The tool sends to this machine "
        "only with WEBHOOK_ALLOW_PRIVATE=on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=9000, help="default: %(default)s; 0 takes a free one")
        parser.add_argument("--secret", default="", help="check the signatures with this secret")
        parser.add_argument("--status", type=int, default=204, help="what to answer (default: %(default)s)")
        parser.add_argument("--count", type=int, default=0, help="end after so many messages")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["secret"]:
            try:
                key_of(options["secret"])
            except ValueError as error:
                raise CommandError(str(error), returncode=2) from error
        try:
            server = HTTPServer(("127.0.0.1", options["port"]), self._handler(options["secret"], options["status"]))
        except (OSError, OverflowError) as error:
            raise CommandError(f"Port {options['port']} cannot be used: {error}", returncode=2) from error
        with server:
            self.stdout.write(f"Listening at http://127.0.0.1:{server.server_port}/ (Ctrl-C ends)")
            self.stdout.flush()
            left = options["count"] or -1
            try:
                while left:
                    server.handle_request()
                    left -= 1
            except KeyboardInterrupt:
                self.stdout.write("")

    def _handler(self, secret: str, status: int) -> type[BaseHTTPRequestHandler]:
        command = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 15

            def do_POST(self) -> None:
                size = self.headers.get("Content-Length", "")
                body = self.rfile.read(min(int(size), LONGEST)) if size.isdecimal() else b""
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()
                command.show({name: self.headers.get(name, "") for name in SHOWN}, body, secret)

            def log_message(self, format: str, *args: Any) -> None:
                """The message itself is shown."""

        return Handler

    def show(self, headers: dict[str, str], body: bytes, secret: str) -> None:
        """Print one message, and whether its signature is right."""
        for name, value in headers.items():
            self.stdout.write(f"{name}: {value}")
        if secret:
            self.stdout.write("signature: " + ("right" if _is_right(headers, body, secret) else "WRONG"))
        self.stdout.write(body.decode(errors="replace") + "\n")
        self.stdout.flush()


def _is_right(headers: dict[str, str], body: bytes, secret: str) -> bool:
    moment = headers["webhook-timestamp"]
    if not moment.isdecimal():
        return False
    expected = signature(secret, headers["webhook-id"], int(moment), body)
    return any(hmac.compare_digest(expected, given) for given in headers["webhook-signature"].split())
