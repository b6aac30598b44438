"""The migrator's Django application."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MigratorConfig(AppConfig):
    """Runs, steps, logs and reports of the migration."""

    name = "migrator"
    verbose_name = "Migration"

    def ready(self) -> None:
        """Complete the database after its migrations, look around whenever a worker starts, and keep the queue alive.

        What is only called then is only loaded then: every command comes through here.
        """
        from django_q.signals import post_spawn

        from migrator import checks  # noqa: F401 - registers them
        from migrator.tasks import sturdy

        post_migrate.connect(_complete, sender=self)
        post_spawn.connect(_watch)
        sturdy.use_sturdy_queues()


def _complete(**signal: Any) -> None:
    from migrator.admin.groups import create_groups
    from migrator.tasks.watchdog import ensure_schedule

    ensure_schedule()
    create_groups(**signal)


def _watch(**_: Any) -> None:
    from migrator.tasks.watchdog import watch_from_new_worker

    watch_from_new_worker()
