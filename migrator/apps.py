"""The migrator's Django application."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MigratorConfig(AppConfig):
    """Runs, steps, logs and reports of the migration."""

    name = "migrator"
    verbose_name = "Migration"

    def ready(self) -> None:
        """Let the watchdog exist and look around whenever a worker starts, and the queue survive the death of any."""
        from django_q.signals import post_spawn

        from migrator.tasks import sturdy

        post_migrate.connect(_ensure_schedule, sender=self)
        post_spawn.connect(_watch_from_new_worker)
        sturdy.use_sturdy_queues()


def _ensure_schedule(**_: Any) -> None:
    from migrator.tasks import watchdog

    watchdog.ensure_schedule()


def _watch_from_new_worker(**_: Any) -> None:
    from migrator.tasks import watchdog

    watchdog.watch_from_new_worker()
