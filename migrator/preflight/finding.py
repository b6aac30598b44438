"""What a preflight finds: each finding on its own, and all of them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from steps.convert.notes import mask

__all__ = ["SEVERITIES", "SHOWN_ROWS", "Finding", "Preflight", "Severity", "finding"]

Severity = Literal["blocking", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("blocking", "warning", "info")

SHOWN_ROWS = 20
SHOWN_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact that the shop owner should know before the migration.

    ``check`` is a word for machines; ``message`` is one sentence and ``advice`` says what to do, empty when there is
    nothing to do. ``count`` is how many rows (or columns, or tables) it is about and ``rows`` are the first twenty of
    them with secrets masked and long texts cut; ``table`` is the source table concerned, without prefix.
    """

    check: str
    severity: Severity
    message: str
    count: int = 0
    rows: tuple[Mapping[str, Any], ...] = ()
    advice: str = ""
    table: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the finding as JSON can hold it."""
        return {
            "check": self.check,
            "severity": self.severity,
            "message": self.message,
            "count": self.count,
            "rows": [dict(row) for row in self.rows],
            "advice": self.advice,
            "table": self.table,
        }


@dataclass(frozen=True, slots=True)
class Preflight:
    """All findings, in the order of the checks, and what the migration will take.

    ``rows`` are the source rows to read and ``size_bytes`` what their tables take there; ``needed_bytes`` is the room
    that the target needs, and ``estimate_seconds`` a cautious guess of the time for copy and verification.
    ``path`` is how rows will travel, empty when they cannot.
    """

    source: str
    target: str
    path: str
    rows: int
    size_bytes: int
    needed_bytes: int
    estimate_seconds: int
    findings: tuple[Finding, ...]

    @property
    def blocking(self) -> bool:
        """Whether the migration must not start."""
        return any(found.severity == "blocking" for found in self.findings)

    def of(self, severity: Severity) -> list[Finding]:
        """Return the findings of one severity."""
        return [found for found in self.findings if found.severity == severity]

    def as_dict(self) -> dict[str, Any]:
        """Return the preflight as JSON can hold it."""
        counted = Counter(found.severity for found in self.findings)
        return {
            "blocking": self.blocking,
            "summary": {severity: counted[severity] for severity in SEVERITIES},
            "source": self.source,
            "target": self.target,
            "path": self.path,
            "rows": self.rows,
            "size_bytes": self.size_bytes,
            "needed_bytes": self.needed_bytes,
            "estimate_seconds": self.estimate_seconds,
            "findings": [found.as_dict() for found in self.findings],
        }


def finding(
    check: str,
    severity: Severity,
    message: str,
    *,
    count: int = 0,
    rows: Iterable[Mapping[str, Any]] = (),
    advice: str = "",
    table: str = "",
) -> Finding:
    """Return a finding whose rows are cut to the first twenty, masked and made plain."""
    shown = tuple(_shown(row) for _, row in zip(range(SHOWN_ROWS), rows, strict=False))
    return Finding(check, severity, message, count, shown, advice, table)


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in mask(row).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"
