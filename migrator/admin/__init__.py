"""The admin: the migration board as its first page, pages for reports and tools, and the lists of records."""

from migrator.admin import groups, modeladmins

__all__ = ["groups", "modeladmins"]
