"""ASGI entry point."""

import os

from django.core.asgi import get_asgi_application

from migrator.misconfigured import told

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "migrator.settings")
with told():
    application = get_asgi_application()
