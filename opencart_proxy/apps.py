"""The store API's Django application."""

from django.apps import AppConfig


class OpencartProxyConfig(AppConfig):
    """Store API."""

    name = "opencart_proxy"
    verbose_name = "Store API"
