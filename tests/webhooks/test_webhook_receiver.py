"""The command that shows webhooks arrive."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from migrator.webhooks.sending import send
from migrator.webhooks.signing import signature
from tests.patience import PATIENCE_SECONDS

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def _command(tmp_path: Path, *arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    process = subprocess.Popen(
        [sys.executable, "manage.py", "webhook_receiver", "--port=0", "--count=1", *arguments],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "migrator.settings", "VAR_DIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().split()[2], process
        process.wait(PATIENCE_SECONDS)
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


@pytest.mark.parametrize(("secret", "said"), [("right one", "signature: right"), ("other", "signature: WRONG")])
def test_it_prints_what_arrives_and_checks_the_signature(private: None, tmp_path: Path, secret: str, said: str) -> None:
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": "1700000000",
        "webhook-signature": signature("right one", "msg_1", 1700000000, b'{"event": "x"}'),
    }
    with _command(tmp_path, f"--secret={secret}", "--status=202") as (url, process):
        assert send(url, b'{"event": "x"}', headers).status == 202
        assert process.stdout is not None
        printed = process.stdout.read()
    assert "webhook-id: msg_1" in printed
    assert said in printed
    assert '{"event": "x"}' in printed


def test_a_secret_that_is_none_is_refused() -> None:
    with pytest.raises(CommandError, match="Base64"):
        call_command("webhook_receiver", "--secret=whsec_!", stdout=StringIO())
