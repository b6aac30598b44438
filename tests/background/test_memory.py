"""Cycles: found again soon while a run goes on, and as before when nothing does."""

import gc
import platform
import re
import subprocess
import sys
import weakref
from pathlib import Path

import pytest

from migrator.memory import flat_memory, give_back

HEAPS = """
import ctypes, sys, threading
from migrator.memory import flat_memory

def allocate():
    together.wait()
    kept.extend(bytes(2_000) for _ in range(1_000))
    together.wait()

kept, together = [], threading.Barrier(6)
with flat_memory():
    threads = [threading.Thread(target=allocate) for _ in range(6)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(libc.fopen(sys.argv[1].encode(), b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
"""


class Ring:
    def __init__(self) -> None:
        self.itself = self


def test_what_a_run_leaves_is_given_back_while_it_goes_on() -> None:
    before = Ring()
    old = weakref.ref(before)
    del before
    with flat_memory():
        left = weakref.ref(Ring())
        give_back()
        assert left() is None
        assert old() is not None
    give_back()
    assert old() is None


def test_what_a_function_made_is_given_back_at_its_end() -> None:
    made: list[weakref.ref[Ring]] = []

    @flat_memory()
    def work() -> None:
        ring = Ring()
        made.append(weakref.ref(ring))

    work()
    work()
    assert [ring() for ring in made] == [None, None]


def test_the_collector_is_as_it_was_when_the_last_of_two_runs_ends() -> None:
    thresholds, frozen = gc.get_threshold(), gc.get_freeze_count()
    one, other = flat_memory(), flat_memory()
    one.__enter__()
    other.__enter__()
    assert gc.get_threshold() != thresholds
    one.__exit__(None, None, None)
    assert gc.get_freeze_count() > frozen
    assert gc.get_threshold() != thresholds
    other.__exit__(None, None, None)
    assert (gc.get_threshold(), gc.get_freeze_count()) == (thresholds, frozen)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has a heap for each thread")
def test_threads_share_one_heap(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", HEAPS, tmp_path / "heaps.xml"], check=True)

    assert len(re.findall(r"<heap nr=", (tmp_path / "heaps.xml").read_text())) == 1
