"""Bring a shop's files from OpenCart 3 to OpenCart 4 (data-map G11)."""

from __future__ import annotations

import errno
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from migrator.files import survey
from migrator.files.copying import Copier, Meter
from migrator.files.errors import FilesError, StoppedError
from migrator.files.folders import CHUNK_BYTES, CopyPrograms, Entry, Folder, LocalFolder
from migrator.files.index import Index, Pair
from migrator.files.kinds import Root, checked_kinds
from migrator.files.parallel import Stop, in_threads
from migrator.files.references import references
from migrator.files.reports import Issue, Issues, TransferReport, sentence
from migrator.files.roots import Roots, refuse_same_folders, usable_kinds
from migrator.stores import Store
from migrator.units import human_size

__all__ = ["Progress", "transfer"]

Progress = Callable[[int, int, int], None]
"""Called with files done, bytes written and files in all, about twice a second."""

FILES_AT_ONCE = 250
BATCH_BYTES = 32 << 20
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


class _Done(NamedTuple):
    pair: Pair
    status: str
    message: str


def transfer(
    store: Store,
    source: Roots,
    target: Roots,
    kinds: Collection[str] = (),
    *,
    force: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
    on_issue: Callable[[Issue], None] | None = None,
) -> TransferReport:
    """Copy the files that the things of ``kinds`` use; without ``kinds`` all of the merchant's files.

    ``store`` is the OpenCart 3 database. Equal files are skipped, so a transfer that was stopped or killed goes on
    where it was; different ones are conflicts and stay, unless ``force``. ``progress`` and ``should_stop`` are
    called in this thread. Raises ``FilesError`` for a wrong type, equal folders, or a full target.
    """
    started = time.monotonic()
    usable, notes = usable_kinds(checked_kinds(kinds), source, target)
    source, target = source.with_same(target), target.with_same(source)
    refuse_same_folders(source, target)
    stop = Stop(should_stop)
    with Index() as index, CopyPrograms() as programs:
        index.add_uses(references(store, usable))
        if kinds:
            survey.only(index, "source", source, stop)
            survey.only(index, "target", target, stop, index.listed)
        else:
            survey.everything(index, "source", source, stop)
            survey.only(index, "source", source, stop)
            survey.everything(index, "target", target, stop)
        index.resolve("source")
        _refuse_too_small(index, target)
        copier = Copier(force, dry_run, stop, Meter())
        run = _Run(index, source, target, copier, programs, Issues(index, on_issue))
        run.note_what_is_not_there()
        run.note_twins()
        run.copy_all(progress)
        return run.report(time.monotonic() - started, notes)


def _refuse_too_small(index: Index, target: Roots) -> None:
    needed = index.new_bytes()
    for _, folder in target:
        free = folder.free_bytes()
        if free is not None and free < needed:
            raise FilesError(
                f"{folder.label} has {human_size(free)} free, and {human_size(needed)} are to be copied: make room"
            )


