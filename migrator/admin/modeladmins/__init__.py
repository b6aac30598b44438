"""The lists of records: runs, rejected rows, the log, reports, webhooks, people."""

from migrator.admin.modeladmins import actions, logs, people, rejected, reports, runs, webhooks

__all__ = ["actions", "logs", "people", "rejected", "reports", "runs", "webhooks"]
