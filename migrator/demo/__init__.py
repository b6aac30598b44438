"""The project's own small stores: an OpenCart 3 shop with something in every table, and a fresh OpenCart 4.

They are for tests and for the demonstration. The rows are the same in every build.
"""

from migrator.demo.build import SOURCE_RELEASE, TARGET_RELEASE, build_source, build_store, build_target, sqlite_url
from migrator.demo.files import build_files

__all__ = [
    "SOURCE_RELEASE",
    "TARGET_RELEASE",
    "build_files",
    "build_source",
    "build_store",
    "build_target",
    "sqlite_url",
]
