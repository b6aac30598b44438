"""The logins of OpenCart 3, 4.0 and the OpenAPI paths (store-api 3.2, 18.2)."""

from __future__ import annotations

from opencart_proxy import texts
from opencart_proxy.access.login import Login, log_in
from opencart_proxy.database import Database
from opencart_proxy.rules import OC3, OC40
from opencart_proxy.wire.answer import Answer
from opencart_proxy.wire.request import Request

__all__ = ["oc3", "oc40", "openapi", "too_many_failures"]


def too_many_failures(seconds: int) -> Answer:
    """Ask a caller that failed too often to wait."""
    return Answer({"error": texts.TOO_MANY_FAILURES}, 429, {"Retry-After": str(seconds)})


def _started(login: Login) -> Answer:
    return Answer({"success": texts.SESSION_STARTED, "api_token": login.token})


def _oc3(database: Database, request: Request) -> Login:
    key = request.post("key") if "key" in request.body else None
    username = request.post("username") if "username" in request.body else None
    if key is not None and username is None:
        username = "Default"
    return log_in(database, request, OC3, username, key)


def oc3(database: Database, request: Request) -> Answer:
    """``api/login``: the key alone means the user ``Default``; wrong credentials get an empty answer."""
    login = _oc3(database, request)
    if login.seconds:
        return too_many_failures(login.seconds)
    if login.refused_address:
        errors = {"ip": texts.WRONG_ADDRESS % login.refused_address, "key": texts.WRONG_KEY}
        return Answer({"error": errors})
    return _started(login) if login.token else Answer([])


def oc40(database: Database, request: Request) -> Answer:
    """``api/account/login``: both fields are needed."""
    username, key = request.post("username"), request.post("key")
    complete = username not in {"", "0"} and key not in {"", "0"}
    login = log_in(database, request, OC40, username if complete else None, key if complete else None)
    if login.seconds:
        return too_many_failures(login.seconds)
    if login.refused_address:
        return Answer({"error": texts.WRONG_ADDRESS % login.refused_address})
    return _started(login) if login.token else Answer({"error": texts.WRONG_KEY})


def openapi(database: Database, request: Request) -> Answer:
    """``/login`` below the mount: OpenCart 3's rules, but a failure is a 400 with a text."""
    login = _oc3(database, request)
    if login.seconds:
        return too_many_failures(login.seconds)
    if login.refused_address:
        return Answer({"error": texts.WRONG_ADDRESS % login.refused_address}, 400)
    return _started(login) if login.token else Answer({"error": texts.WRONG_KEY}, 400)
