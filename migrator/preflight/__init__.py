"""Find everything that can go wrong before a row is written; nothing is changed in either store."""

from migrator.preflight.finding import Finding, Preflight, Severity
from migrator.preflight.run import run_preflight
from migrator.preflight.servers import WAYS

__all__ = ["WAYS", "Finding", "Preflight", "Severity", "run_preflight"]
