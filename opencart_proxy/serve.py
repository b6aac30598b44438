"""Answer a request: find its operation, let the caller in, run the handler in one transaction."""

from __future__ import annotations

import logging
import time

from sqlalchemy.exc import DBAPIError, StatementError

from migrator.stores import Store, StoreError
from opencart_proxy import own_tables, routes, texts
from opencart_proxy.access.admission import Refused
from opencart_proxy.call import Call, Event
from opencart_proxy.database import Database, open_store, transaction
from opencart_proxy.dialects.dialect import Login, Operation
from opencart_proxy.idempotency import once
from opencart_proxy.signals import store_event
from opencart_proxy.wire.answer import CROSS_ORIGIN, Answer
from opencart_proxy.wire.request import Request

__all__ = ["serve"]

log = logging.getLogger(__name__)

ATTEMPTS = 4
COLLISIONS = frozenset({1205, 1213})
"""Lock wait timeout and deadlock: the transaction is gone, and can be run again."""

FAILED = Answer({"error": texts.NOT_COMPLETED}, 500)


def serve(request: Request) -> Answer:
    """Return the answer to a request; whatever goes wrong is an answer, too, and leaves nothing written."""
    operation = routes.resolve(request)
    if operation is None:
        return _unknown(request)
    if request.method == "OPTIONS":
        return Answer(None, 204, operation.dialect.headers or CROSS_ORIGIN)
    try:
        answer = _attempt(open_store(), operation, request.cleaned(trim=operation.dialect.rules.trims_input))
    except StoreError as error:
        log.error("The store API cannot use its database: %s", error)
        answer = FAILED
    except Exception as error:
        if isinstance(error, StatementError):
            error.hide_parameters = True  # the values of a statement may be secrets
        log.exception("A store API call of the %s dialect failed: %s", operation.dialect.name, request.route)
        answer = FAILED
    return Answer(answer.document, answer.status, {**operation.dialect.headers, **answer.headers})


def _unknown(request: Request) -> Answer:
    if request.route.startswith("api/") or request.operation is not None:
        return Answer({"error": texts.NO_PAGE}, 403)
    return Answer({"error": "Not found"}, 404)


def _attempt(store: Store, operation: Operation | Login, request: Request) -> Answer:
    """Run the operation, again after a collision with another call or when own tables had to be made first."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            answer, events = _run(store, operation, request)
        except DBAPIError as error:
            code = error.orig.args[0] if error.orig is not None and error.orig.args else 0
            if attempt == ATTEMPTS or not (code in COLLISIONS or own_tables.is_missing(error)):
                raise
            if own_tables.is_missing(error):
                own_tables.create(store.engine)
            else:
                time.sleep(0.01 * attempt)
        else:
            for event in events:
                store_event.send(sender=event.name, **event.data)
            return answer
    raise AssertionError("unreachable")


def _run(store: Store, operation: Operation | Login, request: Request) -> tuple[Answer, list[Event]]:
    with transaction(store) as database:
        if isinstance(operation, Login):
            return operation.log_in(database, request), []
        try:
            call = operation.dialect.admit(database, request)
        except Refused as refused:
            return operation.refuse(refused), []
        answer = _handle(call, operation)
        _close(database, call)
        return answer, call.events


def _handle(call: Call, operation: Operation) -> Answer:
    def handle() -> Answer:
        found = operation.handler(call)
        return found if isinstance(found, Answer) else Answer(found)

    return once(call, handle) if operation.creates_order else handle()


def _close(database: Database, call: Call) -> None:
    """Save the session, or clear away what a call without one left in the cart."""
    if call.kept:
        call.session.save(database, call.settings.integer("config_session_expire"))
    else:
        call.cart.rows.remove_all()
