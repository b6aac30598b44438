"""Signatures, proved by the library of the Standard Webhooks project."""

from __future__ import annotations

import base64
import json
import time

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from migrator.webhooks.signing import new_secret, signature

BODY = '{"event": "migration.completed", "name": "Müller"}'.encode()


def _headers(secret: str, moment: int) -> dict[str, str]:
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(moment),
        "webhook-signature": signature(secret, "msg_1", moment, BODY),
    }


def test_a_standard_secret() -> None:
    secret = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
    assert Webhook(secret).verify(BODY.decode(), _headers(secret, int(time.time()))) == json.loads(BODY)


def test_a_plain_secret_is_used_as_its_bytes() -> None:
    secret = "your_webhook_secret_ä"
    assert Webhook(secret.encode()).verify(BODY.decode(), _headers(secret, int(time.time()))) == json.loads(BODY)


def test_another_secret_does_not_verify() -> None:
    with pytest.raises(WebhookVerificationError):
        Webhook(b"other").verify(BODY.decode(), _headers("secret", int(time.time())))


def test_the_example_of_the_standard() -> None:
    found = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    )
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_new_secret_has_256_bits_and_is_never_the_same() -> None:
    first, second = new_secret(), new_secret()
    assert first != second
    assert len(base64.b64decode(first.removeprefix("whsec_"))) == 32


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_%%%"])
def test_what_is_no_secret(secret: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        signature(secret, "msg_1", 1, BODY)
