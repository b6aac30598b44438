"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

from migrator.misconfigured import told

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "migrator.settings")

BOOT_ERROR = 3
"""The exit code after which gunicorn ends instead of starting the next worker in vain."""

with told(BOOT_ERROR):
    application = get_wsgi_application()
