"""The lists of records: runs, rejected rows, the log, reports, webhooks, people."""

from migrator.admin.modeladmins import logs, people, rejected, reports, runs, webhooks

__all__ = ["logs", "people", "rejected", "reports", "runs", "webhooks"]
