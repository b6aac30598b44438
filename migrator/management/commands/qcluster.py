"""``manage.py qcluster``: django-q2's workers, once the tool's own database and the queue answer."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django_q.management.commands.qcluster import Command as Cluster

from migrator.broker import refuse_unreachable


class Command(Cluster):  # type: ignore[misc]  # it is not typed
    """Start the workers; what is away is told here in a sentence, and not by each of their processes."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Look whether the workers can work, and let them."""
        connection.ensure_connection()
        refuse_unreachable()
        # A process that is forked from this one must not go on with its connection.
        connection.close()
        super().handle(*args, **options)
