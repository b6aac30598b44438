"""Who may write products and customers, and checks that both share (store-api 19.6, 19.7)."""

from __future__ import annotations

from collections.abc import Iterable

from opencart_proxy import conf, texts
from opencart_proxy.call import Call
from opencart_proxy.php import as_int
from opencart_proxy.wire.answer import Answer

__all__ = ["missing_references", "refusal"]


def refusal(call: Call, what: str) -> Answer | None:
    """Return the answer to an API user that may not write ``what``; ``None`` for one that may."""
    if call.username.lower() in conf.writers():
        return None
    return Answer({"error": texts.NO_WRITING % what}, 403)


def missing_references(call: Call, references: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Return an error for each posted id that does not exist; a reference is field, table and key column."""
    errors = {}
    for field, table, key in references:
        posted = as_int(call.request.post(field))
        if posted and call.db.row(table, **{key: posted}) is None:
            label = field.removesuffix("_id").replace("_", " ").title()
            errors[field] = f"{label} could not be found!"
    return errors
