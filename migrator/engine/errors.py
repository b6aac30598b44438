"""What can stop a migration, each in one sentence for people."""

from __future__ import annotations

__all__ = [
    "EngineError",
    "LeaseHeldError",
    "LeaseLostError",
    "LivedInError",
    "PausedError",
    "PreflightError",
    "ReplacedError",
    "StoppedError",
]


class EngineError(Exception):
    """The migration cannot go on; ``str(error)`` says why and what to do."""


class LivedInError(EngineError):
    """The target holds orders or customers that this tool did not bring."""


class ReplacedError(EngineError):
    """The target is not the one in which the run began."""


class PreflightError(EngineError):
    """Something is in the way of a migration, found before a row was written."""


class LeaseHeldError(EngineError):
    """Another run is writing to this target."""


class LeaseLostError(EngineError):
    """Another run has taken over the target: this one must not write any more."""


class StoppedError(EngineError):
    """Somebody asked the run to stop; it can be resumed."""


class PausedError(EngineError):
    """The time of this turn is up; the step goes on in the next."""
