"""Run a command and tell its time, its own processor time and its highest memory."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Measured", "command"]


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds by the clock, seconds of processor time, and megabytes of memory at most."""

    seconds: float
    cpu: float = 0.0
    megabytes: float = 0.0


def command(arguments: Sequence[str], environment: Mapping[str, str]) -> Measured:
    """Run a command to its end; raise ``RuntimeError`` with the end of what it said when it fails."""
    started = time.perf_counter()
    with subprocess.Popen(
        arguments, env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        said = process.stdout.read() if process.stdout else b""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{said.decode(errors='replace')[-4000:]}")
    return Measured(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
