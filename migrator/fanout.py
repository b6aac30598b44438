"""Tell several recorders the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from migrator.engine.copy import Rejected
from migrator.engine.recorder import Recorder
from migrator.engine.sync import Record
from migrator.engine.tablemap import Range

__all__ = ["Fanout"]


class Fanout(Recorder):
    """Passes every event on to all recorders; questions are answered by the first, a stop may come from any."""

    def __init__(self, first: Recorder, *others: Recorder) -> None:
        self._first = first
        self._all = (first, *others)

    def __getattribute__(self, name: str) -> Any:
        found = object.__getattribute__(self, name)
        if name in TOLD:
            recorders: tuple[Recorder, ...] = object.__getattribute__(self, "_all")
            return _all_of([getattr(recorder, name) for recorder in recorders])
        return found

    def done(self, step_id: str, table: str, position: int) -> Range | None:
        return self._first.done(step_id, table, position)

    def records(self, table: str) -> list[Record]:
        return self._first.records(table)

    def interrupted(self, step_id: str) -> bool:
        return self._first.interrupted(step_id)

    def rejected(self, step_id: str) -> list[Rejected]:
        return self._first.rejected(step_id)

    def should_stop(self) -> bool:
        return any(recorder.should_stop() for recorder in self._all)

    def should_pause(self) -> bool:
        return any(recorder.should_pause() for recorder in self._all)


ASKED = frozenset({"done", "records", "interrupted", "rejected", "should_stop", "should_pause"})
TOLD = frozenset(name for name in vars(Recorder) if not name.startswith("_") and name not in ASKED)


def _all_of(methods: list[Callable[..., None]]) -> Callable[..., None]:
    def tell(*arguments: Any, **keywords: Any) -> None:
        for method in methods:
            method(*arguments, **keywords)

    return tell
