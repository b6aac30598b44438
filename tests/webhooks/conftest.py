"""A receiver, and webhooks that may reach it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.webhooks.receiver import Receiver, receiving


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver on this machine."""
    with receiving() as found:
        yield found


@pytest.fixture
def private(settings: Any) -> None:
    """Private addresses are allowed."""
    settings.WEBHOOK_ALLOW_PRIVATE = True
