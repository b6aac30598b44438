#!/usr/bin/env python
"""Django's command line for the migrator."""

import gc
import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "migrator.settings")
    # Imports and SQL statements make many small objects: to look for cycles after each 700 took a tenth of a short run.
    # What is old is looked at soon enough, or the cycles of a long run would pile up.
    gc.set_threshold(10_000, 5, 5)
    from django.core.management import execute_from_command_line

    from migrator.misconfigured import told

    with told():
        execute_from_command_line(sys.argv)
