"""Check that every file in use is there and whole."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import islice

from migrator.engine.batches import batches
from migrator.files import survey
from migrator.files.folders import CHUNK_BYTES, Entry, Folder
from migrator.files.index import Index
from migrator.files.kinds import Root, checked_kinds
from migrator.files.parallel import Stop, in_threads
from migrator.files.pictures import Finding, examine
from migrator.files.references import references
from migrator.files.reports import Issue, Issues, VerifyReport, sentence
from migrator.files.roots import Roots, usable_kinds
from migrator.stores import Store

__all__ = ["verify"]

FILES_AT_ONCE = 20
IN_MEMORY_BYTES = 8 << 20
ORPHAN_EXAMPLES = 100


@dataclass(frozen=True, slots=True)
class _Checked:
    root: Root
    entry: Entry
    finding: Finding | None


def verify(
    store: Store,
    files: Roots,
    kinds: Collection[str] = (),
    *,
    origin: Roots | None = None,
    progress: Callable[[int, int, int], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    on_issue: Callable[[Issue], None] | None = None,
) -> VerifyReport:
    """Check the files in ``files`` that ``store`` (of either generation) uses for things of ``kinds``, or for all.

    Pictures are decoded; downloads and uploads have to be there and have content. With ``origin``, the source's
    folders, a missing file is told from one that was missing in OpenCart 3 already. Without ``kinds``, files that
    nothing uses are counted. Raises ``FilesError`` for a wrong type or when no folder is configured.
    """
    started = time.monotonic()
    usable, notes = usable_kinds(checked_kinds(kinds), files)
    stop = Stop(should_stop)
    with Index() as index:
        index.add_uses(references(store, usable))
        if not kinds:
            survey.everything(index, "target", files, stop)
        survey.only(index, "target", files, stop)
        index.resolve("target")
        run = _Run(index, files, Issues(index, on_issue), stop)
        run.note_what_is_not_there(origin)
        run.check_all(progress)
        return run.report(time.monotonic() - started, notes, count_orphans=not kinds)


class _Run:
    def __init__(self, index: Index, files: Roots, issues: Issues, stop: Stop) -> None:
        self.index = index
        self.files = files
        self.issues = issues
        self.stop = stop
        self.statuses: Counter[str] = Counter()
        self.size = 0

    def note_what_is_not_there(self, origin: Roots | None) -> None:
        for root, path in self.index.missing("target"):
            self._note(root, path, Finding("missing", f"File not found{self._why(root, path, origin)}"), "missing")
        for root, path, reason in self.index.problems():
            self._note(root, path, Finding("refused", sentence(reason)), "missing")
        for root, item in self.index.refused("target"):
            reason = "unreadable" if item.unreadable else "refused"
            self.issues.add(root, item.path, reason, sentence(item.reason))
            if self.index.uses_of(root, item.path, 1):
                self._count(root, item.path, "corrupted")

    def _why(self, root: Root, path: str, origin: Roots | None) -> str:
        other = self.index.lookalike("target", root, path)
        if other:
            return f"; a file with another spelling is there: {other}"
        before = origin[root] if origin is not None else None
        if before is None:
            return ""
        return " in OpenCart 4, but in OpenCart 3" if isinstance(before.stat(path), Entry) else " in OpenCart 3 either"

    def check_all(self, progress: Callable[[int, int, int], None] | None) -> None:
        done = 0
        total = self.index.used_count("target")

        def tick() -> None:
            if progress is not None:
                progress(done, self.size, total)

        for checked in in_threads(
            batches(self.index.used_files("target"), FILES_AT_ONCE),
            self._check_batch,
            workers=max(folder.workers for _, folder in self.files),
            stop=self.stop,
            tick=tick,
        ):
            for item in checked:
                done += 1
                self.size += item.entry.size
                self._take(item)
        tick()

    def _check_batch(self, batch: Sequence[tuple[Root, Entry]]) -> list[_Checked]:
        checked = []
        for root, entry in batch:
            if self.stop.is_set:
                break
            folder = self.files[root]
            if folder is not None:
                checked.append(_Checked(root, entry, _check(root, folder, entry)))
        return checked

    def _take(self, item: _Checked) -> None:
        finding = item.finding
        if finding is None:
            self._count(item.root, item.entry.path, "valid")
        else:
            self._note(item.root, item.entry.path, finding, "valid" if finding.harmless else "corrupted")

    def _note(self, root: Root, path: str, finding: Finding, status: str) -> None:
        severity = "warning" if finding.harmless else "error"
        self.issues.add(root, path, finding.reason, finding.message, severity=severity)
        self._count(root, path, status)

    def _count(self, root: Root, path: str, status: str) -> None:
        self.statuses[status] += 1
        self.index.record([(root, path, status)])

    def report(self, seconds: float, notes: tuple[str, ...], *, count_orphans: bool) -> VerifyReport:
        orphans, orphan_bytes = self.index.unused_size("target") if count_orphans else (None, 0)
        examples = islice(self.index.unused("target"), ORPHAN_EXAMPLES) if count_orphans else ()
        return VerifyReport(
            total=self.statuses.total(),
            valid=self.statuses["valid"],
            missing=self.statuses["missing"],
            corrupted=self.statuses["corrupted"],
            warnings=self.issues.severities["warning"],
            total_bytes=self.size,
            seconds=seconds,
            stopped=self.stop.is_set,
            by_type=self.index.totals_by_kind(),
            reasons=self.issues.reasons,
            issues=tuple(self.issues.kept),
            issue_count=self.issues.reasons.total(),
            orphans=orphans,
            orphan_bytes=orphan_bytes,
            orphan_examples=tuple(examples),
            notes=notes,
        )


def _check(root: Root, folder: Folder, entry: Entry) -> Finding | None:
    try:
        if root == "storage":
            return None if entry.size else Finding("empty", "The file is empty")
        with folder.open(entry.path) as source, tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES) as copy:
            while chunk := source.read(CHUNK_BYTES):
                copy.write(chunk)
            copy.seek(0)
            return examine(entry.path, copy, entry.size)
    except OSError as error:
        return Finding("unreadable", f"The file cannot be read: {error.strerror or error}")
