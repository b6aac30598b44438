"""What the board says about the two stores: release, size, health, the path between them and how long it takes.

Finding out costs queries on both servers, so it is kept for five minutes (for all processes), and for seconds only
while something is wrong; nothing here changes a store.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import caches
from sqlalchemy.exc import DBAPIError

from migrator.engine.context import Context
from migrator.engine.errors import EngineError
from migrator.engine.runner import Runner
from migrator.preflight.sizes import estimate
from migrator.preflight.survey import Survey
from migrator.stores import Store, StoreError, StoreUrl, refuse_same_database
from migrator.stores.store import Role
from steps import STEPS

__all__ = ["Facts", "StoreFacts", "facts", "forget_facts", "is_configured"]

KEPT_SECONDS = 300
KEPT_SECONDS_WITH_PROBLEM = 15
VARIABLES: Mapping[Role, str] = {"source": "SOURCE_DATABASE_URL", "target": "TARGET_DATABASE_URL"}


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """One store as the board shows it; ``problem`` is empty when it can be used. The address has no password."""

    role: Role
    variable: str
    address: str
    release: str
    size_bytes: int
    tables: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Both stores, how rows would travel, the source rows of every step, and a cautious guess of the time they take.

    ``path`` and ``rows`` are empty and ``estimate_seconds`` is None when a store cannot be used.
    """

    stores: tuple[StoreFacts, StoreFacts]
    path: str = ""
    rows: Mapping[str, int] = field(default_factory=dict)
    estimate_seconds: int | None = None
    problem: str = ""

    @property
    def healthy(self) -> bool:
        """Whether a migration can start as far as the two stores are concerned."""
        return not self.problem and not any(store.problem for store in self.stores)


def is_configured() -> bool:
    """Whether both stores are named in the settings."""
    return all(getattr(settings, variable) for variable in VARIABLES.values())


def facts() -> Facts:
    """Return what is known about the configured stores."""
    cache = caches["shared"]
    kept = cache.get(_name())
    if kept is not None:
        return _remembered(kept)
    found = _look()
    cache.set(_name(), asdict(found), KEPT_SECONDS if found.healthy else KEPT_SECONDS_WITH_PROBLEM)
    return found


def forget_facts() -> None:
    """Look at the stores anew when they are asked for next."""
    caches["shared"].delete(_name())


def _name() -> str:
    urls = "\n".join(getattr(settings, variable) for variable in VARIABLES.values())
    return f"migrator.admin.facts.{hashlib.sha256(urls.encode()).hexdigest()}"


def _remembered(kept: Mapping[str, Any]) -> Facts:
    source, target = (StoreFacts(**store) for store in kept["stores"])
    return Facts(**{**kept, "stores": (source, target)})


def _look() -> Facts:
    source, shown_source = _open("source")
    target, shown_target = _open("target")
    both = (shown_source, shown_target)
    try:
        return Facts(both) if source is None or target is None else _together(both, source, target)
    finally:
        for store in (source, target):
            if store is not None:
                store.dispose()


def _open(role: Role) -> tuple[Store | None, StoreFacts]:
    variable = VARIABLES[role]
    value = getattr(settings, variable)
    try:
        store = Store.open(value, role)
        found = StoreFacts(role, variable, str(store.url), str(store.release), _size(store), len(store.schema.tables))
    except (StoreError, DBAPIError) as error:
        problem = str(error) if isinstance(error, StoreError) else f"{variable} cannot be read: {error.orig}"
        return None, StoreFacts(role, variable, _address(value, variable), "", 0, 0, problem)
    return store, found


def _address(value: str, variable: str) -> str:
    try:
        return str(StoreUrl.parse(value, variable))
    except StoreError:
        return ""


def _together(both: tuple[StoreFacts, StoreFacts], source: Store, target: Store) -> Facts:
    context = Context(source, target)
    try:
        refuse_same_database(source, target)
        with source.connect() as reading, target.connect() as other:
            expected = estimate(Survey(context, list(STEPS.values()), reading, other))
        runner = Runner(context, "")
        rows = {step_id: sum(runner.count(step.resolved(context)).values()) for step_id, step in STEPS.items()}
    except (StoreError, EngineError) as error:
        return Facts(both, problem=str(error))
    return Facts(both, expected.path, rows, expected.seconds)


def _size(store: Store) -> int:
    """Return what the store takes, in bytes."""
    return Path(store.url.database).stat().st_size if store.dialect == "sqlite" else store.schema.size_bytes
