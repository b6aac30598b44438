"""How fast small files are copied, beside ``cp -r`` and ``rsync -a``, and with how much memory.

    python -m benchmarks.files [--files 100000] [--rounds 3] [--folder /tmp]

The three copy the same files on one disk, in turn, each into a new folder, with warm caches. Nothing is deleted
before the end: ext4 searches past recently deleted files whenever it makes one, which would be measured instead. The
best round of each counts. Files have 2 to 14 KB, 500 in a folder.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from migrator.demo import build_store
from migrator.files import Roots, TransferReport, transfer
from migrator.files.folders import LocalFolder
from migrator.stores import Store

FILES_IN_A_FOLDER = 500


def write_files(folder: Path, count: int) -> None:
    content = os.urandom(1 << 20)
    sizes = random.Random(7)
    for number in range(count):
        if number % FILES_IN_A_FOLDER == 0:
            inside = folder / f"catalog/{number // FILES_IN_A_FOLDER:04}"
            inside.mkdir(parents=True)
        start = sizes.randrange(1 << 19)
        (inside / f"product {number}.jpg").write_bytes(content[start : start + sizes.randint(2_000, 14_000)])


def ours(source: Path, target: Path, store_url: str) -> TransferReport:
    return transfer(Store.open(store_url, "source"), Roots(LocalFolder(source)), Roots(LocalFolder(target)))


def measured(
    source: Path, target: Path, store_url: str, answer: multiprocessing.SimpleQueue[tuple[float, int]]
) -> None:
    began = time.monotonic()
    report = ours(source, target, store_url)
    seconds = time.monotonic() - began
    if report.failed:
        raise RuntimeError(f"{report.failed} files failed")
    answer.put((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))


def in_a_process(source: Path, target: Path, store_url: str) -> tuple[float, int]:
    """Return seconds, and the peak memory of a fresh process in KB."""
    context = multiprocessing.get_context("spawn")
    answer = context.SimpleQueue()
    process = context.Process(target=measured, args=(source, target, store_url, answer))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(1)
    result: tuple[float, int] = answer.get()
    return result


def program(*command: str) -> Callable[[Path, Path], float]:
    def run(source: Path, target: Path) -> float:
        began = time.monotonic()
        subprocess.run([*command, f"{source}/.", f"{target}/"], check=True)
        return time.monotonic() - began

    return run


def new_folder(inside: Path) -> Path:
    subprocess.run(["sync"], check=True)
    return Path(tempfile.mkdtemp(prefix="target-", dir=inside))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", default=tempfile.gettempdir(), help="a folder on the disk to be measured")
    options = parser.parse_args()
    others = {"cp -r": program("cp", "-r")}
    if shutil.which("rsync"):
        others["rsync -a"] = program("rsync", "-a")
    with tempfile.TemporaryDirectory(prefix="files-benchmark-", dir=options.folder) as name:
        folder = Path(name)
        source = folder / "source"
        write_files(source, options.files)
        store_url = build_store(f"sqlite:///{folder / 'store.sqlite3'}", "3.0.3.9")
        times: dict[str, list[float]] = {label: [] for label in ("transfer_images", *others)}
        memory = 0
        for _ in range(options.rounds):
            target = new_folder(folder)
            seconds, used = in_a_process(source, target, store_url)
            times["transfer_images"].append(seconds)
            memory = max(memory, used)
            again, _ = in_a_process(source, target, store_url)
            for label, run in others.items():
                times[label].append(run(source, new_folder(folder)))
        best = {label: min(values) for label, values in times.items()}
        for label, seconds in best.items():
            all_rounds = " ".join(f"{value:.1f}" for value in times[label])
            print(
                f"{label:16} {seconds:6.2f} s  {options.files / seconds:8.0f} files/s"
                f"  {best['cp -r'] / seconds:5.2f} of cp -r  (rounds: {all_rounds})"
            )
        print(f"transfer_images, all files there already: {again:.2f} s; peak memory {memory / 1024:.0f} MB")


if __name__ == "__main__":
    main()
