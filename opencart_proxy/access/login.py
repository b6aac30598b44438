"""Start an API session with user name and key (store-api 3.2)."""

from __future__ import annotations

from dataclasses import dataclass

from opencart_proxy.access import throttle, tokens, users
from opencart_proxy.access.addresses import allowed, client_address
from opencart_proxy.database import Database
from opencart_proxy.opening import open_shop
from opencart_proxy.rules import Rules
from opencart_proxy.session import Session, new_session_id
from opencart_proxy.wire.request import Request

__all__ = ["Login", "log_in"]


@dataclass(frozen=True, slots=True)
class Login:
    """What came of a login: a token; or the caller's address when that is refused; or seconds to wait."""

    token: str = ""
    refused_address: str = ""
    seconds: int = 0


def log_in(database: Database, request: Request, rules: Rules, username: str | None, key: str | None) -> Login:
    """Check user name and key (``None``: not sent) and the caller's address; a success starts a new session."""
    address = client_address(request, rules.line)
    name = username or ""
    seconds = throttle.seconds_to_wait(address, name)
    if seconds:
        return Login(seconds=seconds)
    user = users.enabled_user(database, name) if username is not None and key is not None else None
    if not users.key_matches(user, key or "") or user is None:
        throttle.failed(address, name)
        return Login()
    if not allowed(address, users.addresses(database, user["api_id"])):
        return Login(refused_address=address)
    throttle.clear(address, name)
    session = Session(new_session_id(), {"api_id": str(user["api_id"])})
    session.save(database)
    tokens.grant(database, user["api_id"], session.session_id, address, open_shop(database, request).now)
    return Login(token=session.session_id)