class _Run:
    def __init__(
        self, index: Index, source: Roots, target: Roots, copier: Copier, programs: CopyPrograms, issues: Issues
    ) -> None:
        self.index = index
        self.source = source
        self.target = target
        self.copier = copier
        self.programs = programs
        self.issues = issues
        self.statuses: Counter[str] = Counter()

    def note_what_is_not_there(self) -> None:
        for root, path in self.index.missing("source"):
            other = self.index.lookalike("source", root, path)
            hint = f"; a file with another spelling is there: {other}" if other else ""
            self._set_aside(root, path, "missing", f"File not found in OpenCart 3{hint}")
        for root, path, problem in self.index.problems():
            self._set_aside(root, path, "refused", sentence(problem))
        for root, item in self.index.refused("source"):
            reason = "unreadable" if item.unreadable else "refused"
            self._set_aside(root, item.path, reason, sentence(item.reason))

    def note_twins(self) -> None:
        """Set aside what would come to lie on another file of the source; not even ``force`` may do that."""
        for root, folder in self.target:
            if not folder.ignores_case():
                continue
            for path, first in self.index.twins(root):
                self.statuses["conflict"] += 1
                self._set_aside(root, path, "conflict", f"OpenCart 4's folder takes it for the same file as {first}")

    def _set_aside(self, root: Root, path: str, reason: str, message: str) -> None:
        harmless = reason in {"missing", "refused"}
        self.issues.add(root, path, reason, message, severity="warning" if harmless else "error")
        self.index.record([(root, path, reason)])

    def copy_all(self, progress: Progress | None) -> None:
        total = self.index.size("source")[0]

        def tick() -> None:
            if progress is not None:
                progress(sum(self.statuses.values()), self.copier.meter.written_bytes, total)

        try:
            for done in in_threads(
                _batches(self.index.pairs()),
                self._copy_batch,
                workers=max(folder.workers for side in (self.source, self.target) for _, folder in side),
                stop=self.copier.stop,
                tick=tick,
            ):
                self._take(done)
        except OSError as error:
            if error.errno not in FULL:
                raise
            raise FilesError(f"The target takes no more files: {error.strerror}; what was copied stays") from error
        tick()

    def _copy_batch(self, batch: Sequence[Pair]) -> list[_Done]:
        source, target = self._folders(batch[0].root)
        done: list[_Done] = []
        rest: Iterable[Pair] = batch
        # A subclass may read or write in a way of its own.
        if type(source) is type(target) is LocalFolder and not self.copier.dry_run:
            done, rest = self._copy_small(batch, source, target)
        for pair in rest:
            if self.copier.stop.is_set:
                break
            try:
                status, message = self.copier.copy(source, target, pair.source, pair.target)
            except StoppedError:
                break
            except OSError as error:
                if error.errno in FULL:
                    raise
                status, message = "error", f"not copied: {error.strerror or error}"
            done.append(_Done(pair, status, message))
        return done

    def _copy_small(
        self, batch: Sequence[Pair], source: LocalFolder, target: LocalFolder
    ) -> tuple[list[_Done], list[Pair]]:
        """Copy or compare the small files, nearly all of most shops, the quick way; return what is done and the rest."""
        done: list[_Done] = []
        small: list[Pair] = []
        rest: list[Pair] = []
        for pair in batch:
            (small if _is_small(pair) else rest).append(pair)
        files = ((pair.source, pair.target is not None) for pair in small)
        for pair, equal in zip(small, source.give_small(files, target, self.programs), strict=True):
            if not equal:
                rest.append(pair)
            elif pair.target is None:
                done.append(_Done(pair, "transferred", ""))
                self.copier.meter.add(pair.source.size)
            else:
                done.append(_Done(pair, "skipped", ""))
        return done, rest

    def _folders(self, root: Root) -> tuple[Folder, Folder]:
        source, target = self.source[root], self.target[root]
        if source is None or target is None:
            raise AssertionError("only configured folders are surveyed")
        return source, target

    def _take(self, done: Sequence[_Done]) -> None:
        self.index.record((item.pair.root, item.pair.source.path, item.status) for item in done)
        for item in done:
            self.statuses[item.status] += 1
            if item.message:
                self.issues.add(item.pair.root, item.pair.source.path, item.status, sentence(item.message))

    def report(self, seconds: float, notes: tuple[str, ...]) -> TransferReport:
        readable, total_bytes = self.index.size("source")
        unreadable = self.issues.reasons["unreadable"]
        return TransferReport(
            total_files=readable + unreadable,
            total_bytes=total_bytes,
            transferred=self.statuses["transferred"],
            transferred_bytes=self.copier.meter.written_bytes,
            skipped=self.statuses["skipped"],
            conflicts=self.statuses["conflict"],
            errors=self.statuses["error"] + unreadable,
            missing=self.issues.reasons["missing"],
            refused=self.issues.reasons["refused"],
            seconds=seconds,
            stopped=self.copier.stop.is_set,
            dry_run=self.copier.dry_run,
            by_type=self.index.totals_by_kind(),
            issues=tuple(self.issues.kept),
            issue_count=self.issues.reasons.total(),
            notes=notes,
        )


def _is_small(pair: Pair) -> bool:
    """Whether a file is new or may be equal, and is read and written in one go."""
    there = pair.target
    return pair.source.size <= CHUNK_BYTES and (
        there is None or (isinstance(there, Entry) and there.size == pair.source.size)
    )


def _batches(pairs: Iterable[Pair]) -> Iterator[Sequence[Pair]]:
    """Yield batches of one root, neither long in number nor in bytes, so that progress and stopping stay prompt."""
    for _, found in groupby(pairs, key=attrgetter("root")):
        batch: list[Pair] = []
        size = 0
        for pair in found:
            batch.append(pair)
            size += pair.source.size
            if len(batch) == FILES_AT_ONCE or size >= BATCH_BYTES:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch
