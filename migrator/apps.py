"""The migrator's Django application."""

from django.apps import AppConfig


class MigratorConfig(AppConfig):
    """Runs, steps, logs and reports of the migration."""

    name = "migrator"
    verbose_name = "Migration"
