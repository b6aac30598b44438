"""OpenCart Migrator: moves a shop from OpenCart 3 to OpenCart 4 and proves it."""

__version__ = "1.0.0"
