"""Let a request in by token or signature, or not (store-api 3.3, 3.6)."""

from __future__ import annotations

import hashlib
import time

from opencart_proxy import conf
from opencart_proxy.access import signature, throttle, tokens, users
from opencart_proxy.access.addresses import allowed, client_address
from opencart_proxy.access.counters import counters
from opencart_proxy.call import Call
from opencart_proxy.database import Database
from opencart_proxy.opening import open_call, open_shop
from opencart_proxy.php import as_int, text
from opencart_proxy.rules import OC41, Rules
from opencart_proxy.session import Session, new_session_id, well_formed
from opencart_proxy.wire.request import Request

__all__ = ["Refused", "by_signature", "by_token", "token_of"]

COOKIE = "OCSESSID"


class Refused(Exception):
    """The request is not let in. ``address`` is the caller's when only that is wrong; ``seconds`` asks to wait."""

    def __init__(self, *, address: str = "", seconds: int = 0) -> None:
        super().__init__()
        self.address = address
        self.seconds = seconds


def token_of(request: Request, *, anywhere: bool) -> str:
    """Return the token of the query or the cookie; ``anywhere`` looks at the body and the header, too."""
    bearer = request.header("authorization")
    elsewhere = (
        request.post("api_token"),
        bearer[7:].strip() if bearer.lower().startswith("bearer ") else "",
    )
    found = (request.param("api_token"), *(elsewhere if anywhere else ()), request.cookies.get(COOKIE, ""))
    return next((token for token in found if token), "")


def by_token(database: Database, request: Request, rules: Rules, *, anywhere: bool = False) -> Call:
    """Return the call of a token's session. Raises ``Refused``."""
    token = token_of(request, anywhere=anywhere)
    if not well_formed(token):
        raise Refused
    shop = open_shop(database, request)
    address = client_address(request, rules.line)
    found = tokens.use(database, token, address, shop.now)
    if found is None:
        raise Refused
    if not found.allowed:
        raise Refused(address=address)
    session = Session.load(database, token)
    api_id = as_int(text(session.data.get("api_id")))
    if not api_id:
        raise Refused
    if "store_id" in session.data and "store_id" not in request.query:
        shop = open_shop(database, request, as_int(text(session.data["store_id"])))
    return open_call(database, request, rules, shop, session, api_id=api_id, username=found.username, ip=address)


def by_signature(database: Database, request: Request) -> Call:
    """Return the call of a signed request; it has a session of its own unless it names one by cookie.

    Raises ``Refused``. An accepted call leaves a row in ``api_history``.
    """
    address, username = client_address(request, OC41.line), request.param("username")
    seconds = throttle.seconds_to_wait(address, username)
    if seconds:
        raise Refused(seconds=seconds)
    user = users.enabled_user(database, username) if signature.complete(request) else None
    # The signature is looked at in any case, so that the time taken tells nothing about user names.
    signed = signature.is_signed_by(request, user["username"] if user else "", user["key"] if user else "")
    known = user is not None and allowed(address, users.addresses(database, user["api_id"]))
    if user is None or not (signed and known and signature.in_time(request, time.time())) or _seen(request):
        throttle.failed(address, username)
        raise Refused
    shop = open_shop(database, request)
    if database.has("api_history"):
        database.insert(
            "api_history",
            api_id=user["api_id"],
            call=request.param("call"),
            ip=address,
            date_added=shop.now.strftime("%Y-%m-%d %H:%M:%S"),
        )
    cookie = request.cookies.get(COOKIE, "")
    kept = well_formed(cookie)
    session = Session.load(database, cookie) if kept else Session(new_session_id())
    call = open_call(
        database,
        request,
        OC41,
        shop,
        session,
        api_id=user["api_id"],
        username=user["username"],
        ip=address,
        kept=kept,
    )
    if kept and call.customer_id:
        call.cart.rows.adopt()
    return call


def _seen(request: Request) -> bool:
    """Whether the signature was used before, if that matters."""
    if not conf.reject_replay():
        return False
    digest = hashlib.sha256(signature.given_signature(request).encode()).hexdigest()
    return not counters().add(f"store-api-signature:{digest}", 1, 2 * signature.WINDOW_SECONDS)
