"""What a transfer or a verification found, as the API and the pages show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from migrator.files.index import Index, Use
from migrator.files.kinds import Root
from migrator.files.paths import shown
from migrator.units import human_size

__all__ = ["Issue", "Issues", "TransferReport", "VerifyReport", "sentence"]

SHOWN_USES = 10
KEPT_ISSUES = 1000
"""How many issues a report itself holds; ``on_issue`` is given every one."""


@dataclass(frozen=True, slots=True)
class Issue:
    """What is wrong with one file. ``reason`` is one of the words in ``docs/files.md``, ``message`` a sentence.

    ``severity`` is ``error``, or ``warning`` when the shop works nevertheless.
    """

    root: Root
    file: str
    reason: str
    message: str
    severity: str
    uses: tuple[Use, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the issue in the shape of ``POST /api/images/verify``: the first user's id has a key of its own."""
        first = {self.uses[0].owner_key: self.uses[0].owner_id} if self.uses else {}
        return {
            "file": shown(self.file),
            "issue": self.message,
            **first,
            "type": self.uses[0].kind if self.uses else None,
            "folder": self.root,
            "reason": self.reason,
            "severity": self.severity,
            "used_by": [{"type": use.kind, use.owner_key: use.owner_id} for use in self.uses],
        }


class Issues:
    """Collects issues: counts all by reason, keeps the first of them, hands every one on."""

    def __init__(self, index: Index, on_issue: Callable[[Issue], None] | None) -> None:
        self._index = index
        self._on_issue = on_issue
        self.kept: list[Issue] = []
        self.reasons: Counter[str] = Counter()
        self.severities: Counter[str] = Counter()

    def add(self, root: Root, path: str, reason: str, message: str, *, severity: str = "error") -> None:
        """Note an issue together with those who use the file (the first ten)."""
        issue = Issue(root, path, reason, message, severity, self._index.uses_of(root, path, SHOWN_USES))
        self.reasons[reason] += 1
        self.severities[severity] += 1
        if len(self.kept) < KEPT_ISSUES:
            self.kept.append(issue)
        if self._on_issue is not None:
            self._on_issue(issue)


@dataclass(frozen=True, slots=True)
class TransferReport:
    """The result of a transfer. ``total_files`` = ``transferred`` + ``skipped`` + ``failed`` + ``remaining``.

    ``missing`` (named by the database, but nowhere) and ``refused`` (kept out on purpose) are no files to transfer
    and counted apart. Sizes are in bytes; ``by_type`` counts a file for every type that uses it.
    """

    total_files: int
    total_bytes: int
    transferred: int
    transferred_bytes: int
    skipped: int
    conflicts: int
    errors: int
    missing: int
    refused: int
    seconds: float
    stopped: bool
    dry_run: bool
    by_type: Mapping[str, Mapping[str, int]]
    issues: tuple[Issue, ...] = ()
    issue_count: int = 0
    notes: tuple[str, ...] = ()

    @property
    def failed(self) -> int:
        """Files that are there and could not be brought over."""
        return self.conflicts + self.errors

    @property
    def remaining(self) -> int:
        """Files not looked at, because the transfer was stopped or only planned."""
        return self.total_files - self.transferred - self.skipped - self.failed

    @property
    def ok(self) -> bool:
        """Whether every file of the source is in the target now."""
        return not self.failed and not self.stopped

    def as_dict(self) -> dict[str, Any]:
        """Return the ``transfer`` object of ``POST /api/images/transfer``."""
        seconds = self.seconds or 1e-9
        return {
            "total_files": self.total_files,
            "transferred": self.transferred,
            "skipped": self.skipped,
            "failed": self.failed,
            "total_size": human_size(self.total_bytes),
            "total_bytes": self.total_bytes,
            "transferred_bytes": self.transferred_bytes,
            "conflicts": self.conflicts,
            "errors": self.errors,
            "missing": self.missing,
            "refused": self.refused,
            "remaining": self.remaining,
            "duration_seconds": round(self.seconds, 3),
            "bytes_per_second": round(self.transferred_bytes / seconds),
            "files_per_second": round(self.transferred / seconds, 1),
            "stopped": self.stopped,
            "dry_run": self.dry_run,
            "types": {kind: dict(counts) for kind, counts in self.by_type.items()},
            "issues": [issue.as_dict() for issue in self.issues],
            "issue_count": self.issue_count,
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """The result of a verification. ``total`` = ``valid`` + ``missing`` + ``corrupted`` (unless stopped).

    A file with a warning is valid. Orphans (files that nothing uses) are counted only when all types are verified.
    """

    total: int
    valid: int
    missing: int
    corrupted: int
    warnings: int
    total_bytes: int
    seconds: float
    stopped: bool
    by_type: Mapping[str, Mapping[str, int]]
    reasons: Mapping[str, int]
    issues: tuple[Issue, ...] = ()
    issue_count: int = 0
    orphans: int | None = None
    orphan_bytes: int = 0
    orphan_examples: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def ok(self) -> bool:
        """Whether every file in use is there and whole."""
        return not self.missing and not self.corrupted and not self.stopped

    def as_dict(self) -> dict[str, Any]:
        """Return the ``verification`` object of ``POST /api/images/verify``."""
        return {
            "total": self.total,
            "valid": self.valid,
            "missing": self.missing,
            "corrupted": self.corrupted,
            "issues": [issue.as_dict() for issue in self.issues],
            "issue_count": self.issue_count,
            "warnings": self.warnings,
            "reasons": dict(self.reasons),
            "types": {kind: dict(counts) for kind, counts in self.by_type.items()},
            "total_bytes": self.total_bytes,
            "duration_seconds": round(self.seconds, 3),
            "stopped": self.stopped,
            "orphans": None
            if self.orphans is None
            else {
                "count": self.orphans,
                "bytes": self.orphan_bytes,
                "size": human_size(self.orphan_bytes),
                "examples": [shown(path) for path in self.orphan_examples],
            },
            "notes": list(self.notes),
        }


def sentence(text: str) -> str:
    """Return ``text`` with a capital first letter."""
    return text[:1].upper() + text[1:]
