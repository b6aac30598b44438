"""What can be registered."""

from __future__ import annotations

from typing import Any

import pytest

from migrator.errors import RequestInvalidError
from migrator.models import Webhook
from migrator.webhooks import register

pytestmark = pytest.mark.django_db

URL = "https://unknown-host.invalid/webhook"


def test_the_example_of_the_seed() -> None:
    webhook = register(URL, ["migration.completed", "migration.failed"], "your_webhook_secret")
    assert (webhook.url, webhook.events, webhook.is_active) == (URL, ["migration.completed", "migration.failed"], True)


@pytest.mark.parametrize(
    ("url", "events", "secret", "field", "said"),
    [
        ("http://127.0.0.1/", ["migration.failed"], "s", "url", "not public"),
        ("http://localhost:8000/", ["migration.failed"], "s", "url", "not public"),
        ("gopher://example.com/", ["migration.failed"], "s", "url", "https://"),
        (None, ["migration.failed"], "s", "url", "must be a text"),
        (URL, [], "s", "events", "at least one"),
        (URL, "migration.failed", "s", "events", "must be a list"),
        (URL, None, "s", "events", "must be a list"),
        (URL, ["migration.failed", "order.created"], "s", "events", "order.created"),
        (URL, [{}], "s", "events", "no event"),
        (URL, ["migration.failed"], "", "secret", "needs a secret"),
        (URL, ["migration.failed"], None, "secret", "must be a text"),
        (URL, ["migration.failed"], "whsec_canary!", "secret", "Base64"),
    ],
)
def test_what_is_refused(url: Any, events: Any, secret: Any, field: str, said: str) -> None:
    with pytest.raises(RequestInvalidError, match=said) as refused:
        register(url, events, secret)
    assert refused.value.details == {"field": field}
    assert "canary" not in str(refused.value)
    assert not Webhook.objects.exists()
