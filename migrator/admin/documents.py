"""The migration reports on disk (``var/reports/<orchestration_id>/``), and which of their files people may fetch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from migrator.errors import NotFoundError
from migrator.models import Run
from migrator.report import folder_of
from migrator.workspace import pair_id

__all__ = ["Document", "Report", "find_file", "last_report"]

REDIRECTS = "redirects"


@dataclass(frozen=True, slots=True)
class Document:
    """One file of a report; ``name`` is its path inside the report's folder."""

    name: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Report:
    """A run's report: what ``report.json`` says, and the files beside it."""

    run: Run
    content: dict[str, Any]
    files: Sequence[Document]

    @property
    def redirects(self) -> Sequence[Document]:
        """The redirect maps."""
        return [file for file in self.files if file.name.startswith(f"{REDIRECTS}/")]


def last_report(orchestration_id: str = "") -> Report | None:
    """Return the report of a run, or of the last run that has one; None when there is none."""
    runs = Run.objects.filter(pair=pair_id())
    if orchestration_id:
        runs = runs.filter(orchestration_id=orchestration_id)
    for run in runs:
        path = folder_of(run) / "report.json"
        if path.is_file():
            return Report(run, json.loads(path.read_text(encoding="utf-8")), _files(folder_of(run)))
    return None


def _files(folder: Path) -> Sequence[Document]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return [Document(path.relative_to(folder).as_posix(), path.stat().st_size) for path in found]


def find_file(orchestration_id: str, name: str) -> Path:
    """Return a file of a run's report. Raises ``NotFoundError`` for anything that the report does not list."""
    run = Run.objects.filter(orchestration_id=orchestration_id).first()
    if run is None or name not in {file.name for file in _files(folder_of(run))}:
        raise NotFoundError(f"There is no file “{name}” in the report of {orchestration_id}")
    return folder_of(run) / name
