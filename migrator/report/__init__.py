"""The migration report: what changed on the way, what stayed behind with its data, and where old addresses lead."""

from migrator.report.write import write_report

__all__ = ["write_report"]
