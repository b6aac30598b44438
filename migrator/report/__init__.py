"""The migration report: what changed on the way, what stayed behind with its data, and where old addresses lead."""

from migrator.report.redirects import write_redirects
from migrator.report.write import folder_of, write_report

__all__ = ["folder_of", "write_redirects", "write_report"]
