"""List what a side has, by walking its folders or by looking for single files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from migrator.engine.batches import batches
from migrator.files.folders import Entry, Folder, Refused
from migrator.files.index import Index, Side
from migrator.files.kinds import ROOTS, Root
from migrator.files.parallel import Stop, in_threads
from migrator.files.paths import is_program
from migrator.files.roots import Roots

__all__ = ["everything", "only"]

PATHS_AT_ONCE = 200
LOOK_EVERY = 1000
PROGRAM = (
    "a program among images, which a web server could run; it is not copied, look whether the shop was broken into"
)


def everything(index: Index, side: Side, roots: Roots, stop: Stop) -> None:
    """List all of the merchant's files: ``catalog/``, ``download/`` and ``upload/``."""
    for root, folder in roots:
        for under in ROOTS[root]:
            index.add_files(side, root, _screened(root, _until_stopped(folder.walk(under), stop)))


def only(
    index: Index, side: Side, roots: Roots, stop: Stop, paths: Callable[[Root], Iterable[str]] | None = None
) -> None:
    """List the files that are in use (or ``paths`` of a root), looking for each by its name."""
    for root, folder in roots:
        wanted = batches(paths(root) if paths else index.wanted(side, root), PATHS_AT_ONCE)

        def look(batch: Sequence[str], folder: Folder = folder) -> list[Entry | Refused]:
            return [found for path in batch if (found := folder.stat(path)) is not None]

        for found in in_threads(wanted, look, workers=folder.workers, stop=stop):
            index.add_files(side, root, _screened(root, found))


def _screened(root: Root, found: Iterable[Entry | Refused]) -> Iterator[Entry | Refused]:
    for item in found:
        yield Refused(item.path, PROGRAM) if root == "image" and is_program(item.path) else item


def _until_stopped(found: Iterable[Entry | Refused], stop: Stop) -> Iterator[Entry | Refused]:
    for number, item in enumerate(found):
        if number % LOOK_EVERY == 0 and stop.look():
            return
        yield item
