"""``Idempotency-Key``: a repeated order gets the first answer, and is not made twice.

The answer is kept in the transaction that makes the order: either both are there, or neither.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from opencart_proxy import own_tables
from opencart_proxy.call import Call
from opencart_proxy.php import dumps, fields
from opencart_proxy.wire.answer import Answer
from opencart_proxy.wire.request import Request

__all__ = ["HEADER", "once"]

HEADER = "idempotency-key"
KEPT = timedelta(hours=24)
CREDENTIALS = frozenset({"api_token", "time", "signature"})
REUSED = Answer({"error": "Warning: This Idempotency-Key was used for another request!"}, 422)


def once(call: Call, handle: Callable[[], Answer]) -> Answer:
    """Return the answer of ``handle``, or the one that the same request with the same key got before.

    A second request waits for the first. The same key with another content gets 422. Only orders that were made
    are remembered, for a day; a refused one can be corrected and sent again.
    """
    header = call.request.header(HEADER)
    if not header:
        return handle()
    table, key = own_tables.answers, _digest(str(call.api_id), header)
    fingerprint = _fingerprint(call.request)
    _forget_outdated(call)
    row = {"idempotency_key": key, "fingerprint": fingerprint, "status": 0, "document": "", "date_added": call.stamp}
    try:
        call.db.execute(table.insert().values(row))
    except IntegrityError:
        return _repeated(call, key, fingerprint)
    answer = handle()
    mine = table.c.idempotency_key == key
    if "order_id" in fields(answer.document):
        kept = {"status": answer.status, "document": dumps(answer.document)}
        call.db.execute(table.update().where(mine).values(kept))
    else:
        call.db.execute(table.delete().where(mine))
    return answer


def _forget_outdated(call: Call) -> None:
    """Delete by key what is found without locking: a scan would wait for every order that is being made."""
    table = own_tables.answers
    limit = (call.now - KEPT).strftime("%Y-%m-%d %H:%M:%S")
    keys = call.db.execute(select(table.c.idempotency_key).where(table.c.date_added < limit)).scalars().all()
    if keys:
        call.db.execute(table.delete().where(table.c.idempotency_key.in_(keys)))


def _repeated(call: Call, key: str, fingerprint: str) -> Answer:
    table = own_tables.answers
    found = call.db.one(select(table).where(table.c.idempotency_key == key))
    if found is None or found["fingerprint"] != fingerprint:
        return REUSED
    return Answer(json.loads(found["document"]), found["status"], {"Idempotent-Replayed": "true"})


def _fingerprint(request: Request) -> str:
    query = {name: value for name, value in request.query.items() if name not in CREDENTIALS}
    return _digest(request.route, dumps(query), dumps(request.body))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
