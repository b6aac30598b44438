"""The REST API's Django application."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """REST API."""

    name = "api"
    verbose_name = "REST API"
