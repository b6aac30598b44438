"""Webhooks: tell other systems what happens, by Standard Webhooks 1.0 (docs/webhooks.md)."""

from migrator.webhooks.events import EVENTS
from migrator.webhooks.registry import disable, enable, register, send_test
from migrator.webhooks.signing import new_secret

__all__ = ["EVENTS", "disable", "enable", "new_secret", "register", "send_test"]
