"""Copy or verify images, downloads and uploads in the background, and know how far that is.

What is going on is kept as ``var/files/<work>.json``, so that the web server sees what the worker does. A worker gives
its place free after two minutes and queues the rest: a transfer goes on where it was, because equal files are skipped.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.utils import timezone
from django_q.tasks import async_task

from migrator.errors import ConflictError
from migrator.files import FilesError, Roots, transfer, verify
from migrator.stores import Store, StoreError

__all__ = ["WORKS", "Work", "begin", "request_stop", "status", "work"]

Work = Literal["transfer", "verify"]
WORKS: tuple[Work, ...] = ("transfer", "verify")
AT_A_TIME_SECONDS = 120.0
SILENT_SECONDS = 600
"""A work that has not been heard of for so long is gone, and may be begun anew."""


def status(name: Work) -> dict[str, Any]:
    """Return how far a work is: ``state`` is none, queued, running, done, stopped or failed."""
    try:
        found: dict[str, Any] = json.loads(_path(name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {"state": "none"}
    return found


def begin(name: Work, by: str) -> None:
    """Queue a work. Raises ``ConflictError`` when it is under way already."""
    known = status(name)
    silent = time.time() - known.get("heard_at", 0)
    if known["state"] in {"queued", "running"} and silent < SILENT_SECONDS:
        raise ConflictError("That is under way already; wait until it is done, or stop it")
    _stop_path(name).unlink(missing_ok=True)
    _say(name, state="queued", by=by, begun_at=_now(), done=0, total=0, bytes=0, report=None, error="")
    async_task("migrator.admin.filework.work", name, task_name=f"files: {name}")


def request_stop(name: Work) -> None:
    """Ask a work to stop after the files that it is at."""
    if status(name)["state"] not in {"queued", "running"}:
        raise ConflictError("Nothing is under way that could be stopped")
    _stop_path(name).touch()


def work(name: Work) -> None:
    """Do a part of the work and queue the rest (this is what a worker runs)."""
    end = time.monotonic() + AT_A_TIME_SECONDS
    try:
        report = _do(name, lambda: time.monotonic() > end or _stop_path(name).exists())
    except (StoreError, FilesError) as error:
        _say(name, state="failed", error=str(error), ended_at=_now())
        return
    goes_on = report["stopped"] and name == "transfer" and not _stop_path(name).exists()
    state = "running" if goes_on else "stopped" if report["stopped"] else "done"
    _say(name, state=state, report=report, ended_at=None if goes_on else _now())
    if goes_on:
        async_task("migrator.admin.filework.work", name, task_name=f"files: {name}")


def _do(name: Work, should_stop: Callable[[], bool]) -> dict[str, Any]:
    _say(name, state="running")

    def heard(done: int, size: int, total: int) -> None:
        _say(name, done=done, total=total, bytes=size)

    store = Store.open(settings.SOURCE_DATABASE_URL, "source")
    with (
        Roots.open("source", settings.SOURCE_IMAGE_URL, settings.SOURCE_STORAGE_URL) as source,
        Roots.open("target", settings.TARGET_IMAGE_URL, settings.TARGET_STORAGE_URL) as target,
    ):
        if name == "transfer":
            return transfer(store, source, target, progress=heard, should_stop=should_stop).as_dict()
        # A verification cannot go on where it was, so only people stop it.
        asked = _stop_path(name).exists
        both = target.with_same(source)
        return verify(store, both, origin=source, progress=heard, should_stop=asked).as_dict()


def _say(name: Work, **facts: Any) -> None:
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({**status(name), **facts, "heard_at": time.time()}, ensure_ascii=False), "utf-8")
    fresh.replace(path)


def _now() -> str:
    return timezone.now().isoformat(timespec="seconds")


def _path(name: Work) -> Path:
    return Path(settings.VAR_DIR) / "files" / f"{name}.json"


def _stop_path(name: Work) -> Path:
    return Path(settings.VAR_DIR) / "files" / f"{name}.stop"
