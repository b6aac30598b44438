"""Variables whose mistakes only a visitor would meet, looked at when the web server is set up (``manage.py check``)."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

__all__ = ["trusted_proxies"]


@register()
def trusted_proxies(**_: Any) -> list[CheckMessage]:
    """Return an error for each entry of ``TRUSTED_PROXIES`` that is neither an address nor a network."""
    return [
        Error(
            f"TRUSTED_PROXIES: “{proxy}” is neither an address nor a network.",
            hint="Write addresses or networks, separated by commas: 127.0.0.1,10.0.0.0/8",
            id="migrator.E001",
        )
        for proxy in settings.TRUSTED_PROXIES
        if not _is_network(proxy)
    ]


def _is_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True
