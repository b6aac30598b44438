"""What the Python client does besides asking: typed, and sure of who sends webhooks."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import standardwebhooks

CLIENT = Path(__file__).resolve().parents[2] / "clients" / "python"
sys.path.insert(0, str(CLIENT))

from migration_tool import Client, MigrationError, is_signed  # noqa: E402

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = b'{"event": "migration.completed"}'


def signed(at: datetime) -> dict[str, str]:
    return {
        "Webhook-Id": "msg_1",
        "Webhook-Timestamp": str(int(at.timestamp())),
        "Webhook-Signature": standardwebhooks.Webhook(SECRET).sign("msg_1", at, BODY.decode()),
    }


def test_a_signed_message_is_believed() -> None:
    headers = signed(datetime.now(UTC))
    assert is_signed(BODY, headers, SECRET)
    assert not is_signed(BODY + b" ", headers, SECRET)
    assert not is_signed(BODY, headers, "another secret")
    assert not is_signed(BODY, {}, SECRET)


def test_an_old_message_is_not_believed() -> None:
    assert not is_signed(BODY, signed(datetime(2025, 10, 9, tzinfo=UTC)), SECRET)


def test_a_server_that_does_not_answer() -> None:
    with pytest.raises(MigrationError, match=r"No answer from http://127\.0\.0\.1:1") as caught:
        Client("http://127.0.0.1:1", username="admin", password="x").steps()
    assert caught.value.code == "NO_ANSWER"


def test_its_types_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "migration_tool"],
        cwd=CLIENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
